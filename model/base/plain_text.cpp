// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/base/plain_text.h"

#include "model/base/error.h"

#include <algorithm>
#include <cstdint>

namespace expertscope {
namespace {

std::string fromUtf16(const std::string& bytes, bool bigEndian, const std::filesystem::path& path) {
    const auto unit = [&](std::size_t at) -> std::uint32_t {
        const auto first = static_cast<std::uint8_t>(bytes[at]),
                   second = static_cast<std::uint8_t>(bytes[at + 1]);
        return bigEndian ? first << 8 | second : second << 8 | first;
    };
    const auto isHigh = [](std::uint32_t code) { return code >> 10 == 0xd800 >> 10; };
    const auto isLow = [](std::uint32_t code) { return code >> 10 == 0xdc00 >> 10; };
    std::string text;
    for (std::size_t at = 2; at < bytes.size(); at += 2) {
        bool broken = at + 1 >= bytes.size();
        std::uint32_t code = broken ? 0 : unit(at);
        if (isHigh(code)) { // a character of two units
            broken = at + 3 >= bytes.size() || !isLow(unit(at + 2));
            code = broken ? code : 0x10000 + ((code & 0x3ff) << 10) + (unit(at += 2) & 0x3ff);
        } else {
            broken = broken || isLow(code);
        }
        if (broken)
            throw FileError(path.string() + " at byte " + std::to_string(at) +
                            ": half a character of UTF-16; save it again, as UTF-8.");
        appendUtf8(text, code);
    }
    return text;
}

/// How many bytes the character at the front has; 0 where it is no UTF-8: also what would be a shorter one
/// spelled out, half a character of UTF-16, or beyond the last one that there is.
std::size_t utf8Length(std::string_view text) {
    const auto first = static_cast<std::uint8_t>(text[0]),
               second = static_cast<std::uint8_t>(text.substr(0, 2).back());
    if (first == 0xc0 || first == 0xc1 || first > 0xf4 || (first == 0xe0 && second < 0xa0) ||
        (first == 0xed && second > 0x9f) || (first == 0xf0 && second < 0x90) ||
        (first == 0xf4 && second > 0x8f))
        return 0;
    const std::size_t length = first < 0x80       ? 1
                               : first >> 5 == 6  ? 2
                               : first >> 4 == 14 ? 3
                               : first >> 3 == 30 ? 4
                                                  : 0;
    if (length > text.size())
        return 0;
    const bool goesOn = std::all_of(
        text.begin() + 1, text.begin() + static_cast<std::ptrdiff_t>(std::max<std::size_t>(length, 1)),
        [](char c) { return (static_cast<std::uint8_t>(c) & 0xc0) == 0x80; });
    return goesOn ? length : 0;
}

bool isUtf8(std::string_view text) {
    while (!text.empty()) {
        const std::size_t length = utf8Length(text);
        if (length == 0)
            return false;
        text.remove_prefix(length);
    }
    return true;
}

} // namespace

void appendUtf8(std::string& text, std::uint32_t code) {
    const auto byte = [&](std::uint32_t value) { text += static_cast<char>(value); };
    const auto rest = [&](int shift) { byte(0x80 | (code >> shift & 0x3f)); };
    if (code < 0x80) {
        byte(code);
    } else if (code < 0x800) {
        byte(0xc0 | code >> 6), rest(0);
    } else if (code < 0x10000) {
        byte(0xe0 | code >> 12), rest(6), rest(0);
    } else {
        byte(0xf0 | code >> 18), rest(12), rest(6), rest(0);
    }
}

std::string utf8Text(const std::string& bytes, const std::filesystem::path& path) {
    if (bytes.starts_with("\xff\xfe") || bytes.starts_with("\xfe\xff"))
        return fromUtf16(bytes, bytes[0] == '\xfe', path);
    const std::string_view mark = "\xef\xbb\xbf";
    const std::string rest = bytes.starts_with(mark) ? bytes.substr(mark.size()) : bytes;
    if (isUtf8(rest))
        return rest;
    std::string text;
    for (const char c : rest)
        appendUtf8(text, static_cast<std::uint8_t>(c));
    return text;
}

std::string shortText(std::string text) {
    std::size_t end = 60;
    if (text.size() <= end)
        return text;
    while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) // within a letter of UTF-8
        --end;
    text.resize(end);
    return text + "…";
}

std::string lowerCase(std::string text) {
    for (char& c : text)
        c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    return text;
}

std::string_view trimmed(std::string_view text) {
    const char* blank = " \t\r\n";
    const std::size_t first = text.find_first_not_of(blank);
    return first == std::string_view::npos ? std::string_view()
                                           : text.substr(first, text.find_last_not_of(blank) - first + 1);
}

} // namespace expertscope
