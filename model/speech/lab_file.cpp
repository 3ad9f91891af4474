#include "model/speech/lab_file.h"

#include "model/speech/label_lines.h"

namespace expertscope {
namespace {

namespace fs = std::filesystem;
using Words = std::vector<std::string_view>;

bool endsHeader(const Words& words) {
    return words.size() == 1 && words[0] == "#";
}

bool isFestvox(const std::string& text) {
    bool found = false;
    forEachLine(text, [&](int, const Words& words) { found = found || endsHeader(words); });
    return found;
}

/// The phone in its context; what has none is the phone.
std::string phoneOf(std::string_view label) {
    const std::size_t minus = label.find('-');
    const std::size_t plus = minus == std::string_view::npos ? minus : label.find('+', minus);
    return std::string(plus == std::string_view::npos ? label : label.substr(minus + 1, plus - minus - 1));
}

PhoneInterval htsInterval(const fs::path& path, int line, const Words& words) {
    constexpr double unit = 1e7; // a second has so many
    const auto begin = words.size() >= 3 ? wholeNumber(words[0]) : std::nullopt;
    const auto end = words.size() >= 3 ? wholeNumber(words[1]) : std::nullopt;
    if (!begin || !end)
        failAtLine(path, line, "is not begin, end (in units of 100 ns) and phone, as in \"0 1250000 sil\"");
    return {static_cast<double>(*begin) / unit, static_cast<double>(*end) / unit, phoneOf(words[2]), line};
}

PhoneInterval festvoxInterval(const fs::path& path, int line, const Words& words, double begin) {
    const auto end = words.size() >= 2 ? decimalNumber(words[0]) : std::nullopt;
    if (!end || !decimalNumber(words[1]))
        failAtLine(path, line, "is not end (in seconds), colour and phone, as in \"0.2200 26 pau\"");
    return {begin, *end, words.size() > 2 ? std::string(words[2]) : std::string(), line};
}

} // namespace

PhoneTrack readLab(const std::string& text, const fs::path& path) {
    PhoneTrack track;
    const bool festvox = isFestvox(text);
    bool header = festvox;
    forEachLine(text, [&](int line, const Words& words) {
        if (header)
            header = !endsHeader(words);
        else if (festvox)
            track.intervals.push_back(festvoxInterval(
                path, line, words, track.intervals.empty() ? 0.0 : track.intervals.back().end));
        else
            track.intervals.push_back(htsInterval(path, line, words));
    });
    return track;
}

} // namespace expertscope
