// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/stop_signals.h"

#include "app/terminal_line.h"
#include "model/base/file.h"

#include <array>
#include <atomic>
#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <ctime>
#include <fcntl.h>
#include <unistd.h>

namespace expertscope {
namespace {

constexpr std::array stopSignals{SIGINT, SIGTERM, SIGHUP};

/// Ctrl+C reaches a program as well as the one that started it, which may pass it on. What follows the
/// first so closely is the same wish.
constexpr long repeatedWithin = 200'000'000; // nanoseconds

// All that the handler touches. It may run on any thread, in the middle of anything.
std::atomic<int> deferred{0};
std::atomic<int> received{0};
std::atomic<long long> receivedAt{0};
std::atomic<const char*> farewell{nullptr};
int pipeEnds[2] = {-1, -1};
static_assert(std::atomic<int>::is_always_lock_free && std::atomic<long long>::is_always_lock_free &&
              std::atomic<const char*>::is_always_lock_free);

long long nanoseconds() {
    timespec now{};
    clock_gettime(CLOCK_MONOTONIC, &now);
    return now.tv_sec * 1'000'000'000LL + now.tv_nsec;
}

/// Ends the process as soon as the handler returns: within it the signal is blocked.
void raiseByDefault(int signal) {
    struct sigaction action {};
    action.sa_handler = SIG_DFL;
    sigaction(signal, &action, nullptr);
    raise(signal);
}

void endAtOnce(int signal) {
    clearTerminalLine();
    if (const char* sentence = farewell)
        writeAll(STDERR_FILENO, sentence);
    raiseByDefault(signal);
}

void handle(int signal) {
    const int before = errno;
    int none = 0;
    if (deferred == 0) {
        endAtOnce(signal);
    } else if (received.compare_exchange_strong(none, signal)) {
        receivedAt = nanoseconds();
        writeAll(pipeEnds[1], "s");
    } else if (signal == SIGINT && receivedAt != 0 && nanoseconds() - receivedAt > repeatedWithin) {
        farewell = nullptr;
        endAtOnce(signal);
    }
    errno = before;
}

} // namespace

void catchStopSignals() {
    if (pipeEnds[0] < 0 && ::pipe2(pipeEnds, O_CLOEXEC | O_NONBLOCK) != 0)
        pipeEnds[0] = pipeEnds[1] = -1; // then only event loops hear nothing
    for (const int signal : stopSignals) {
        struct sigaction action {};
        if (sigaction(signal, nullptr, &action) != 0 || action.sa_handler == SIG_IGN)
            continue;
        action = {};
        action.sa_handler = handle;
        action.sa_flags = SA_RESTART;
        for (const int other : stopSignals) // one at a time
            sigaddset(&action.sa_mask, other);
        sigaction(signal, &action, nullptr);
    }
}

int stopSignal() {
    return received;
}

DeferredStop::DeferredStop() {
    ++deferred;
}
DeferredStop::~DeferredStop() {
    release();
}
void DeferredStop::release() {
    if (held_)
        --deferred;
    held_ = false;
}

void setFarewell(const std::string& sentence) {
    static std::array<std::string, 2> texts; // the one that a handler may be reading stays as it is
    static std::size_t next = 0;
    std::string& text = texts[next];
    next = 1 - next;
    text = sentence.empty() ? "" : sentence + "\n";
    farewell = sentence.empty() ? nullptr : text.c_str();
}

int stopDescriptor() {
    return pipeEnds[0];
}

void endBySignal(int signal) {
    clearTerminalLine();
    sigset_t only;
    sigemptyset(&only);
    sigaddset(&only, signal);
    pthread_sigmask(SIG_UNBLOCK, &only, nullptr);
    raiseByDefault(signal);
    std::_Exit(128 + signal); // where even the default does not end it
}

} // namespace expertscope
