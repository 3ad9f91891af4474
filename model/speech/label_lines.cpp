// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/speech/label_lines.h"

#include "model/base/error.h"

#include <algorithm>
#include <charconv>
#include <cmath>

namespace expertscope {
namespace {

template <class Number> std::optional<Number> numberIn(std::string_view word) {
    Number value{};
    const auto [end, code] = std::from_chars(word.data(), word.data() + word.size(), value);
    return code == std::errc() && end == word.data() + word.size() ? std::optional(value) : std::nullopt;
}

std::vector<std::string_view> wordsOf(std::string_view line) {
    constexpr const char* blank = " \t\r";
    std::vector<std::string_view> words;
    for (std::size_t at = line.find_first_not_of(blank); at != std::string_view::npos;) {
        const std::size_t end = std::min(line.find_first_of(blank, at), line.size());
        words.push_back(line.substr(at, end - at));
        at = line.find_first_not_of(blank, end);
    }
    return words;
}

} // namespace

void forEachLine(std::string_view text,
                 const std::function<void(int line, const std::vector<std::string_view>& words)>& take) {
    for (int line = 1; !text.empty(); ++line) {
        const std::size_t end = std::min(text.find('\n'), text.size());
        if (const auto words = wordsOf(text.substr(0, end)); !words.empty())
            take(line, words);
        text.remove_prefix(std::min(end + 1, text.size()));
    }
}

std::optional<std::int64_t> wholeNumber(std::string_view word) {
    return numberIn<std::int64_t>(word);
}

std::optional<double> decimalNumber(std::string_view word) {
    const auto value = numberIn<double>(word);
    return value && std::isfinite(*value) ? value : std::nullopt;
}

std::optional<double> timeIn(std::string_view word) {
    std::string text(word);
    std::replace(text.begin(), text.end(), ',', '.');
    return decimalNumber(text);
}

void failAtLine(const std::filesystem::path& path, int line, const std::string& what) {
    throw FileError(path.string() + ", line " + std::to_string(line) + ": " + what + "; correct the file.");
}

} // namespace expertscope
