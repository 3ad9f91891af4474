#include "model/speech/label_file.h"

#include "model/base/error.h"
#include "model/speech/lab_file.h"
#include "model/speech/label_lines.h"
#include "model/speech/plain_text.h"
#include "model/speech/text_grid.h"

namespace expertscope {
namespace {

namespace fs = std::filesystem;

constexpr double tolerance = 1e-6; // seconds: times are rounded on their way into a file

/// TIMIT's: "0 3050 h#" in samples.
PhoneTrack readSamples(const std::string& text, const fs::path& path, int fileRate) {
    PhoneTrack track;
    forEachLine(text, [&](int line, const std::vector<std::string_view>& words) {
        const auto begin = words.size() == 3 ? wholeNumber(words[0]) : std::nullopt;
        const auto end = words.size() == 3 ? wholeNumber(words[1]) : std::nullopt;
        if (!begin || !end)
            failAtLine(path, line, "is not first sample, last sample and phone, as in \"0 3050 h#\"");
        track.intervals.push_back({static_cast<double>(*begin) / fileRate,
                                   static_cast<double>(*end) / fileRate, std::string(words[2]), line});
    });
    return track;
}

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

} // namespace

const std::vector<std::string>& labelEndings() {
    static const std::vector<std::string> endings{".phn", ".textgrid", ".lab"};
    return endings;
}

PhoneTrack readLabels(const std::string& bytes, const fs::path& path, int fileRate) {
    const std::string text = utf8Text(bytes, path), ending = lowerCase(path.extension().string());
    PhoneTrack track = ending == ".phn"        ? readSamples(text, path, fileRate)
                       : ending == ".textgrid" ? readTextGrid(text, path)
                                               : readLab(text, path);
    checkOrder(track, path);
    return track;
}

} // namespace expertscope
