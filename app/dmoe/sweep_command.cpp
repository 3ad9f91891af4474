#include "app/dmoe/commands.h"
#include "app/dmoe/figure_files.h"
#include "app/dmoe/progress_line.h"
#include "app/dmoe/run_options.h"
#include "app/duration_text.h"
#include "model/base/error.h"
#include "model/base/worker_pool.h"
#include "model/run/data_sources.h"
#include "model/sweep/sweep_runner.h"
#include "model/sweep/sweep_table.h"
#include "views/figure_font.h"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <csignal>
#include <iostream>
#include <memory>
#include <optional>

namespace expertscope {
namespace {

std::atomic<bool> interrupted{false};

struct SweepOptions : RunOptions {
    std::string sweep, out;
    int seeds = 0, jobs = 0;
};

/// A bar for the whole sweep, and a line for each run that ended.
class SweepProgress {
  public:
    bool update(const SweepRunner::Progressed& progressed) {
        for (const std::string& ended : progressed.ended)
            line_.print(ended);
        const double spent = std::chrono::duration<double>(Clock::now() - start_).count();
        const double left =
            progressed.fraction > 0 ? spent * (1 - progressed.fraction) / progressed.fraction : 0;
        line_.update(progressed.fraction, std::to_string(progressed.runsDone) + " of " +
                                              std::to_string(progressed.runs) + " runs · " +
                                              durationText(left) + " left");
        return !interrupted;
    }
    ProgressLine& line() { return line_; }

  private:
    using Clock = std::chrono::steady_clock;
    ProgressLine line_;
    Clock::time_point start_ = Clock::now();
};

Sweep chosenSweep(const SweepOptions& options) {
    Sweep sweep = readSweep(options.sweep);
    apply({options.seeds, options.epochs, options.settings}, sweep);
    for (SweepCell& cell : sweep.cells)
        options.applyData(cell.config.data);
    return sweep;
}

bool hasFigures(const Sweep& sweep) {
    return !sweep.plots.empty() || !sweep.figuresOf.empty();
}

SweepResult trainSweep(const SweepOptions& options) {
    interrupted = false;
    std::signal(SIGINT, [](int) { interrupted = true; });
    std::signal(SIGTERM, [](int) { interrupted = true; });
    SweepProgress progress;
    SweepRunner runner(chosenSweep(options), options.out, progress.line().progress("reading data"));
    // A step of a small network is short, so one thread a run is the better use of the cores.
    const int jobs = options.jobs > 0 ? options.jobs : WorkerPool::defaultThreads();
    return runner.run(jobs, std::max(1, WorkerPool::defaultThreads() / jobs),
                      [&](const auto& progressed) { return progress.update(progressed); });
}

void drawFigures(const SweepOptions& options, const Sweep& sweep) {
    if (!hasFigures(sweep))
        return;
    FigureChoices choices;
    choices.out = (std::filesystem::path(options.out) / "figures").string();
    RunOptions own; // each run has its own data
    own.threads = WorkerPool::defaultThreads();
    ProgressLine line;
    writeSweepFigures(options.out, choices, own, line);
}

void runSweep(const SweepOptions& options) {
    std::optional<OffscreenDrawing> drawing;
    if (hasFigures(readSweep(options.sweep))) {
        drawing.emplace();
        requireFigureFont(); // now, not after hours of training
    }
    const SweepResult result = trainSweep(options);
    drawFigures(options, result.sweep);
    if (options.json)
        printJson(toJson(result));
    else
        std::cout << textTable(result) << "Tables and runs: " << options.out << std::endl;
    if (!result.finished())
        throw Error("The sweep was stopped before its end; the same command goes on with it.");
    if (result.failed())
        throw Error("Some runs of the sweep failed; the table says which and why.");
}

} // namespace

void addSweepCommand(CLI::App& program) {
    std::string names;
    for (const std::string& name : sweepNames())
        names += (names.empty() ? "" : ", ") + name;
    CLI::App* command = program.add_subcommand("sweep", "Train all cells of a table, and print it: " + names);
    auto options = std::make_shared<SweepOptions>();
    command->add_option("sweep", options->sweep, "one that ships with the program, or a JSON file")
        ->required()
        ->type_name("NAME|FILE");
    command
        ->add_option("--out", options->out,
                     "folder for the sweep; where it has begun there already, it goes on")
        ->required()
        ->type_name("DIR");
    options->addData(*command);
    command->add_option("--seeds", options->seeds, "seeds of each cell, 0 to N-1")
        ->type_name("N")
        ->check(CLI::Range(1, 1000));
    command
        ->add_option("--epochs", options->epochs,
                     "epochs of the constrained and of the free phase, of all cells")
        ->delimiter(',')
        ->expected(2)
        ->type_name("A,B");
    options->addSettings(*command);
    command
        ->add_option("--jobs", options->jobs, "runs at a time; as many as there are processors if left out")
        ->type_name("J")
        ->check(CLI::Range(1, WorkerPool::maximumThreads));
    options->addJson(*command);
    command->callback([options] { runSweep(*options); });
}

} // namespace expertscope
