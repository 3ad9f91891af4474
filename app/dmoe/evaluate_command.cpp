// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/dmoe/commands.h"
#include "app/dmoe/progress_line.h"
#include "app/dmoe/run_options.h"
#include "app/standard_output.h"
#include "model/base/error.h"
#include "model/base/worker_pool.h"
#include "model/network/gates/gate_description.h"
#include "model/run/experiment.h"
#include "model/run/run_report.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <memory>

namespace expertscope {
namespace {

struct EvaluateOptions : RunOptions {
    std::string run;
    bool allShifts = false;
    std::vector<int> topK;
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

/// How much of the mixture is needed: the test error where an example has only the k experts of each layer
/// with its largest gates, their weights made to sum to 1.
Json errorAtTopK(TrainingLoop& loop, const std::vector<int>& topK, const Progress& progress) {
    const NetworkDescription& network = loop.trainer().network().description();
    const std::vector<int> experts = gatedExperts(network);
    if (experts.empty())
        throw ConfigError(
            "--top-k needs gates that decide between experts, and this run's network has none; leave "
            "it out.");
    const int most = *std::max_element(experts.begin(), experts.end());
    Json rows = Json::array();
    for (std::size_t i = 0; i < topK.size(); ++i) {
        report(progress, static_cast<double>(i) / static_cast<double>(topK.size()));
        if (topK[i] < 1 || topK[i] > most)
            throw ConfigError("--top-k has " + std::to_string(topK[i]) + "; choose from 1 to " +
                              std::to_string(most) + ", the number of experts.");
        Lesion lesion(experts);
        lesion.setMostOfExample(topK[i]);
        const Evaluation evaluation = loop.evaluate(*loop.experiment().data->test, lesion);
        rows.push_back({{"k", topK[i]},
                        {"test_error", evaluation.error},
                        {"test_loss", evaluation.loss},
                        {"multiply_adds", network.multiplyAdds(topK[i])}});
    }
    return rows;
}

void printTopK(const Json& rows, const NetworkDescription& network) {
    std::printf(
        "\nwith the k largest gates of each layer alone\n  k  test error  test loss  multiply-adds an "
        "example\n");
    for (const Json& row : rows)
        std::printf("%3d  %8.2f %%  %9.4f  %11.0f (%.0f %%)\n", row["k"].get<int>(),
                    100 * row["test_error"].get<double>(), row["test_loss"].get<double>(),
                    row["multiply_adds"].get<double>(),
                    100 * row["multiply_adds"].get<double>() / network.multiplyAdds(mostExperts));
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
    if (!options.topK.empty())
        json["top_k"] = errorAtTopK(loop, options.topK, line.progress("fewer experts"));
    if (options.json)
        return printJson(json);
    printReport(report);
    if (options.allShifts)
        std::printf("\ntest error over all translations %.2f %%\n",
                    100 * json["all_shifts"]["mean"].get<double>());
    if (!options.topK.empty())
        printTopK(json["top_k"], loop.trainer().network().description());
    flushStandardOutput();
}

} // namespace

void addEvaluateCommand(CLI::App& program) {
    CLI::App* command = program.add_subcommand("evaluate", "Measure a run's last checkpoint on all examples");
    auto options = std::make_shared<EvaluateOptions>();
    command->add_option("run", options->run, "folder of the run")->required()->type_name("RUN");
    options->addData(*command, "other data than the run was trained on");
    command
        ->add_option("--top-k", options->topK,
                     "also the test error with only the k largest gates of each layer: one or some numbers")
        ->type_name("K,...")
        ->delimiter(',');
    command->add_flag("--all-shifts", options->allShifts, "also the test error at every translation");
    options->addThreads(*command);
    options->addJson(*command);
    command->callback([options] { runEvaluate(*options); });
}

} // namespace expertscope
