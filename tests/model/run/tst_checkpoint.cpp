// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/base/error.h"
#include "model/run/checkpoint.h"
#include "model/run/safetensors.h"
#include "tests/model/run/run_samples.h"

#include <QTemporaryDir>

using namespace expertscope;
using namespace expertscope::testing;

class TestCheckpoint : public QObject {
    Q_OBJECT
  private slots:
    void roundTrip() {
        WorkerPool pool(1);
        TrainingLoop loop(madeExperiment(), pool);
        while (loop.trainer().currentStep() < 17)
            loop.step();
        loop.apply("training.margin", std::numeric_limits<double>::infinity());
        loop.apply("training.learning_rate", 1.0 / 3);
        const TrainerState state = loop.trainer().state();
        QVERIFY(state.totals.size() == 2 && state.totals[0][0] > 0 && state.running.examples == 5 * 8);
        writeCheckpoint(path(), state, loop.trainer().network().blocks());
        const TrainerState read = readCheckpoint(path(), loop.trainer().network().blocks());
        QCOMPARE(read.step, state.step);
        QCOMPARE(read.phase, state.phase);
        QCOMPARE(read.phaseStart, state.phaseStart);
        QVERIFY(read.parameters == state.parameters);
        QVERIFY(read.velocity == state.velocity && read.velocity.norm() > 0);
        QCOMPARE(read.totals, state.totals);
        QCOMPARE(read.running.loss, state.running.loss);
        QCOMPARE(read.running.errors, state.running.errors);
        QCOMPARE(read.running.examples, state.running.examples);
        QCOMPARE(read.plan.margin, std::numeric_limits<double>::infinity());
        QCOMPARE(toJson(read.plan).dump(), toJson(state.plan).dump());
        QCOMPARE(read.plan.learningRate, state.plan.learningRate);
    }
    void adamHasTwoMoments() {
        WorkerPool pool(1);
        RunConfig config = madeConfig();
        config.training.optimizer = Optimizer::Adam;
        config.training.secondMoment = 0.99;
        config.training.epsilon = 1e-5;
        TrainingLoop loop(madeExperiment(config), pool);
        while (loop.trainer().currentStep() < 17)
            loop.step();
        const TrainerState state = loop.trainer().state();
        const auto& blocks = loop.trainer().network().blocks();
        writeCheckpoint(path(), state, blocks);
        const TrainerState read = readCheckpoint(path(), blocks);
        QVERIFY(read.secondMoment == state.secondMoment && read.secondMoment.norm() > 0);
        QVERIFY(read.velocity == state.velocity && read.parameters == state.parameters);
        QCOMPARE(toJson(read.plan).dump(), toJson(state.plan).dump());
        TrainingLoop other(madeExperiment(), pool);
        QVERIFY(sentence<Error>([&] { other.restore(state, {}); }).contains("another network, optimizer"));
    }

    // Weights that are behind are written up to date, under their own names, and as they lie beside: so every
    // reader has what it expects, and a run goes on bit for bit.
    void lateRows() {
        WorkerPool pool(1);
        RunConfig config = madeConfig();
        config.training.constraint = false;
        for (LayerDescription& layer : config.network.layers)
            layer.gate.kind = "switch";
        TrainingLoop loop(madeExperiment(config), pool);
        while (loop.trainer().currentStep() < 17)
            loop.step();
        const TrainerState state = loop.trainer().state();
        const auto blocks = loop.trainer().network().blocks();
        QVERIFY(state.late && state.late->parameters != state.parameters);
        QVERIFY(loop.trainer().network().parameters() == state.parameters);
        writeCheckpoint(path(), state, blocks);
        const TrainerState read = readCheckpoint(path(), blocks);
        QVERIFY(read.parameters == state.parameters && read.velocity == state.velocity && read.late);
        QVERIFY(read.late->parameters == state.late->parameters &&
                read.late->velocity == state.late->velocity);
        QCOMPARE(read.late->records, state.late->records);
        QCOMPARE(read.late->since, state.late->since);
        TrainingLoop resumed(madeExperiment(config), pool);
        resumed.restore(read, {});
        for (TrainingLoop* one : {&loop, &resumed})
            while (one->trainer().currentStep() < 41)
                one->step();
        QCOMPARE(checksum(resumed.trainer().state().parameters), checksum(loop.trainer().state().parameters));

        // Without it, from weights that are up to date, within rounding; with what cannot be, not at all.
        TrainerState without = state;
        without.late.reset();
        resumed.restore(without, {});
        while (resumed.trainer().currentStep() < 41)
            resumed.step();
        QVERIFY(resumed.trainer().state().parameters.isApprox(loop.trainer().state().parameters, 1e-4f));
        const auto with = [&](const std::function<void(LateWeights&)>& change) {
            LateWeights late = *state.late;
            change(late);
            TrainerState changed = state;
            changed.late = std::move(late);
            return changed;
        };
        const TrainerState far = with([](auto& late) { late.records[0][0] = 1000; });
        const TrainerState few = with([](auto& late) { late.records.pop_back(); });
        for (const TrainerState* wrong : {&far, &few})
            QVERIFY(
                sentence<Error>([&] { resumed.restore(*wrong, {}); }).contains("another network, optimizer"));
    }

    // README's five lines of Python rely on these names.
    void namesAndShapes() {
        WorkerPool pool(1);
        TrainingLoop loop(madeExperiment(), pool);
        const auto& blocks = loop.trainer().network().blocks();
        writeCheckpoint(path(), loop.trainer().state(), blocks);
        const SafetensorsFile file = readSafetensors(path());
        QCOMPARE(file.tensors.size(), 2 * blocks.size() + 2);
        for (const ParameterBlock& block : blocks)
            for (const std::string prefix : {"", "velocity."})
                QCOMPARE(file.get(prefix + block.name, "").shape,
                         (std::vector<std::int64_t>{block.rows, block.columns}));
        QCOMPARE(file.get("constraint.0.totals", "").shape, std::vector<std::int64_t>{3});
        QCOMPARE(file.get("constraint.1.totals", "").shape, std::vector<std::int64_t>{2});
        QCOMPARE(file.metadata.at("step"), std::string("0"));
        // Row-major as Python reads it: element (1, 2) of the first layer's weights.
        const ParameterBlock& first = blocks.front();
        QCOMPARE(file.get(first.name, "").toFloats("")[static_cast<std::size_t>(first.columns) + 2],
                 loop.trainer().network().parameters()[first.offset + 2 * first.rows + 1]);
    }

    /// In memory a wide matrix lies in panels; the file has it whole.
    void wideMatricesAreWhole() {
        const Network<float> network({30, 4, {layer(3, {90, 70}, {5})}}, 1);
        const std::vector<ParameterBlock>& blocks = network.blocks();
        QVERIFY(blocks[0].panels.size() > 1 && blocks[2].panels.size() == 3);
        TrainerState state;
        state.parameters = network.parameters();
        state.velocity = 2 * network.parameters();
        writeCheckpoint(path(), state, blocks);
        const TrainerState read = readCheckpoint(path(), blocks);
        QVERIFY(read.parameters == state.parameters && read.velocity == state.velocity);
        const SafetensorsFile file = readSafetensors(path());
        for (const ParameterBlock& block : blocks) {
            const std::vector<float> values = file.get(block.name, "").toFloats("");
            for (const Panel& panel : block.panels)
                for (Index c = 0; c < panel.columns; ++c)
                    for (Index r = 0; r < panel.rows; ++r)
                        QCOMPARE(values[(panel.row + r) * block.columns + panel.column + c],
                                 state.parameters[panel.offset + c * panel.rows + r]);
        }
    }

    void ofAnotherNetwork_data() {
        QTest::addColumn<int>("experts");
        QTest::addColumn<int>("hidden");
        QTest::addColumn<int>("layers");
        QTest::newRow("more units") << 3 << 7 << 2;
        QTest::newRow("more experts") << 4 << 6 << 2;
        QTest::newRow("fewer experts") << 2 << 6 << 2;
        QTest::newRow("another layer") << 3 << 6 << 3;
        QTest::newRow("a layer less") << 3 << 6 << 1;
    }
    void ofAnotherNetwork() {
        QFETCH(int, experts);
        QFETCH(int, hidden);
        QFETCH(int, layers);
        WorkerPool pool(1);
        writeCheckpoint(path(), TrainingLoop(madeExperiment(), pool).trainer().state(),
                        Network<float>(madeExperiment().network, 0).blocks());
        NetworkDescription other = madeExperiment().network;
        other.layers[0] = layer(experts, {hidden});
        other.layers.resize(static_cast<std::size_t>(layers), layer(2, {5}, {3}));
        const QString said =
            sentence<FileError>([&] { readCheckpoint(path(), Network<float>(other, 0).blocks()); });
        QVERIFY2(said.startsWith(QString::fromStdString(path().string()) + ": tensor ") &&
                     said.contains("the file is of another network"),
                 qPrintable(said));
    }

    void damagedState_data() {
        QTest::addColumn<QString>("from");
        QTest::addColumn<QString>("to");
        QTest::addColumn<QString>("message"); // after the path
        const QString incomplete =
                          ": the training state in its metadata is not complete; use another checkpoint.",
                      contradicts =
                          ": the training state in its metadata contradicts itself; use another checkpoint.";
        QTest::newRow("no JSON")
            << "{"
            << "["
            << ", line 1: not valid JSON here; look for a missing comma, quote or bracket.";
        QTest::newRow("no step") << "\"step\""
                                 << "\"stop\"" << incomplete;
        QTest::newRow("step is text") << "\"step\":17"
                                      << "\"step\":\"17\"" << incomplete;
        QTest::newRow("step -1") << "\"step\":17"
                                 << "\"step\":-1" << contradicts;
        QTest::newRow("phase 2") << "\"phase\":0"
                                 << "\"phase\":2" << contradicts;
        QTest::newRow("phase began later") << "\"phase_start\":0"
                                           << "\"phase_start\":18" << contradicts;
        QTest::newRow("bad plan") << "\"margin\":4.0"
                                  << "\"margin\":-4.0"
                                  << ": training.margin is -4; choose 0 or more, or null for infinity.";
        QTest::newRow("unknown key in the plan")
            << "\"margin\""
            << "\"margn\""
            << ": training.margn is unknown; did you mean training.margin?";
    }
    void damagedState() {
        QFETCH(QString, from);
        QFETCH(QString, to);
        QFETCH(QString, message);
        WorkerPool pool(1);
        TrainingLoop loop(madeExperiment(), pool);
        while (loop.trainer().currentStep() < 17)
            loop.step();
        const auto& blocks = loop.trainer().network().blocks();
        writeCheckpoint(path(), loop.trainer().state(), blocks);
        SafetensorsFile file = readSafetensors(path());
        QString state = QString::fromStdString(file.metadata["state"]);
        QVERIFY2(state.contains(from), qPrintable(state));
        file.metadata["state"] = state.replace(state.indexOf(from), from.size(), to).toStdString();
        writeSafetensors(path(), file);
        QCOMPARE(sentence<FileError>([&] { readCheckpoint(path(), blocks); }),
                 QString::fromStdString(path().string()) + message);
    }
    void ofAnotherKind() {
        writeSafetensors(path(), {{{"format", "pt"}}, {}});
        const Network<float> network(madeExperiment().network, 0);
        QCOMPARE(sentence<FileError>([&] { readCheckpoint(path(), network.blocks()); }),
                 QString::fromStdString(path().string()) +
                     " is no checkpoint of this version (expertscope-checkpoint-1); use one that this "
                     "program wrote.");
    }
    void totalsMissing() {
        WorkerPool pool(1);
        TrainingLoop loop(madeExperiment(), pool);
        const auto& blocks = loop.trainer().network().blocks();
        writeCheckpoint(path(), loop.trainer().state(), blocks);
        SafetensorsFile file = readSafetensors(path());
        std::erase_if(file.tensors,
                      [](const Tensor& tensor) { return tensor.name == "constraint.1.totals"; });
        writeSafetensors(path(), file);
        const TrainerState state = readCheckpoint(path(), blocks);
        QCOMPARE(sentence<Error>([&] { loop.restore(state, {}); }),
                 QStringLiteral("The checkpoint is of another network, optimizer or minibatch than the "
                                "configuration describes; put the config.json of its run back as it was."));
    }

  private:
    std::filesystem::path path() const { return folder_.filePath("step-17.safetensors").toStdString(); }
    QTemporaryDir folder_{temporaryPlace()};
};

QTEST_APPLESS_MAIN(TestCheckpoint)
#include "tst_checkpoint.moc"
