// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/run/run_report.h"

#include "model/run/program_info.h"

#include <cmath>

namespace expertscope {
namespace {

Json toJson(const Factorisation& f) {
    return {{"I1T", numberOrNull(f.i1t)},
            {"I1C", numberOrNull(f.i1c)},
            {"I2C", numberOrNull(f.i2c)},
            {"I2T", numberOrNull(f.i2t)},
            {"score", numberOrNull(f.score)}};
}

Json toJson(const Matrix<float>& matrix) {
    Json rows = Json::array();
    for (Index r = 0; r < matrix.rows(); ++r) {
        Json row = Json::array();
        for (Index c = 0; c < matrix.cols(); ++c)
            row.push_back(numberOrNull(matrix(r, c)));
        rows.push_back(std::move(row));
    }
    return rows;
}

} // namespace

RunReport makeReport(TrainingLoop& loop, int threads) {
    const Trainer& trainer = loop.trainer();
    const TrainingData& data = *loop.experiment().data;
    RunReport report;
    report.seed = trainer.seed();
    report.step = trainer.currentStep();
    report.epochs = trainer.epoch();
    report.epochsPlanned = trainer.plan().epochs;
    report.finished = trainer.finished();
    report.trainError = loop.evaluate(data.trainSet()).error;
    const Evaluation test = loop.evaluate(*data.test);
    report.testError = test.error;
    report.testLoss = test.loss;
    if (data.holdsOut) {
        const Evaluation validation = loop.evaluate(*data.watched);
        report.validationError = validation.error;
        report.validationFactorisation = loop.statistics(validation, *data.watched, false).factorisation;
    }
    report.statistics = loop.statistics(test, *data.test, false);
    report.parameters = trainer.network().parameters().size();
    if (const double rate = loop.examplesPerSecond(); rate > 0)
        report.examplesPerSecond = rate;
    report.threads = threads;
    report.arithmetic = arithmeticName();
    report.processor = processorName();
    report.arithmeticNotes = arithmeticNotes();
    report.checksum = checksum(trainer.network().parameters());
    return report;
}

Json toJson(const RunReport& report) {
    Json load = Json::array(), dead = Json::array();
    for (const LayerStatistics& layer : report.statistics.layers) {
        load.push_back(std::vector<float>(layer.load.begin(), layer.load.end()));
        dead.push_back(layer.deadExperts);
    }
    Json json{{"seed", report.seed},
              {"step", report.step},
              {"epochs", report.epochs},
              {"epochs_planned", report.epochsPlanned},
              {"finished", report.finished},
              {"train_error", report.trainError},
              {"test_error", report.testError},
              {"test_loss", numberOrNull(report.testLoss)},
              {"validation_error", numberOrNull(report.validationError)},
              {"load", load},
              {"dead_experts", dead}};
    json["factorisation"] = toJson(report.statistics.factorisation);
    json["validation_factorisation"] =
        report.validationFactorisation ? toJson(*report.validationFactorisation) : Json(nullptr);
    const auto& joints = report.statistics.joints;
    json["information_between_layers"] = joints.empty() ? Json(nullptr) : Json(joints.front().information());
    json["effective_combinations"] =
        joints.empty() ? Json(nullptr) : Json(joints.front().effectiveCombinations());
    json["parameters"] = report.parameters;
    json["examples_per_second"] = numberOrNull(report.examplesPerSecond);
    json["threads"] = report.threads;
    json["arithmetic"] = report.arithmetic;
    json["arithmetic_notes"] = report.arithmeticNotes;
    json["processor"] = report.processor;
    json["checksum"] = report.checksum;
    return json;
}

Json gatingToJson(const GatingStatistics& statistics) {
    Json layers = Json::array();
    for (const LayerStatistics& layer : statistics.layers) {
        Json attributes = Json::object();
        for (const MeanGating& mean : layer.byAttribute)
            attributes[mean.attribute] = toJson(mean.mean);
        layers.push_back({{"layer", layer.layer}, {"mean_gating", attributes}});
    }
    Json joints = Json::array();
    for (const JointAssignment& joint : statistics.joints)
        joints.push_back({{"layers", {joint.firstLayer, joint.secondLayer}}, {"mean", toJson(joint.mean)}});
    return {{"layers", layers}, {"joint", joints}};
}

} // namespace expertscope
