// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/base/error.h"
#include "tests/sanitized.h"

#include <QString>
#include <QtTest>

#include <cstdint>
#include <fstream>
#include <malloc.h>
#include <string>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

namespace expertscope::testing {

/// What became of a call in a process of its own.
struct Measured {
    std::int64_t bytes = -1; ///< that it had in memory at its peak, beyond what there was before; -1: it died
    QString said;            ///< the sentence of what it threw; empty where it returned
};

/// What a new process has to touch of the program and its libraries to do anything at all.
constexpr std::int64_t ownPages = 5 << 20;

/// As the kernel counts them: "VmRSS:" now, "VmHWM:" at the peak, "VmSize:" what was asked for.
inline std::int64_t processMemory(const std::string& which) {
    std::ifstream status("/proc/self/status");
    std::int64_t kilobytes = 0;
    for (std::string word; status >> word;)
        if (word == which && status >> kilobytes)
            return kilobytes * 1024;
    return -1;
}

/// Calls in a child process, so that neither what the tests took before nor what is kept for later is
/// counted, and so that a limit of its own, in bytes beyond what it has (0: none), ends nobody else.
template <class Call> Measured measured(Call&& call, std::int64_t limit = 0) {
    int ends[2];
    if (::pipe(ends) != 0)
        return {};
    const pid_t child = ::fork();
    if (child == 0) {
        ::mallopt(M_PERTURB, 0); // it writes to what is only set aside, which takes no memory otherwise
        if (limit > 0) {
            const auto most = static_cast<rlim_t>(processMemory("VmSize:") + limit);
            const rlimit both{most, most};
            ::setrlimit(RLIMIT_AS, &both);
        }
        const std::int64_t before = processMemory("VmRSS:");
        std::string said;
        try {
            call();
        } catch (const std::exception& error) {
            said = sentenceOf(error);
        }
        const std::string text = std::to_string(processMemory("VmHWM:") - before) + " " + said;
        const ssize_t written = ::write(ends[1], text.data(), text.size());
        ::_exit(written < 0 ? 1 : 0);
    }
    ::close(ends[1]);
    std::string text;
    char part[4096];
    for (ssize_t got; (got = ::read(ends[0], part, sizeof part)) > 0;)
        text.append(part, static_cast<std::size_t>(got));
    ::close(ends[0]);
    int status = 0;
    ::waitpid(child, &status, 0);
    const QString all = QString::fromStdString(text);
    return status != 0 || all.isEmpty() ? Measured{}
                                        : Measured{all.section(' ', 0, 0).toLongLong(), all.section(' ', 1)};
}

} // namespace expertscope::testing
