// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/dmoe/commands.h"
#include "app/dmoe/progress_line.h"
#include "app/dmoe/run_options.h"
#include "app/standard_output.h"
#include "model/base/error.h"
#include "model/base/worker_pool.h"
#include "model/run/experiment.h"
#include "model/run/run_report.h"

#include <cmath>
#include <cstdio>
#include <memory>

namespace expertscope {
namespace {

struct EvaluateOptions : RunOptions {
    std::string run;
    bool allShifts = false;
};

/// The test error at each translation, as a grid (dy down, dx right).
Json errorAtAllShifts(TrainingLoop& loop, const Progress& progress) {
    const ExampleSet& test = *loop.experiment().data->test;
    const Translation& translation = test.translation();
    Json rows = Json::array();
    double sum = 0;
    for (int value = 0; value < translation.values(); ++value) {
        report(progress, static_cast<double>(value) / translation.values());
        const double error = loop.evaluate(test.at(translation.shift(value))).error;
        sum += error;
        if (value % translation.side() == 0)
            rows.push_back(Json::array());
        rows.back().push_back(error);
    }
    return {{"mean", sum / translation.values()}, {"by_shift", rows}};
}

void printTable(const Matrix<float>& rows, const std::string& title) {
    std::printf("%s\n", title.c_str());
    for (Index r = 0; r < rows.rows(); ++r) {
        for (Index c = 0; c < rows.cols(); ++c)
            if (std::isnan(rows(r, c))) // no example has this value
                std::printf("     -");
            else
                std::printf(" %5.3f", static_cast<double>(rows(r, c)));
        std::printf("\n");
    }
}

void printReport(const RunReport& report) {
    std::printf("After %.4g epochs (%lld steps)\ntest error      %.2f %%\ntraining error  %.2f %%\n",
                report.epochs, static_cast<long long>(report.step), 100 * report.testError,
                100 * report.trainError);
    for (const LayerStatistics& layer : report.statistics.layers) {
        std::printf("\nLayer %d\n", layer.layer + 1);
        for (std::size_t a = 0; a < layer.byAttribute.size(); ++a)
            std::printf("information on %-12s %.3f\n", layer.byAttribute[a].attribute.c_str(),
                        layer.information[a]);
        printTable(layer.load.transpose(), "load");
        if (const MeanGating* mean = layer.by("class"))
            printTable(mean->mean, "mean gating, experts x classes");
    }
    for (const JointAssignment& joint : report.statistics.joints)
        printTable(joint.rowNormalised(), "\njoint assignment, rows normalised");
    if (report.statistics.factorisation.score)
        std::printf("\nfactorisation score %.3f\n", *report.statistics.factorisation.score);
}

void runEvaluate(const EvaluateOptions& options) {
    ProgressLine line;
    WorkerPool pool(options.threads);
    const RunDirectory directory = RunDirectory::open(options.run);
    RunConfig config = directory.config();
    options.applyOtherData(config.data);
    Experiment experiment = prepareExperiment(config, pool, line.progress("reading data"));
    for (const std::string& note : options.notesOfOtherData(*experiment.data))
        line.print(note);
    TrainingLoop loop(std::move(experiment), pool);
    loop.restore(options.stateOf(directory, loop), directory.metrics());
    line.begin("measuring errors");
    const RunReport report = makeReport(loop, options.threads);
    Json json = toJson(report);
    json.update(gatingToJson(report.statistics));
    if (options.allShifts)
        json["all_shifts"] = errorAtAllShifts(loop, line.progress("all translations"));
    if (options.json)
        return printJson(json);
    printReport(report);
    if (options.allShifts)
        std::printf("\ntest error over all translations %.2f %%\n",
                    100 * json["all_shifts"]["mean"].get<double>());
    flushStandardOutput();
}

} // namespace

void addEvaluateCommand(CLI::App& program) {
    CLI::App* command = program.add_subcommand("evaluate", "Measure a run's last checkpoint on all examples");
    auto options = std::make_shared<EvaluateOptions>();
    command->add_option("run", options->run, "folder of the run")->required()->type_name("RUN");
    options->addData(*command, "other data than the run was trained on");
    command->add_flag("--all-shifts", options->allShifts, "also the test error at every translation");
    options->addThreads(*command);
    options->addJson(*command);
    command->callback([options] { runEvaluate(*options); });
}

} // namespace expertscope
