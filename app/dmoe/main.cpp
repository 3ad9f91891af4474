#include "app/dmoe/commands.h"
#include "model/base/error.h"
#include "model/run/program_info.h"

#include <csignal>
#include <iostream>
#include <new>

namespace {

constexpr int workFailed = 1;
constexpr int wrongUsage = 2;

int fail(std::string sentence) {
    if (!sentence.ends_with('.') && !sentence.ends_with('?'))
        sentence += '.';
    std::cerr << "dmoe: " << sentence << "\n";
    return workFailed;
}

} // namespace

int main(int argc, char** argv) {
    using namespace expertscope;
    std::signal(SIGXFSZ, SIG_IGN); // a limit on the size of files is an error like a full disk
    CLI::App program(
        "Trains deep mixtures of experts (Eigen, Ranzato, Sutskever 2013) and measures how they specialise.",
        "dmoe");
    program.set_version_flag("--version", "dmoe " + programVersion());
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
    addDataCommand(program);
    try {
        program.parse(argc, argv);
        if (program.get_subcommands().empty())
            throw CLI::RequiredError("A subcommand");
    } catch (const CLI::ParseError& error) {
        return program.exit(error) == 0 ? 0 : wrongUsage;
    } catch (const Error& error) {
        return fail(error.what());
    } catch (const std::bad_alloc&) {
        return fail("There is not enough memory for this; choose a smaller network or minibatch");
    } catch (const std::exception& error) {
        return fail(std::string("Something unforeseen went wrong (") + error.what() +
                    "); please report it with the command you used");
    }
    return 0;
}
