// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/standard_output.h"

#include "app/terminal_line.h"
#include "model/base/error.h"
#include "model/base/file.h"

#include <cerrno>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <fcntl.h>
#include <unistd.h>

namespace expertscope {
namespace {

std::string programName; // at the end of the program it is still there: constructed before main
bool failureTold = false;

/// A descriptor that the caller has closed would be given to the next file that is opened, a run's metrics,
/// say, and what is printed would go there. This one fails where the closed one would.
void occupy(int descriptor) {
    if (::fcntl(descriptor, F_GETFD) >= 0 || errno != EBADF)
        return;
    const int opened = ::open("/dev/null", descriptor == STDIN_FILENO ? O_WRONLY : O_RDONLY);
    if (opened >= 0 && opened != descriptor) {
        ::dup2(opened, descriptor);
        ::close(opened);
    }
}

/// 0, or the reason why not all is out.
int flushed() {
    errno = 0; // what goes to std::cout goes through stdout, too
    if (std::fflush(stdout) != 0 || std::ferror(stdout) != 0)
        return errno != 0 ? errno : EIO;
    if (const int copy = ::dup(STDOUT_FILENO); copy >= 0 && ::close(copy) != 0)
        return errno; // some file systems notice only now that there is no room
    return 0;
}

std::string sentence(int reason, const std::string& remedy) {
    std::string text = "Standard output cannot be written: ";
    text += reason == EBADF ? "it is closed" : std::strerror(reason);
    if (!remedy.empty())
        return text + "; " + remedy;
    return text + (reason == ENOSPC || reason == EDQUOT || reason == EFBIG
                       ? "; free some space, or send it elsewhere."
                   : reason == EPIPE ? "; whoever was to read it has ended."
                                     : "; send it to a file or program that takes it.");
}

void checkAtEnd() {
    clearTerminalLine();
    const int reason = failureTold ? 0 : flushed();
    if (reason == 0)
        return;
    writeAll(STDERR_FILENO, programName + ": " + sentence(reason, "") + "\n");
    std::_Exit(EXIT_FAILURE);
}

} // namespace

void guardStandardOutput(const std::string& program) {
    programName = program;
    for (const int descriptor : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO})
        occupy(descriptor);
    for (const int signal : {SIGPIPE, SIGXFSZ}) // no reader, and a limit on the size of files
        std::signal(signal, SIG_IGN);
    std::setvbuf(stdout, nullptr, _IOFBF, 1 << 20); // so that the write whose failure is told is the only one
    std::atexit(checkAtEnd);
}

void flushStandardOutput(const std::string& remedy) {
    clearTerminalLine();
    if (const int reason = flushed(); reason != 0) {
        failureTold = true;
        throw FileError(sentence(reason, remedy));
    }
}

} // namespace expertscope
