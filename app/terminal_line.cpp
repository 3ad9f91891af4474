// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/terminal_line.h"

#include "model/base/file.h"

#include <atomic>
#include <charconv>
#include <cstdlib>
#include <string_view>
#include <sys/ioctl.h>
#include <unistd.h>

namespace expertscope {
namespace {

constexpr int usualColumns = 80;
constexpr std::string_view eraseLine = "\r\033[K";
constexpr std::string_view eraseBelow = "\033[J";

std::atomic<bool> drawn{false};

std::string_view environment(const char* name) {
    const char* value = std::getenv(name);
    return value ? value : "";
}

} // namespace

bool terminalRedraws() {
    const std::string_view kind = environment("TERM");
    return isatty(STDERR_FILENO) != 0 && !kind.empty() && kind != "dumb" && kind != "unknown";
}

int terminalColumns() {
    winsize size{};
    if (ioctl(STDERR_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0)
        return size.ws_col;
    const std::string_view text = environment("COLUMNS");
    int columns = 0;
    const auto read = std::from_chars(text.data(), text.data() + text.size(), columns);
    return read.ec == std::errc() && columns > 0 ? columns : usualColumns;
}

/// The cursor is left at the beginning of the row. Where a window became narrower, and broke the row in
/// two, it still stands in the first of them, and all of them can be erased.
void drawTerminalLine(const std::string& text) {
    static int before = 0;
    const int columns = terminalColumns();
    std::string frame(eraseLine);
    if (columns < before)
        frame += eraseBelow;
    before = columns;
    drawn = true;
    writeAll(STDERR_FILENO, frame + text + "\r"); // in one piece; where it fails, nothing of worth is lost
}

void clearTerminalLine() {
    if (drawn.exchange(false))
        writeAll(STDERR_FILENO, eraseLine);
}

} // namespace expertscope
