// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/fitted_text.h"

#include <algorithm>
#include <cctype>
#include <clocale>
#include <cstdlib>
#include <cwchar>
#include <langinfo.h>
#include <locale.h>

namespace expertscope {
namespace {

/// The name of the locale that the environment asks for, though it may not be installed here.
std::string wantedLocale() {
    for (const char* variable : {"LC_ALL", "LC_CTYPE", "LANG"})
        if (const char* value = std::getenv(variable); value && *value)
            return value;
    return "C";
}

bool namesUtf8(std::string codeset) {
    std::erase(codeset, '-');
    std::transform(codeset.begin(), codeset.end(), codeset.begin(),
                   [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    return codeset.find("utf8") != std::string::npos;
}

/// Asked for here, and not set for the whole program, in which numbers keep their decimal point.
bool localeIsUtf8() {
    if (const locale_t own = newlocale(LC_CTYPE_MASK, "", nullptr)) {
        const bool utf8 = namesUtf8(nl_langinfo_l(CODESET, own));
        freelocale(own);
        return utf8;
    }
    return namesUtf8(wantedLocale()); // not installed on this machine, as after ssh from one that has it
}

/// While it lives, this thread reads UTF-8, whatever the user's locale.
class ReadingUtf8 {
  public:
    ReadingUtf8() : before_(uselocale(utf8())) {}
    ~ReadingUtf8() { uselocale(before_); }
    ReadingUtf8(const ReadingUtf8&) = delete;
    ReadingUtf8& operator=(const ReadingUtf8&) = delete;

  private:
    static locale_t utf8() {
        static const locale_t locale = newlocale(LC_CTYPE_MASK, "C.UTF-8", nullptr);
        return locale; // null where there is none: then only ASCII is read
    }
    locale_t before_;
};

struct Character {
    std::string text;
    int columns = 1;
};

/// What cannot be shown is a question mark.
std::vector<Character> charactersOf(const std::string& text) {
    const ReadingUtf8 reading;
    const bool ascii = !writesUtf8();
    std::vector<Character> characters;
    std::mbstate_t state{};
    for (std::size_t at = 0; at < text.size();) {
        wchar_t wide = 0;
        const std::size_t length = std::mbrtowc(&wide, text.data() + at, text.size() - at, &state);
        const bool valid = length > 0 && length <= text.size() - at;
        const int columns = valid ? wcwidth(wide) : -1;
        if (columns < 0 || (ascii && wide > 127))
            characters.push_back({"?", 1});
        else
            characters.push_back({text.substr(at, length), columns});
        if (!valid)
            state = {};
        at += valid ? length : 1;
    }
    return characters;
}

int columnsOf(const std::vector<Character>& characters) {
    int columns = 0;
    for (const Character& character : characters)
        columns += character.columns;
    return columns;
}

const char* separator() {
    return writesUtf8() ? " · " : ", ";
}

/// What of a text stands before a cut there is true as it stands, and no half word if there is a whole one:
/// "epoch 12" of "epoch 12.3", but "epoch" of "epoch 123".
std::string wholeWords(std::string head, const std::string& rest) {
    const auto digitAt = [&](std::size_t at) {
        return at < rest.size() && std::isdigit(static_cast<unsigned char>(rest[at])) != 0;
    };
    const std::size_t number = head.find_last_not_of("0123456789.") + 1, space = head.rfind(' ');
    if (number < head.size() && (digitAt(0) || (rest[0] == '.' && digitAt(1)))) {
        const std::size_t point = head.find('.', number);
        head.resize(rest[0] == '.' ? head.size() : point == std::string::npos ? number : point);
    } else if (rest[0] != ' ' && space != std::string::npos) {
        head.resize(space);
    }
    head.resize(head.find_last_not_of(' ') + 1);
    return head;
}

std::string cutText(const std::string& text, int columns) {
    std::string head, rest;
    int used = 0;
    for (const Character& character : charactersOf(text)) {
        used += character.columns;
        (used <= columns ? head : rest) += character.text;
    }
    return rest.empty() ? head : wholeWords(head, rest);
}

} // namespace

bool writesUtf8() {
    static const bool utf8 = localeIsUtf8();
    return utf8;
}

int textColumns(const std::string& text) {
    return columnsOf(charactersOf(text));
}

std::string shownText(const std::string& text) {
    std::string shown;
    for (const Character& character : charactersOf(text))
        shown += character.text;
    return shown;
}

std::string fittedText(const std::vector<std::string>& parts, int columns) {
    std::string line;
    for (const std::string& part : parts) {
        const std::string longer = line.empty() ? shownText(part) : line + separator() + shownText(part);
        if (textColumns(longer) <= columns)
            line = longer;
        else if (line.empty())
            return cutText(part, columns);
    }
    return line;
}

std::string joinedText(const std::vector<std::string>& parts) {
    std::string line;
    for (const std::string& part : parts)
        line += (line.empty() ? "" : separator()) + shownText(part);
    return line;
}

} // namespace expertscope
