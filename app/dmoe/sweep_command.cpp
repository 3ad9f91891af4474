// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/dmoe/commands.h"
#include "app/dmoe/figure_files.h"
#include "app/dmoe/progress_line.h"
#include "app/dmoe/run_options.h"
#include "app/duration_text.h"
#include "app/standard_output.h"
#include "app/stop_signals.h"
#include "model/base/error.h"
#include "model/base/worker_pool.h"
#include "model/run/data_sources.h"
#include "model/run/program_info.h"
#include "model/sweep/sweep_runner.h"
#include "model/sweep/sweep_table.h"
#include "views/drawing/figure_font.h"

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <memory>
#include <optional>

namespace expertscope {
namespace {

struct SweepOptions : RunOptions {
    std::string sweep, out;
    int seeds = 0, jobs = 0;
};

/// A line of progress for the whole sweep, and one that stays for each run that ended.
class SweepProgress {
  public:
    /// Answers whether to go on.
    bool update(const SweepRunner::Progressed& progressed) {
        for (const std::string& ended : progressed.ended)
            line_.print(ended);
        runs_ = std::to_string(progressed.runsDone) + " of " + std::to_string(progressed.runs) + " runs";
        std::vector<std::string> parts{runs_};
        if (progressed.trained > 0 && progressed.fraction < 1)
            parts.push_back(timeLeftText(spent() * (1 - progressed.fraction) / progressed.trained));
        if (progressed.runs > 0)
            line_.update(progressed.fraction, parts);
        if (stopSignal() == 0)
            return true;
        if (progressed.saved && progressed.running > 0) { // measuring can be done again, and takes its time
            line_.print("dmoe: " + stoppedText());
            endBySignal(stopSignal());
        }
        return false;
    }
    ProgressLine& line() { return line_; }
    /// The data is read, training begins.
    void begin() { start_ = Clock::now(); }
    std::string stoppedText() const {
        return "Stopped after " + runs_ +
               ", the others begun with a checkpoint; the same command goes on with it.";
    }

  private:
    using Clock = std::chrono::steady_clock;
    double spent() const { return std::chrono::duration<double>(Clock::now() - start_).count(); }

    ProgressLine line_;
    std::string runs_ = "no run";
    Clock::time_point start_{};
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
    SweepProgress progress;
    SweepRunner runner(chosenSweep(options), options.out, progress.line().progress("reading data"));
    for (const std::string& note : runner.notes())
        progress.line().print(note);
    for (const std::string& note : arithmeticNotes())
        progress.line().print(note);
    // A step of a small network is short, so one thread a run is the better use of the cores.
    const int jobs = options.jobs > 0 ? options.jobs : WorkerPool::defaultThreads();
    DeferredStop saving;
    progress.begin();
    SweepResult result = runner.run(jobs, std::max(1, WorkerPool::defaultThreads() / jobs),
                                    [&](const auto& progressed) { return progress.update(progressed); });
    saving.release();
    if (stopSignal() != 0)
        throw Stopped(progress.stoppedText());
    return result;
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

std::string leftToOthers(const SweepResult& result) {
    const std::size_t count = result.elsewhere.size();
    return (count > 1 ? std::to_string(count) + " runs were left to other programs: " : "") +
           result.elsewhere.front();
}

void runSweep(const SweepOptions& options) {
    std::optional<OffscreenDrawing> drawing;
    if (hasFigures(readSweep(options.sweep))) {
        drawing.emplace();
        requireFigureFont(); // now, not after hours of training
    }
    const SweepResult result = trainSweep(options);
    drawFigures(options, result.sweep);
    const std::string remedy = "the tables are in " + options.out + ".";
    if (options.json) {
        printJson(toJson(result), remedy);
    } else {
        std::printf("%sTables and runs: %s\n", textTable(result).c_str(), options.out.c_str());
        flushStandardOutput(remedy);
    }
    if (!result.elsewhere.empty())
        throw Error(leftToOthers(result));
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
