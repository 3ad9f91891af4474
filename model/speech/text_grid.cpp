// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/speech/text_grid.h"

#include "model/base/error.h"
#include "model/base/plain_text.h"
#include "model/speech/label_lines.h"

#include <algorithm>

namespace expertscope {
namespace {

namespace fs = std::filesystem;

/// Reads as Praat itself does: strings in quotes, <flags> and numbers that stand alone are values; everything
/// else
/// ("xmin =", "intervals [1]:", and ! to the end of the line) is for people. So both forms are one.
class TextGridReader {
  public:
    TextGridReader(std::string_view text, const fs::path& path) : rest_(text), path_(path) {}

    int line() const { return line_; }

    double number(const char* what) {
        const auto value = decimalNumber(next(what));
        if (!value)
            fail(what);
        return *value;
    }
    int count(const char* what) {
        const double value = number(what);
        if (value < 0 || value > 1e8 || value != static_cast<int>(value))
            fail(what);
        return static_cast<int>(value);
    }
    std::string text(const char* what) {
        const std::string_view value = next(what);
        if (value.front() != '"')
            fail(what);
        std::string unquoted; // a quote in a text is written twice
        for (std::size_t i = 1; i + 1 < value.size(); ++i) {
            unquoted += value[i];
            i += value[i] == '"';
        }
        return unquoted;
    }
    bool exists() { return next("whether there are tiers") == "<exists>"; }

  private:
    [[noreturn]] void fail(const char* what) const {
        failAtLine(path_, line_, std::string("a TextGrid has ") + what + " here");
    }

    /// The next value; a string with its quotes.
    std::string_view next(const char* what) {
        for (;;) {
            skipBlanks();
            if (rest_.empty())
                failAtLine(path_, line_, std::string("the TextGrid ends here, before ") + what);
            if (rest_.front() == '"')
                return take(closingQuote(what) + 1);
            if (rest_.front() == '!') {
                take(std::min(rest_.find('\n'), rest_.size()));
                continue;
            }
            const std::string_view word = take(std::min(rest_.find_first_of(" \t\r\n"), rest_.size()));
            if (word.front() == '<' || decimalNumber(word))
                return word;
        }
    }
    std::size_t closingQuote(const char* what) const {
        for (std::size_t at = rest_.find('"', 1); at != std::string_view::npos; at = rest_.find('"', at + 2))
            if (at + 1 >= rest_.size() || rest_[at + 1] != '"')
                return at;
        failAtLine(path_, line_, std::string("the TextGrid ends within a text that begins here, ") + what);
    }
    void skipBlanks() { take(std::min(rest_.find_first_not_of(" \t\r\n"), rest_.size())); }
    std::string_view take(std::size_t count) {
        const std::string_view taken = rest_.substr(0, count);
        line_ += static_cast<int>(std::count(taken.begin(), taken.end(), '\n'));
        rest_.remove_prefix(count);
        return taken;
    }

    std::string_view rest_;
    const fs::path& path_;
    int line_ = 1;
};

bool namesPhones(const std::string& name) {
    const std::string small = lowerCase(std::string(trimmed(name)));
    for (const char* word : {"phone", "phones"})
        if (small.ends_with(word)) {
            const std::size_t before = small.size() - std::string_view(word).size();
            return before == 0 || !(small[before - 1] >= 'a' && small[before - 1] <= 'z');
        }
    return false;
}

/// What other programs call it: WebMAUS "MAU", SPPAS "PhonAlign". Read where no tier is called of phones.
bool mayNamePhones(const std::string& name) {
    const std::string small = lowerCase(std::string(trimmed(name)));
    for (const char* word : {"phoneme", "phonemes", "phn", "mau", "phonalign"})
        if (small == word)
            return true;
    return false;
}

std::vector<PhoneInterval> readIntervals(TextGridReader& reader) {
    std::vector<PhoneInterval> intervals;
    for (int left = reader.count("a number of intervals"); left > 0; --left) {
        PhoneInterval interval;
        interval.begin = reader.number("the time where an interval begins");
        interval.line = reader.line();
        interval.end = reader.number("the time where an interval ends");
        interval.label = std::string(trimmed(reader.text("an interval's text")));
        intervals.push_back(std::move(interval));
    }
    return intervals;
}

void skipPoints(TextGridReader& reader) {
    for (int left = reader.count("a number of points"); left > 0; --left) {
        reader.number("a point's time");
        reader.text("a point's text");
    }
}

void checkKind(TextGridReader& reader, const fs::path& path) {
    const std::string type = reader.text("the type \"ooTextFile\"");
    if (type.rfind("ooTextFile", 0) != 0 || reader.text("the class \"TextGrid\"") != "TextGrid")
        throw FileError(path.string() +
                        " is no TextGrid of Praat; save it with Praat's \"Save as text file\".");
}

} // namespace

bool isTextGrid(const std::string& text) {
    const std::size_t first = text.find_first_not_of(" \t\r\n");
    return first != std::string::npos && text.substr(first, 200).find("\"ooTextFile") != std::string::npos;
}

bool holdsTierOfPhones(const std::string& text) {
    const std::string tier = "\"IntervalTier\"";
    for (std::size_t at = text.find(tier); at != std::string::npos; at = text.find(tier, at)) {
        at += tier.size();
        const std::size_t open = std::min(text.find('"', at), text.size());
        const std::size_t close = text.find('"', open + 1);
        if (close == std::string::npos)
            return false;
        const std::string name = text.substr(open + 1, close - open - 1);
        if (namesTierOfPhones(name))
            return true;
    }
    return false;
}

bool namesTierOfPhones(const std::string& name) {
    return namesPhones(name) || mayNamePhones(name);
}

PhoneTrack readTextGrid(const std::string& text, const fs::path& path) {
    TextGridReader reader(text, path);
    checkKind(reader, path);
    reader.number("the time where it begins");
    reader.number("the time where it ends");
    PhoneTrack track, other;
    track.tiers = other.tiers = 0;
    std::string names;
    for (int left = reader.exists() ? reader.count("a number of tiers") : 0; left > 0; --left) {
        const bool ofIntervals = reader.text("a tier's class") == "IntervalTier";
        const std::string name = reader.text("a tier's name");
        names += (names.empty() ? "" : ", ") + name;
        reader.number("the time where a tier begins");
        reader.number("the time where a tier ends");
        if (!ofIntervals) {
            skipPoints(reader);
        } else if (auto intervals = readIntervals(reader); namesPhones(name) && ++track.tiers == 1) {
            track.intervals = std::move(intervals);
        } else if (mayNamePhones(name) && ++other.tiers == 1) {
            other.intervals = std::move(intervals);
        }
    }
    if (track.tiers == 0)
        track = std::move(other);
    if (track.tiers == 0)
        throw FileError(path.string() + " has no interval tier of phones, but " +
                        (names.empty() ? "no tiers" : names) + "; name the tier \"phones\".");
    return track;
}

} // namespace expertscope
