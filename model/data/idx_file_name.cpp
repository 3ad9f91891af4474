// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/data/idx_file_name.h"

#include "model/base/plain_text.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <cstdlib>
#include <string_view>
#include <vector>

namespace expertscope {
namespace {

bool isSeparator(char c) {
    return !std::isalnum(static_cast<unsigned char>(c)) && static_cast<unsigned char>(c) < 0x80;
}

/// A word of the name and where it begins.
struct Word {
    std::string text; ///< in small letters
    std::size_t begin = 0;
};

std::vector<Word> wordsOf(const std::string& name) {
    std::vector<Word> words;
    for (std::size_t i = 0; i < name.size();) {
        const std::size_t begin = i;
        while (i < name.size() && !isSeparator(name[i]))
            ++i;
        if (i > begin)
            words.push_back({lowerCase(name.substr(begin, i - begin)), begin});
        else
            ++i;
    }
    return words;
}

template <std::size_t n> bool among(const std::string& word, const std::array<std::string_view, n>& known) {
    return std::find(known.begin(), known.end(), word) != known.end();
}

constexpr std::array<std::string_view, 2> trainWords{"train", "training"};
constexpr std::array<std::string_view, 4> testWords{"t10k", "test", "testing", "10k"};
constexpr std::array<std::string_view, 4> imageWords{"images", "image", "imgs", "img"};
constexpr std::array<std::string_view, 4> labelWords{"labels", "label", "lbls", "lbl"};
constexpr std::array<std::string_view, 7> typeWords{"ubyte", "byte",   "short", "int",
                                                    "float", "double", "uint8"};

bool saysIdx(const std::string& word) {
    return word.starts_with("idx") || word == "ubyte";
}

/// The name without an ending that says nothing, as in "train-images.bin" and "train-images.idx3-ubyte.gz".
/// Empty where the ending is of something else: "train-images.png", "train-images-idx3-ubyte.part".
std::string withoutEnding(std::string name) {
    constexpr std::array<std::string_view, 5> silent{"bin", "dat", "data", "raw", "gz"};
    std::size_t dot = name.rfind('.');
    while (dot != std::string::npos && among(lowerCase(name.substr(dot + 1)), silent)) {
        name.resize(dot);
        dot = name.rfind('.');
    }
    const std::vector<Word> words = wordsOf(dot == std::string::npos ? "" : name.substr(dot + 1));
    const bool known = std::any_of(words.begin(), words.end(), [](const Word& word) {
        return saysIdx(word.text) || among(word.text, typeWords) || among(word.text, imageWords) ||
               among(word.text, labelWords);
    });
    return dot == std::string::npos || known ? name : "";
}

} // namespace

std::string comparable(const std::string& name) {
    std::string text;
    for (const Word& word : wordsOf(name))
        text += (text.empty() ? "" : "-") + word.text;
    return text;
}

bool isPartName(const std::string& name) {
    const std::string word = comparable(name);
    return among(word, trainWords) || among(word, testWords);
}

std::optional<IdxFileName> parseIdxFileName(const std::string& name) {
    if (name.empty() || name[0] == '.' ||
        name[0] == '_') // hidden ones, as those that macOS packs beside each
        return std::nullopt;
    const bool packed = lowerCase(name).ends_with(".gz");
    const std::string bare = withoutEnding(name);
    const std::vector<Word> words = wordsOf(bare);
    const auto isKind = [](const Word& word) {
        return among(word.text, imageWords) || among(word.text, labelWords);
    };
    const auto isPart = [](const Word& word) {
        return among(word.text, trainWords) || among(word.text, testWords);
    };
    const Word* kind = nullptr; // the last, should the set's own name have such words, too
    const Word* part = nullptr; // the one nearest to it
    for (const Word& word : words)
        if (isKind(word))
            kind = &word;
    for (const Word& word : words)
        if (kind && isPart(word) && (!part || std::abs(&word - kind) < std::abs(part - kind)))
            part = &word;
    if (!part)
        return std::nullopt;
    IdxFileName parsed;
    if (among(part->text, testWords))
        parsed.test = part->text;
    parsed.labels = among(kind->text, labelWords);
    const std::size_t own = std::min(part->begin, kind->begin); // what stands before is the set's name
    parsed.set = bare.substr(0, own);
    while (!parsed.set.empty() && isSeparator(parsed.set.back()))
        parsed.set.pop_back();
    for (const Word& word : words) {
        const bool idx = saysIdx(word.text), known = &word == part || &word == kind || idx;
        parsed.sure = parsed.sure || idx;
        const bool copy = word.begin > 0 && bare[word.begin - 1] == '('; // "(1)", of a second download
        if (word.begin > own && !known && !copy && !among(word.text, typeWords))
            parsed.set += (parsed.set.empty() ? "" : "-") + bare.substr(word.begin, word.text.size());
        parsed.preference += copy ? 8 : 0;
    }
    parsed.preference += (bare.find(".idx") != std::string::npos ? 2 : 0) + (packed ? 1 : 0);
    return parsed;
}

} // namespace expertscope
