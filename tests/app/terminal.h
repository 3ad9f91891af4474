// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/app/dmoe_runner.h"

#include <QElapsedTimer>

#include <cerrno>
#include <poll.h>
#include <pty.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <unistd.h>

namespace expertscope::testing {

/// dmoe as somebody sees it who has called it in a terminal of so many columns; 0 for one that does not
/// know its width.
class Terminal {
  public:
    using Environment = std::vector<std::pair<const char*, const char*>>;

    /// The environment is the runner's and those, where null unsets.
    Terminal(const DmoeRunner& runner, int columns, const QStringList& arguments,
             const Environment& changed = {}) {
        std::vector<std::string> words{DMOE_PATH};
        for (const QString& argument : arguments)
            words.push_back(argument.toStdString());
        std::vector<char*> pointers;
        for (std::string& word : words)
            pointers.push_back(word.data());
        pointers.push_back(nullptr);
        const std::string folder = runner.path(".").toStdString();
        winsize size{24, static_cast<unsigned short>(columns), 0, 0};
        child_ = forkpty(&descriptor_, nullptr, nullptr, &size);
        if (child_ != 0)
            return;
        setenv("HOME", folder.c_str(), 1);
        setenv("XDG_DATA_HOME", (folder + "/xdg").c_str(), 1);
        setenv("TERM", "xterm", 1);
        for (const char* name : {"EXPERTSCOPE_DATA", "COLUMNS", "LC_ALL", "LC_CTYPE", "LANG"})
            unsetenv(name);
        for (const auto& [name, value] : changed)
            value ? setenv(name, value, 1) : unsetenv(name);
        if (::chdir(folder.c_str()) == 0)
            execv(DMOE_PATH, pointers.data());
        _exit(127);
    }
    ~Terminal() {
        if (!ended_) {
            ::kill(child_, SIGKILL);
            ::waitpid(child_, nullptr, 0);
        }
        ::close(descriptor_);
    }
    Terminal(const Terminal&) = delete;
    Terminal& operator=(const Terminal&) = delete;

    void resize(int columns) const {
        const winsize size{24, static_cast<unsigned short>(columns), 0, 0};
        ioctl(descriptor_, TIOCSWINSZ, &size);
    }
    void type(const char* keys) const { QVERIFY(::write(descriptor_, keys, strlen(keys)) > 0); }

    /// What it writes until that is in it, or until it ends.
    QByteArray readUntil(const QByteArray& awaited, int milliseconds = 60'000) {
        QByteArray bytes;
        QElapsedTimer timer;
        timer.start();
        while (!bytes.contains(awaited) && timer.elapsed() < milliseconds && readSome(bytes)) {
        }
        return bytes;
    }
    QByteArray readFor(int milliseconds) {
        QByteArray bytes;
        QElapsedTimer timer;
        timer.start();
        while (timer.elapsed() < milliseconds && readSome(bytes)) {
        }
        return bytes;
    }
    QByteArray readAll() { return readUntil("\x04 never written"); }

    /// Its exit code, or the signal that ended it as shells count: 130 for SIGINT.
    int code() {
        int status = 0;
        ::waitpid(child_, &status, 0);
        ended_ = true;
        return WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
    }

  private:
    /// False once it has ended.
    bool readSome(QByteArray& bytes) const {
        pollfd waiting{descriptor_, POLLIN, 0};
        if (poll(&waiting, 1, 20) <= 0)
            return true;
        char buffer[4096];
        const ssize_t length = ::read(descriptor_, buffer, sizeof buffer);
        if (length <= 0)
            return false;
        bytes.append(buffer, length);
        return true;
    }

    int descriptor_ = -1;
    pid_t child_ = -1;
    bool ended_ = false;
};

/// What was drawn between two returns of the cursor, without escape sequences, empty ones left out.
inline QStringList framesIn(const QByteArray& bytes) {
    static const QRegularExpression escapes("\x1b\\[[0-9;?]*[A-Za-z]");
    QStringList frames;
    for (QString frame : QString::fromUtf8(bytes).split(QRegularExpression("[\r\n]")))
        if (!frame.remove(escapes).isEmpty())
            frames << frame;
    return frames;
}

} // namespace expertscope::testing
