// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/dmoe/commands.h"
#include "app/standard_output.h"
#include "app/stop_signals.h"
#include "app/terminal_line.h"
#include "model/base/error.h"
#include "model/run/program_info.h"

#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <iostream>
#include <sstream>

namespace {

constexpr int workFailed = 1;
constexpr int wrongUsage = 2;

void say(std::string sentence) {
    expertscope::clearTerminalLine();
    if (!sentence.ends_with('.') && !sentence.ends_with('?'))
        sentence += '.';
    std::cerr << "dmoe: " << sentence << "\n";
}

/// An empty value, as a script gives it whose variable is not set, would mean the usual place to one option,
/// the present folder to another; and NaN is within every range, as it is not outside of it.
void refuseWhatIsNoValue(CLI::App& command) {
    for (CLI::Option* option : command.get_options())
        if (option->get_items_expected_max() > 0) {
            const bool number = option->get_type_name().find("FLOAT") != std::string::npos;
            option->check([number](const std::string& value) -> std::string {
                if (value.empty())
                    return "its value is empty, give it one";
                char* end = nullptr;
                return number && std::isnan(std::strtod(value.c_str(), &end)) ? "its value is no number" : "";
            });
        }
    for (CLI::App* below : command.get_subcommands({}))
        refuseWhatIsNoValue(*below);
}

/// Whoever has asked for the end by a signal is told so by it, also where the work failed in between.
int fail(const std::string& sentence) {
    say(sentence);
    if (const int signal = expertscope::stopSignal())
        expertscope::endBySignal(signal);
    return workFailed;
}

} // namespace

int main(int argc, char** argv) {
    using namespace expertscope;
    guardStandardOutput("dmoe");
    catchStopSignals();
    CLI::App program(
        "Trains deep mixtures of experts (Eigen, Ranzato, Sutskever 2013) and measures how they specialise.",
        "dmoe");
    program.set_version_flag("--version", "dmoe " + programVersion());
    program.footer("Exit codes: 0 finished, 1 failed, 2 wrong usage. Ctrl+C (SIGINT), SIGTERM and SIGHUP\n"
                   "end dmoe by that signal: training after a checkpoint and without results; a\n"
                   "second Ctrl+C at once.");
    program.failure_message([](const CLI::App*, const CLI::Error& error) {
        return std::string("dmoe: ") + error.what() + "; see dmoe --help.\n";
    });
    program.require_subcommand(0, 1); // none is answered below: a misspelt one is the better thing to name
    addTrainCommand(program);
    addEvaluateCommand(program);
    addFiguresCommand(program);
    addSweepCommand(program);
    addBenchCommand(program);
    addPresetsCommand(program);
    addExplainCommand(program);
    addDataCommand(program);
    refuseWhatIsNoValue(program);
    try {
        program.parse(argc, argv);
        if (program.get_subcommands().empty())
            throw CLI::RequiredError("A subcommand");
        flushStandardOutput();
        if (stopSignal() != 0) // it came when all was done, and yet asks whoever waits for us to end
            endBySignal(stopSignal());
    } catch (const CLI::ParseError& error) {
        std::ostringstream help; // which would flush it, and lose the reason where that fails
        const int code = program.exit(error, help, std::cerr);
        std::fputs(help.str().c_str(), stdout);
        return code == 0 ? 0 : wrongUsage;
    } catch (const Cancelled&) {
        endBySignal(stopSignal());
    } catch (const std::exception& error) {
        return fail(sentenceOf(error));
    }
    return 0;
}
