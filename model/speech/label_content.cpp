// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/speech/label_content.h"

#include "model/base/error.h"
#include "model/base/file.h"
#include "model/base/plain_text.h"
#include "model/speech/aligner_table.h"
#include "model/speech/lab_file.h"
#include "model/speech/label_lines.h"
#include "model/speech/text_grid.h"

namespace expertscope {
namespace {

using Words = std::vector<std::string_view>;

/// How many lines are what.
struct LineCounts {
    int all = 0;
    int timed = 0;     ///< begin, end and a text
    int sentences = 0; ///< of these, with several words; HTK's have a score between phone and word
    int words = 0;     ///< of the last one
};

bool isTimed(const Words& words) {
    return words.size() >= 2 && timeIn(words[0]) && timeIn(words[1]) &&
           (words.size() >= 3 || !wholeNumber(words[1]));
}

LineCounts countLines(const std::string& text) {
    LineCounts count;
    forEachLine(text, [&](int, const Words& words) {
        if (words[0] == "\\") // Audacity: the frequencies of the line above
            return;
        ++count.all;
        if (isTimed(words)) {
            ++count.timed;
            count.sentences += words.size() >= 4 && !decimalNumber(words[3]) ? 1 : 0;
        }
        count.words = static_cast<int>(words.size());
    });
    return count;
}

} // namespace

LabelContent labelContent(const std::string& text) {
    if (isTextGrid(text))
        return holdsTierOfPhones(text) ? LabelContent::Labels : LabelContent::OtherTiers;
    if (hasXwavesHeader(text))
        return LabelContent::Labels;
    const LineCounts count = countLines(text);
    if (count.all == 0)
        return LabelContent::Empty;
    const bool oneSentence = count.all == 1 && count.words > 4; // TIMIT's "0 46797 She had your dark suit"
    if (2 * count.timed <= count.all || 2 * count.sentences > count.timed || oneSentence)
        return LabelContent::Transcript;
    return LabelContent::Labels;
}

LabelContent labelContentOf(const std::filesystem::path& file) {
    try {
        const std::string text = utf8Text(readFile(file, mostOfText), file),
                          ending = lowerCase(file.extension().string());
        if (ending == ".csv" || ending == ".json")
            return alignerTable(text, file) ? LabelContent::Labels : LabelContent::Empty;
        const LabelContent content = labelContent(text);
        return ending == ".textgrid" && content == LabelContent::Transcript ? LabelContent::OtherTiers
                                                                            : content;
    } catch (const FileError&) {
        return LabelContent::Labels;
    }
}

} // namespace expertscope
