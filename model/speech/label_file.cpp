// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/speech/label_file.h"

#include "model/base/error.h"
#include "model/base/plain_text.h"
#include "model/speech/aligner_table.h"
#include "model/speech/lab_file.h"
#include "model/speech/label_lines.h"
#include "model/speech/text_grid.h"

#include <algorithm>

namespace expertscope {
namespace {

namespace fs = std::filesystem;

constexpr double tolerance = 1e-6; // seconds: times are rounded on their way into a file

void checkOrder(const PhoneTrack& track, const fs::path& path) {
    const PhoneInterval* before = nullptr;
    for (const PhoneInterval& interval : track.intervals) {
        const std::string phone = "the interval \"" + interval.label + "\" ";
        if (interval.begin < 0)
            failAtLine(path, interval.line, phone + "begins before the sound");
        if (interval.end < interval.begin - tolerance)
            failAtLine(path, interval.line, phone + "ends before it begins");
        if (before && interval.begin < before->begin - tolerance)
            failAtLine(path, interval.line,
                       phone + "begins before the one above it; intervals must be in order of time");
        if (before && interval.begin < before->end - tolerance)
            failAtLine(path, interval.line, phone + "begins before the one above it has ended");
        before = &interval;
    }
}

PhoneTrack readTable(const std::string& text, const fs::path& path) {
    if (auto table = alignerTable(text, path))
        return *std::move(table);
    throw FileError(path.string() +
                    " is no table of an aligner; let the Montreal Forced Aligner write TextGrids.");
}

} // namespace

const std::vector<std::string>& labelEndings() {
    static const std::vector<std::string> endings{".phn", ".textgrid", ".lab", ".phones",
                                                  ".txt", ".csv",      ".json"};
    return endings;
}

std::optional<std::size_t> labelRank(const fs::path& file) {
    const auto& endings = labelEndings();
    const auto found = std::find(endings.begin(), endings.end(), lowerCase(file.extension().string()));
    return found == endings.end() ? std::nullopt
                                  : std::optional(static_cast<std::size_t>(found - endings.begin()));
}

PhoneTrack readLabels(const std::string& bytes, const fs::path& path, int fileRate, double seconds) {
    const std::string text = utf8Text(bytes, path), ending = lowerCase(path.extension().string());
    PhoneTrack track = ending == ".textgrid" || isTextGrid(text) ? readTextGrid(text, path)
                       : ending == ".csv" || ending == ".json"   ? readTable(text, path)
                       : ending == ".phn"                        ? readPhn(text, path, {fileRate, seconds})
                                                                 : readLab(text, path, {fileRate, seconds});
    checkOrder(track, path);
    return track;
}

} // namespace expertscope
