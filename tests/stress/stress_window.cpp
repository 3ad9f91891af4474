// SPDX-License-Identifier: GPL-3.0-or-later
// Drives the whole window as no person would: clicks, drags, turns and types at random places, opens what is
// whole and what is damaged, moves everything about, while it trains on the built-in digits:
//   stress_window [ACTIONS] [SEED] [FIRST]
//   stress_window freed | overflow     a fault on purpose, which the sanitizer must not let end with 0
// To be run under AddressSanitizer and UndefinedBehaviorSanitizer, whose first report ends it, and in the
// release build, where its times tell something. However it ends, it names the seed and what it did last: the
// same numbers do the same again, as far as threads allow; FIRST, an action that begins a window (a multiple
// of 700), comes to a later one sooner. It fails where something of a closed window is left behind, and where
// there were actions enough for all kinds of them but not all came.

#include "app/expertscope/common/event_loop_watch.h"
#include "tests/stress/monkey.h"

#include <QApplication>
#include <QDir>
#include <QNetworkProxy>

#include <array>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <limits>
#include <map>
#include <memory>
#include <string>
#include <unistd.h>

using namespace expertscope;
using namespace expertscope::stress;

// The first report ends the program. What libraries keep on purpose until the end is no leak of the window's,
// nor is the table of rows that Qt's PNG writer does not give back (6.4, 8 bytes for each) where an export is
// given up: what holds a picture of ours is allocated by ourselves, and is told as the leak where it is one.
extern "C" const char* __asan_default_options() {
    return "detect_leaks=1:abort_on_error=0:detect_stack_use_after_return=0";
}
extern "C" const char* __ubsan_default_options() {
    return "halt_on_error=1:print_stacktrace=1";
}
extern "C" const char* __lsan_default_suppressions() {
    return "leak:libfontconfig.so\n"
           "leak:libQt6Gui.so\n";
}
extern "C" void __sanitizer_set_death_callback(void (*)(void)) __attribute__((weak));
extern "C" void __sanitizer_print_stack_trace() __attribute__((weak));

namespace {

constexpr double longestStall = 100; // milliseconds
constexpr unsigned patience = 300;   // seconds that one action may take
constexpr int windowEvery = 700;     // actions
constexpr int enough = 1000;         // actions, for all kinds of them to come

struct Last {
    std::uint64_t seed = 0;
    int action = 0;
    std::array<const char*, 20> names{}; ///< of the last actions, in a ring
} last;

/// Whatever happened: no allocation here.
void tellLast() {
    std::fprintf(stderr, "stress_window: seed %llu, action %d; the last ones:\n",
                 static_cast<unsigned long long>(last.seed), last.action);
    const int count = static_cast<int>(last.names.size());
    for (int i = std::max(0, last.action - count + 1); i <= last.action; ++i)
        if (const char* name = last.names[static_cast<std::size_t>(i % count)])
            std::fprintf(stderr, "  %d %s\n", i, name);
    std::fflush(stderr);
}

void dieTelling(int signal) {
    if (signal == SIGALRM)
        std::fprintf(stderr, "stress_window: nothing happened for %u seconds\n", patience);
    tellLast();
    if (__sanitizer_print_stack_trace)
        __sanitizer_print_stack_trace();
    std::signal(SIGABRT, SIG_DFL);
    std::abort();
}

void listenForTheEnd() {
    if (__sanitizer_set_death_callback)
        __sanitizer_set_death_callback(tellLast);
    else
        for (const int signal : {SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGABRT})
            std::signal(signal, dieTelling);
    std::signal(SIGALRM, dieTelling);
}

/// What Qt and the window warn of, each once.
std::map<QString, int> warnings;
void hearWarning(QtMsgType, const QMessageLogContext&, const QString& text) {
    if (++warnings[text] == 1)
        std::fprintf(stderr, "%s (action %d)\n", qPrintable(text), last.action);
}

double ownSeconds() {
    timespec time{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
    return static_cast<double>(time.tv_sec) + 1e-9 * static_cast<double>(time.tv_nsec);
}

/// What the actions of one kind came to.
struct Tally {
    int done = 0, stalls = 0, ownStalls = 0;
    double longest = 0, longestOwn = 0; ///< milliseconds
};

class Report {
  public:
    /// longest: how long the event loop kept events waiting. own: how long this thread calculated meanwhile;
    /// the rest it waited for a processor, or for the disk.
    void add(const WindowAction& action, double longest, double own, bool fileDialog) {
        Tally& tally = tallies_[&action];
        ++tally.done;
        if (fileDialog)
            return;
        tally.longest = std::max(tally.longest, longest);
        tally.longestOwn = std::max(tally.longestOwn, std::min(longest, own));
        if (longest > longestStall) {
            ++tally.stalls;
            tally.ownStalls += own > longestStall;
            std::printf("stall of %.0f ms (own work %.0f ms at most): %d %s\n", longest, own, last.action,
                        action.name);
        }
    }
    void addState(EngineStatus::State state) { ++states_[state]; }

    /// Whether all kinds of actions came, in all states.
    bool print() const {
        bool all = true;
        for (const WindowAction& action : windowActions()) {
            const auto found = tallies_.find(&action);
            const Tally tally = found == tallies_.end() ? Tally{} : found->second;
            std::printf(
                "%5d %-36s longest stall %4.0f ms (own %4.0f), %d over %.0f ms, %d of them own work\n",
                tally.done, action.name, tally.longest, tally.longestOwn, tally.stalls, longestStall,
                tally.ownStalls);
            all = all && tally.done > 0;
        }
        using State = EngineStatus::State;
        for (const auto& [state, name] : {std::pair{State::Loading, "loading"},
                                          {State::Paused, "paused"},
                                          {State::Running, "running"},
                                          {State::Finished, "finished"}}) {
            const auto found = states_.find(state);
            const int count = found == states_.end() ? 0 : found->second;
            std::printf("%s %d, ", name, count);
            all = all && (count > 0 || state == State::Finished);
        }
        std::printf("windows %d\n", windows);
        return all;
    }
    /// "3000 actions of seed 1: 512 click anywhere, ..., 0 stalls over 100 ms of the window's own work"
    void printLine(int actions, std::uint64_t seed) const {
        std::printf("%d actions of seed %llu:", actions, static_cast<unsigned long long>(seed));
        int stalls = 0;
        for (const WindowAction& action : windowActions())
            if (const auto found = tallies_.find(&action); found != tallies_.end()) {
                std::printf(" %d %s;", found->second.done, action.name);
                stalls += found->second.ownStalls;
            }
        std::printf(" %d stalls over %.0f ms of the window's own work\n", stalls, longestStall);
    }
    int windows = 1;

  private:
    std::map<const WindowAction*, Tally> tallies_;
    std::map<EngineStatus::State, int> states_;
};

const WindowAction& drawAction(Monkey& monkey) {
    std::uint32_t whole = 0;
    for (const WindowAction& action : windowActions())
        whole += static_cast<std::uint32_t>(action.weight);
    auto drawn = static_cast<int>(monkey.below(whole));
    for (const WindowAction& action : windowActions())
        if ((drawn -= action.weight) < 0)
            return action;
    return windowActions().back();
}

/// Returns whether all was as it should be.
bool run(int actions, std::uint64_t seed, int first, const QString& folder) {
    Monkey monkey(seed, folder);
    EventLoopWatch watch;
    Report report;
    bool clean = true;
    const auto replace = [&] {
        for (const QString& left : monkey.replaceWindow()) {
            std::printf("left behind: %s (action %d)\n", qPrintable(left), last.action);
            clean = false;
        }
        ++report.windows;
    };
    for (int i = first; i < actions; ++i) {
        monkey.begin(static_cast<std::uint32_t>(i));
        const WindowAction& action = drawAction(monkey);
        last.action = i;
        last.names[static_cast<std::size_t>(i) % last.names.size()] = action.name;
        alarm(patience);
        if (monkey.state() == EngineStatus::State::Loading && monkey.oneIn(15))
            monkey.waitLoaded(); // else each edit would begin the load anew, and nothing would ever train
        report.addState(monkey.state());
        monkey.sawFileDialog();
        watch.restart();
        const double before = ownSeconds();
        action.act(monkey);
        monkey.wait(static_cast<int>(monkey.below(8)) + 2);
        report.add(action, watch.longest(), 1000 * (ownSeconds() - before), monkey.sawFileDialog());
        if ((i + 1) % windowEvery == 0)
            replace();
    }
    replace();
    const bool all = report.print();
    for (const auto& [text, count] : warnings)
        std::printf("warned %d times: %s\n", count, qPrintable(text));
    report.printLine(actions, seed);
    return clean && (all || actions - first < enough);
}

/// Reads memory that was given back, or counts beyond the largest number.
int fault(const std::string& kind) {
    auto numbers = std::make_unique<std::array<volatile int, 8>>();
    const volatile int* volatile number = &numbers->front(); // so that no compiler sees it first
    (*numbers)[0] = std::numeric_limits<int>::max();
    const int largest = *number;
    if (kind == "freed") {
        numbers.reset();
        std::printf("nobody saw that %d was read\n", *number);
    } else {
        std::printf("nobody saw that %d was counted to\n", largest + 1);
    }
    return 0;
}

} // namespace

int main(int argc, char** argv) {
    if (const std::string kind = argc > 1 ? argv[1] : ""; kind == "freed" || kind == "overflow") {
        listenForTheEnd();
        return fault(kind);
    }
    const int actions = argc > 1 ? std::atoi(argv[1]) : 300;
    last.seed = argc > 2 ? std::strtoull(argv[2], nullptr, 10) : 1;
    std::setvbuf(stdout, nullptr, _IOLBF, 0);
    std::printf("seed %llu\n", static_cast<unsigned long long>(last.seed));
    QTemporaryDir folder;
    // Nothing of the user's is read or written, and nothing comes from the net. What is typed as a folder's
    // name is made in the present one.
    QDir::setCurrent(folder.path());
    for (const char* home : {"HOME", "XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME"})
        qputenv(home, folder.path().toUtf8());
    qunsetenv("EXPERTSCOPE_DATA");
    if (qEnvironmentVariableIsEmpty("QT_QPA_PLATFORM"))
        qputenv("QT_QPA_PLATFORM", "offscreen");
    QCoreApplication::setAttribute(Qt::AA_DontUseNativeDialogs);
    QApplication application(argc, argv);
    QApplication::setApplicationName("ExpertscopeStress");
    QApplication::setOrganizationName("ExpertscopeStress");
    QApplication::setQuitOnLastWindowClosed(false);
    QNetworkProxy::setApplicationProxy({QNetworkProxy::HttpProxy, "127.0.0.1", 9});
    qInstallMessageHandler(hearWarning);
    listenForTheEnd();
    const bool good = run(actions, last.seed, argc > 3 ? std::atoi(argv[3]) : 0, folder.path());
    if (!good)
        tellLast();
    return good ? 0 : 1;
}
