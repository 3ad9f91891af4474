// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/speech/lab_file.h"

#include "model/base/plain_text.h"
#include "model/speech/label_lines.h"
#include "model/speech/state_labels.h"

#include <algorithm>
#include <limits>

namespace expertscope {
namespace {

namespace fs = std::filesystem;
using Words = std::vector<std::string_view>;

bool endsHeader(const Words& words) {
    return words.size() == 1 && words[0] == "#";
}

/// The phone in its context; what has none is the phone.
std::string phoneOf(std::string_view label) {
    const std::size_t minus = label.find('-');
    const std::size_t plus = minus == std::string_view::npos ? minus : label.find('+', minus);
    return std::string(plus == std::string_view::npos ? label : label.substr(minus + 1, plus - minus - 1));
}

/// Intervals whose times are not in seconds yet.
struct TimedLines {
    std::vector<PhoneInterval> intervals;
    bool whole = true; ///< all times are whole numbers
    double last = 0;
};

/// A line with begin and end, and what a program writes after them. Empty where it is none.
std::optional<PhoneInterval> timedLine(int line, const Words& words, bool& whole) {
    const auto begin = words.size() >= 2 ? timeIn(words[0]) : std::nullopt;
    const auto end = words.size() >= 2 ? timeIn(words[1]) : std::nullopt;
    if (!begin || !end)
        return std::nullopt;
    const bool both = wholeNumber(words[0]) && wholeNumber(words[1]);
    whole = whole && both;
    if (words.size() == 2 && both) // where times have a point, a label may be empty
        return std::nullopt;
    return PhoneInterval{*begin, *end, words.size() > 2 ? std::string(words[2]) : std::string(), line};
}

/// HVite -f writes the state ("s2") and, where a phone begins, its name behind the state's score.
void nameByPhone(const Words& words, std::string& phone, PhoneInterval& interval) {
    const bool state = interval.label.size() == 2 && interval.label[0] == 's' && interval.label[1] >= '2' &&
                       interval.label[1] <= '9';
    if (words.size() >= 5 && decimalNumber(words[3]) && !decimalNumber(words[4]))
        phone = words[4];
    if (state && !phone.empty())
        interval.label = phone + '[' + interval.label[1] + ']';
}

/// what: how a line should look.
TimedLines timedLines(const std::string& text, const fs::path& path, std::size_t mostWords,
                      const std::string& what) {
    TimedLines lines;
    std::string phone; // of HVite's states
    forEachLine(text, [&](int line, const Words& words) {
        if (words[0] == "\\") // Audacity: the frequencies of the line above
            return;
        auto interval = words.size() <= mostWords ? timedLine(line, words, lines.whole) : std::nullopt;
        if (!interval)
            failAtLine(path, line, what);
        nameByPhone(words, phone, *interval);
        lines.last = std::max(lines.last, interval->end);
        lines.intervals.push_back(std::move(*interval));
    });
    return lines;
}

PhoneTrack inSeconds(TimedLines lines, const LabelUnit& usual, const SoundLength& sound) {
    const LabelUnit unit = unitOf(lines.last, usual, sound);
    PhoneTrack track{std::move(lines.intervals)};
    for (PhoneInterval& interval : track.intervals) {
        interval.begin /= unit.perSecond;
        interval.end /= unit.perSecond;
    }
    track.unit = unit.perSecond == usual.perSecond ? "" : unit.name;
    return track;
}

PhoneInterval xwavesInterval(const fs::path& path, int line, const Words& words, double begin) {
    const auto end = words.size() >= 2 ? decimalNumber(words[0]) : std::nullopt;
    if (!end || !decimalNumber(words[1]))
        failAtLine(path, line, "is not end (in seconds), colour and phone, as in \"0.2200 26 pau\"");
    std::string_view phone = words.size() > 2 ? words[2] : std::string_view();
    if (const std::size_t remark = phone.find(';'); remark != 0) // Buckeye: "ah; *"
        phone = phone.substr(0, remark);
    return {begin, *end, std::string(phone), line};
}

PhoneTrack readXwaves(const std::string& text, const fs::path& path) {
    PhoneTrack track;
    bool header = true;
    forEachLine(text, [&](int line, const Words& words) {
        if (header)
            header = !endsHeader(words);
        else
            track.intervals.push_back(xwavesInterval(
                path, line, words, track.intervals.empty() ? 0.0 : track.intervals.back().end));
    });
    return track;
}

constexpr std::string_view framesHeader = "MillisecondsPerFrame:";

/// CSLU's: two lines in front say what a frame is, "MillisecondsPerFrame: 1.0" and "END OF HEADER".
PhoneTrack readFrames(const std::string& text, const fs::path& path) {
    const std::size_t lineEnd = std::min(text.find('\n'), text.size()),
                      headerEnd = text.find('\n', text.find("END OF HEADER"));
    const auto unit = decimalNumber(trimmed(text.substr(0, lineEnd).substr(framesHeader.size())));
    if (!unit || *unit <= 0 || headerEnd == std::string::npos)
        failAtLine(path, 1, "is not the milliseconds of a frame, or \"END OF HEADER\" is missing below");
    // Empty lines instead, so that the others keep their numbers.
    const auto lines = std::count(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(headerEnd), '\n');
    TimedLines timed = timedLines(std::string(static_cast<std::size_t>(lines), '\n') + text.substr(headerEnd),
                                  path, std::numeric_limits<std::size_t>::max(),
                                  "is not first frame, last frame and phone, as in \"2 113 .pau\"");
    return inSeconds(std::move(timed), {1000 / *unit, "frames"}, {});
}

} // namespace

bool hasXwavesHeader(const std::string& text) {
    bool found = false;
    forEachLine(text, [&](int, const Words& words) { found = found || endsHeader(words); });
    return found;
}

PhoneTrack readLab(const std::string& text, const fs::path& path, const SoundLength& sound) {
    if (hasXwavesHeader(text))
        return readXwaves(text, path);
    TimedLines lines =
        timedLines(text, path, std::numeric_limits<std::size_t>::max(),
                   "is not begin, end (in units of 100 ns) and phone, as in \"0 1250000 sil\"");
    const bool whole = lines.whole;
    PhoneTrack track = inSeconds(std::move(lines), whole ? hundredNanoseconds() : wholeSeconds(), sound);
    track.byState = joinStates(track.intervals);
    for (PhoneInterval& interval : track.intervals)
        interval.label = phoneOf(interval.label);
    return track;
}

PhoneTrack readPhn(const std::string& text, const fs::path& path, const SoundLength& sound) {
    const std::string what = "is not first sample, last sample and phone, as in \"0 3050 h#\"";
    if (text.starts_with(framesHeader))
        return readFrames(text, path);
    TimedLines lines = timedLines(text, path, 3, what);
    if (!lines.whole && !(sound.seconds > 0)) // without the sound nobody knows what they count
        failAtLine(path, lines.intervals.front().line, what);
    const LabelUnit usual = lines.whole ? samplesOf(sound.rate) : wholeSeconds();
    PhoneTrack track = inSeconds(std::move(lines), usual, sound);
    if (usual.perSecond == 1)
        track.unit = "seconds";
    track.byState = joinStates(track.intervals);
    return track;
}

} // namespace expertscope
