// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/network/gates/gate_kind.h"
#include "model/network/layers/layer_kind.h"
#include "tests/app/dmoe_runner.h"

using namespace expertscope;
using namespace expertscope::testing;

/// dmoe as its users and their scripts meet it: exit codes, sentences, one JSON object.
class TestDmoe : public QObject {
    Q_OBJECT
  private slots:
    void initTestCase() {
        QCOMPARE(runner_.train("run", {"--stop-after", "30"}).code, 0);
        writeFile(runner_.path("no folder").toStdString(), "");
        QDir().mkpath(runner_.path("empty"));
        makeBadImages();
        makeBadConfigs();
        makeBadRuns();
    }

    void version() {
        const Answer answer = runner_.run({"--version"});
        QCOMPARE(answer.code, 0);
        QVERIFY2(QRegularExpression("^dmoe \\d+\\.\\d+\\.\\d+\n$").match(answer.out).hasMatch(),
                 qPrintable(answer.out));
    }

    void help_data() {
        QTest::addColumn<QStringList>("command");
        for (const char* command :
             {"", "train", "evaluate", "presets", "explain", "data", "data list", "data info"})
            QTest::newRow(command) << QString(command).split(' ', Qt::SkipEmptyParts);
    }
    void help() {
        QFETCH(QStringList, command);
        const Answer answer = runner_.run(command + QStringList{"--help"});
        QCOMPARE(answer.code, 0);
        QCOMPARE(answer.err, QString());
        QVERIFY2(answer.out.contains("Usage: dmoe"), qPrintable(answer.out));
    }

    void wrongUsage_data() {
        QTest::addColumn<QString>("arguments");
        QTest::addColumn<QString>("says");
        const auto row = [](const char* arguments, const char* says) {
            QTest::newRow(arguments) << arguments << says;
        };
        row("", "subcommand is required");
        row("trian", "trian");
        row("train", "--preset");
        row("train --preset digits-4x100-4x100 --config small.json --out new", "--preset");
        row("train --config small.json --out new --speed 9", "--speed");
        row("train --config small.json --out new --threads 0", "--threads: \"0\" is no number from 1 to 256");
        row("train --config small.json --out new --threads -1",
            "--threads: \"-1\" is no number from 1 to 256");
        row("train --config small.json --out new --threads 10000",
            "--threads: \"10000\" is no number from 1 to 256");
        row("train --config small.json --out new --threads two",
            "--threads: \"two\" is no number from 1 to 256");
        row("train --config small.json --out new --stop-after 0", "--stop-after");
        row("train --config small.json --out new --stop-after -5", "--stop-after");
        row("train --config small.json --out new --epochs 3", "--epochs");
        row("bench --seconds nan", "--seconds: its value is no number");
        row("figures run --out new --font-size NaN", "--font-size: its value is no number");
        row("train --config small.json --out new --epochs 1,2,3", "--epochs");
        row("train --config small.json --out new --epochs one,two", "--epochs");
        row("evaluate", "run");
        row("data", "subcommand is required");
        row("data info", "folder");
        // As of a script's variable that is not set.
        for (const char* arguments :
             {"train --config small.json --out ''", "train --resume ''",
              "train --config small.json --data ''", "evaluate ''", "figures whole --out ''",
              "sweep table1 --out ''", "data info ''", "data fetch mnist --to ''"})
            row(arguments, "its value is empty, give it one");
    }
    void wrongUsage() {
        QFETCH(QString, arguments);
        QFETCH(QString, says);
        QStringList list = arguments.split(' ', Qt::SkipEmptyParts);
        const Answer answer = runner_.run(list.replaceInStrings("''", ""));
        QCOMPARE(answer.code, 2);
        QCOMPARE(answer.out, QString());
        QVERIFY2(answer.err.contains(says), qPrintable(answer.err));
        const QRegularExpression sentence("^dmoe: [^\n]+; see dmoe --help\\.\n$");
        QVERIFY2(sentence.match(answer.err).hasMatch(), qPrintable(answer.err));
        QVERIFY(!runner_.exists("new"));
    }

    void failure_data() {
        QTest::addColumn<QString>("arguments");
        QTest::addColumn<QString>("says");
        const auto row = [](const char* arguments, const char* says) {
            QTest::newRow(arguments) << arguments << says;
        };
        // Data.
        const auto data = [](const char* folder, const char* says) {
            QTest::addRow("data: %s", folder)
                << QStringLiteral("train --config small.json --out new --data %1").arg(folder) << says;
        };
        data("absent", "absent does not exist; name a folder that holds a data set.");
        data("small.json", "small.json is not a folder; name a folder");
        data("empty", "it is empty; name a folder with the four IDX files of MNIST");
        data("cut", "cut/train-images-idx3-ubyte at byte");
        data("magic", "the magic number is 0x00000a03, not that of an IDX file");
        data("oversized", "more data follows than the header's 300 values");
        data("promises", "the header promises");
        data("mismatched", "99 labels for the 100 images of t10k-images-idx3-ubyte");
        data("partial", "missing (plain or .gz): t10k-images-idx3-ubyte, t10k-labels-idx1-ubyte.");
        data("label", "label 1.5, but a class is a whole number");
        data("sizes", "its images have another size than those of train-images-idx3-ubyte");
        data("swapped", "are images and labels swapped?");
        row("train --config small.json --out new", "No mnist data was found in the usual places; name its");
        row("data info absent", "absent does not exist");
        row("data info empty", "it is empty");

        // Configurations.
        const auto set = [](const char* setting, const char* says) {
            QTest::addRow("--set %s", setting)
                << QStringLiteral("train --config small.json --data images --out new --set %1").arg(setting)
                << says;
        };
        set("training.margn=5", "training.margn is unknown; did you mean training.margin?");
        set("margin=5", "margin is unknown; did you mean training.margin?");
        set("training.margin", "--set training.margin has no value; write key=value");
        set("training.margin=-1", "training.margin is -1; choose 0 or more");
        set("training.margin=wide", "training.margin is \"wide\"; give a number.");
        set("network.layers.0.experts=0", "network.layers.0.experts is 0; choose 1 to 4096.");
        set("network.layers.2.experts=3", "network.layers.2.experts is unknown; did you mean");
        set("network.layers.99999999999999999999.experts=3", "is unknown");
        set("a~b=3", "a~b is unknown");
        set("data.jitter=-1", "data.jitter is -1; choose 0 to 100 pixels.");
        set("data.validation=300", "data.validation is 300; choose 0 to 299.");
        row("train --config small.json --out new --set data.source=minst",
            "data.source is \"minst\"; choose one of digits, mnist, cifar10, ");
        row("train --preset digits-4x100-4x10 --out new", "did you mean digits-4x100-4x100?");
        row("train --preset zebra --out new", "There is no preset \"zebra\"; dmoe presets lists them.");
        row("train --config absent.json --out new", "absent.json cannot be read: No such file or directory");
        row("train --config syntax.json --out new", "syntax.json, line 3: not valid JSON here");
        row("train --config unknown.json --out new",
            "unknown.json, line 4: training.margn is unknown; did you mean training.margin?");
        row("train --config small.json --data images --out new --seed -1", "the seed is \"-1\"");
        row("train --config small.json --data images --out new --seed 1.5", "the seed is \"1.5\"");
        row("train --config small.json --data images --out new --epochs -1,2", "training.epochs is -1");

        // Folders.
        row("train --config small.json --data images --out run",
            "run is not empty; name another folder, or go on with the run that is there by --resume run.");
        row("train --config small.json --data images --out images",
            "images is not empty; name another folder.");
        row("train --config small.json --data images --out small.json", "small.json is a file");
        row("train --config small.json --data images --out small.json/new", "cannot be made");
        row("train --resume absent", "absent does not exist; name the folder of a run.");
        row("train --resume empty", "empty holds no config.json, so it is no run");
        row("train --resume images", "images holds no config.json, so it is no run");
        row("train --resume damaged", "damaged/checkpoints/step-30.safetensors at byte 0");
        row("train --resume other", "other/config.json: network.layers.0.hidden is 7, but the run of ");
        row("sweep margin --out new --set seed=5", "use --seeds");
        row("train --resume newer", "trianing is unknown; did you mean training?");
        row("train --resume run --seed 3", "--seed, --set and --out do not go with it");
        row("train --resume run --set training.margin=3", "--seed, --set and --out do not go with it");
        row("train --resume run --data images2", "holds other data than the run was started with");
        row("train --replay run --seed 3 --out new", "--replay");
        row("train --replay run --set training.margin=3 --out new", "--replay");
        row("train --replay run --epochs 3,4 --out new", "--replay");
        row("train --replay nothing --out new", "nothing was trained and has no checkpoint left");
        row("train --replay absent --out new", "absent does not exist; name the folder of a run.");
        row("evaluate absent", "absent does not exist; name the folder of a run.");
        row("evaluate nothing", "nothing was trained and has no checkpoint left");
        row("evaluate damaged", "damaged/checkpoints/step-30.safetensors at byte 0");
        row("evaluate run --data empty", "it is empty");
    }
    void failure() {
        QFETCH(QString, arguments);
        QFETCH(QString, says);
        QDir(runner_.path("new")).removeRecursively(); // where the row before failed
        const Answer answer = runner_.run(arguments.split(' ', Qt::SkipEmptyParts));
        QVERIFY2(answer.err.contains(says), qPrintable(answer.err));
        QCOMPARE(answer.code, 1);
        QCOMPARE(answer.out, QString());
        QVERIFY(answer.err.startsWith("dmoe: "));
        QVERIFY2(QRegularExpression("[^.][.?]\n$").match(answer.err).hasMatch(), qPrintable(answer.err));
        QCOMPARE(answer.err.count('\n'), 1);
        QVERIFY(!runner_.exists("new"));
        QVERIFY(!runner_.exists("xdg"));
    }

    void trainJson() {
        const Answer answer = runner_.train("json", {"--seed", "7"});
        QCOMPARE(answer.code, 0);
        const QJsonObject json = answer.json();
        for (const char* key :
             {"seed", "epochs", "train_error", "test_error", "load", "factorisation", "parameters",
              "examples_per_second", "threads", "checksum", "run", "step", "finished"})
            QVERIFY2(json.contains(key), key);
        for (const char* key : {"I1T", "I1C", "I2C", "I2T", "score"})
            QVERIFY2(json["factorisation"].toObject()[key].isDouble(), key);
        QCOMPARE(json["seed"].toInt(), 7);
        QCOMPARE(json["epochs"].toDouble(), 4.0);
        QCOMPARE(json["step"].toInt(), 48);
        QCOMPARE(json["finished"].toBool(), true);
        QCOMPARE(json["load"].toArray().size(), 2);
        QCOMPARE(json["load"][0].toArray().size(), 3);
        QCOMPARE(json["checksum"].toString().size(), 16);
        // 3 x (100*6+6) + gate 100*4+4 + 4*3+3, 2 x (6*5+5) + gate 6*3+3 + 3*2+2, output 5*10+10
        QCOMPARE(json["parameters"].toInt(), 1818 + 404 + 15 + 70 + 21 + 8 + 60);
    }
    void itLearns() {
        const Answer answer = runner_.train("learns", {"--set", "data.jitter=0", "--epochs", "2,18"});
        QVERIFY(answer.json()["test_error"].toDouble() < 0.5); // a random answer is wrong in 9 of 10
    }
    void numbersThatDoNotApplyAreNull() {
        const QJsonObject json =
            runner_.train("plain", {"--set", "data.jitter=0", "--set", "network.layers.0.combine=plain"})
                .json();
        for (const char* key : {"I1T", "I2C", "I2T", "score"})
            QVERIFY2(json["factorisation"].toObject().value(key).isNull(), key);
        QVERIFY(json.value("information_between_layers").isNull());
    }
    void aNumberOfEpochsOfNone() {
        const Answer answer = runner_.train("none", {"--epochs", "0,0"});
        QCOMPARE(answer.code, 0);
        QCOMPARE(answer.json()["finished"].toBool(), true);
        const Answer again = runner_.run({"evaluate", "none", "--json"});
        QCOMPARE(again.code, 0);
        QCOMPARE(again.checksum(), answer.checksum());
    }

    void evaluateSaysTheSameAsTraining() {
        const QJsonObject trained = runner_.train("evaluated").json();
        const QJsonObject measured = runner_.run({"evaluate", "evaluated", "--json", "--all-shifts"}).json();
        for (const char* key : {"seed", "epochs", "train_error", "test_error", "test_loss", "load",
                                "factorisation", "parameters", "checksum"})
            QCOMPARE(measured[key], trained[key]);
        QCOMPARE(measured["layers"].toArray().size(), 2);
        QCOMPARE(measured["all_shifts"]["by_shift"].toArray().size(), 3);
        QVERIFY(std::abs(measured["all_shifts"]["mean"].toDouble() - trained["test_error"].toDouble()) < 0.1);
    }
    // How much of the mixture is needed: with all experts the error that it has, with fewer less work.
    void fewerExpertsAnExample() {
        const QJsonObject trained = runner_.train("fewer").json();
        const QJsonArray rows =
            runner_.run({"evaluate", "fewer", "--json", "--top-k", "1,3"}).json()["top_k"].toArray();
        QCOMPARE(rows.size(), 2);
        QCOMPARE(rows[0]["k"].toInt(), 1);
        QCOMPARE(rows[1]["test_error"].toDouble(), trained["test_error"].toDouble());
        QVERIFY(rows[0]["test_loss"].toDouble() != rows[1]["test_loss"].toDouble());
        QVERIFY(rows[0]["multiply_adds"].toDouble() < rows[1]["multiply_adds"].toDouble());
        const Answer people = runner_.run({"evaluate", "fewer", "--top-k", "2"});
        QVERIFY2(people.out.contains("with the k largest gates of each layer alone"), qPrintable(people.out));
        for (const char* wrong : {"0", "4", "2,9"}) {
            const Answer refused = runner_.run({"evaluate", "fewer", "--top-k", wrong});
            QCOMPARE(refused.code, 1);
            QVERIFY2(refused.err.contains("choose from 1 to 3, the number of experts"),
                     qPrintable(refused.err));
        }
    }
    void forPeople() {
        const Answer trained = runner_.run({"train", "--config", "small.json", "--data", "images", "--out",
                                            "people", "--stop-after", "30", "--threads", "1"});
        QCOMPARE(trained.code, 0);
        QVERIFY2(trained.out.startsWith("Stopped after 2.5 epochs (30 steps): test error "),
                 qPrintable(trained.out));
        QVERIFY(trained.out.endsWith("Go on with: dmoe train --resume people\n"));
        QCOMPARE(trained.err.count("\nepoch ") + trained.err.startsWith("epoch "), 2); // a line an epoch
        const Answer measured = runner_.run({"evaluate", "people"});
        QCOMPARE(measured.code, 0);
        QVERIFY(measured.out.contains("After 2.5 epochs (30 steps)"));
    }

    void presetsAndData() {
        const QJsonArray presets = runner_.run({"presets", "--json"}).json()["presets"].toArray();
        QVERIFY(presets.size() >= 6);
        QVERIFY(runner_.run({"presets"}).out.contains("digits-4x100-4x100"));
        const QJsonArray data = runner_.run({"data", "list", "--json"}).json()["data"].toArray();
        QCOMPARE(data[0]["folder"].toString(), QString("built in"));
        QCOMPARE(data[1]["folder"].toString(), QString());
        const QJsonObject info = runner_.run({"data", "info", "images", "--json"}).json();
        QCOMPARE(info["source"].toString(), QString("mnist"));
        QCOMPARE(info["train"]["examples"].toInt(), 300);
        QCOMPARE(info["test"]["rows"].toInt(), 8);
        QCOMPARE(info["sha256"].toString().size(), 64);
        QVERIFY(runner_.run({"data", "info", "images"}).out.contains("300 examples of 8 x 8 x 1"));
    }

    void explains() {
        const Answer all = runner_.run({"explain"});
        QVERIFY(all.out.contains("softmax ") && all.out.contains("top_k "));
        const Answer one = runner_.run({"explain", "top_k"});
        for (const char* part : {"network.layers.N.gate=top_k", "network.layers.N.k ",
                                 "1 to the number of experts; 2", "true or false; true", "Shazeer"})
            QVERIFY2(one.out.contains(part), qPrintable(one.out));
        const QJsonObject json = runner_.run({"explain", "top_k", "--json"}).json();
        QCOMPARE(json["settings"].toArray().size(),
                 static_cast<qsizetype>(findKind(gateKinds(), "top_k")->settings.size()));
        const QJsonObject table = runner_.run({"explain", "--json"}).json();
        QCOMPARE(table["gates"].toArray().size(), static_cast<qsizetype>(gateKinds().size()));
        QCOMPARE(table["layers"].toArray().size(), static_cast<qsizetype>(layerKinds().size()));
        const Answer unknown = runner_.run({"explain", "tpk"});
        QCOMPARE(unknown.code, 1);
        QCOMPARE(unknown.err, QString("dmoe: \"tpk\" is no kind of gate or layer; choose one of %1, %2.\n")
                                  .arg(QString::fromStdString(namesOf(gateKinds())),
                                       QString::fromStdString(namesOf(layerKinds()))));
    }

    /// As if experts were used evenly: nothing is dropped, and each is used.
    void benchOfRouting() {
        const QStringList bench{"bench",
                                "--preset",
                                "mnist-4x100-4x100",
                                "--data",
                                "images",
                                "--seconds",
                                "0.05",
                                "--json",
                                "--set",
                                "training.minibatch=20",
                                "--set",
                                "training.constraint=false"};
        const QStringList routed = bench + QStringList{"--set", "network.layers.0.gate=switch", "--set",
                                                       "network.layers.0.capacity=0.5"};
        const QJsonObject gated = runner_.run(routed).json();
        QVERIFY(gated["dropped"].toDouble() > 0);
        const QJsonObject uniform = runner_.run(routed + QStringList{"--routing", "uniform"}).json();
        QCOMPARE(uniform["routing"].toString(), QString("uniform"));
        QCOMPARE(uniform["phase"].toString(), QString("free"));
        QCOMPARE(uniform["dropped"].toDouble(), 0.);
        QCOMPARE(uniform["experts_used"].toDouble(), 8.); // of both layers
        QVERIFY(uniform["bytes_moved"].toDouble() > 0 && uniform["bandwidth_gbs"].toDouble() > 0);
        const QJsonObject skewed = runner_.run(routed + QStringList{"--routing", "skewed"}).json();
        QCOMPARE(skewed["experts_used"].toDouble(),
                 4. + 2.); // the first of four and another, in twenty examples
        const Answer refused = runner_.run(bench + QStringList{"--routing", "uniform"});
        QCOMPARE(refused.code, 1);
        QVERIFY2(refused.err.contains("needs a gate that chooses few experts"), qPrintable(refused.err));
        QCOMPARE(runner_.run(bench + QStringList{"--phase", "constrained"}).json()["phase"].toString(),
                 QString("constrained"));
    }

    /// dmoe bench on small images: its numbers are numbers, and every part of a step takes time.
    void bench() {
        const Answer answer =
            runner_.run({"bench", "--preset", "mnist-4x100-4x100", "--data", "images", "--set",
                         "training.minibatch=20", "--threads", "2", "--seconds", "0.05", "--json"});
        QVERIFY2(answer.code == 0, qPrintable(answer.err));
        const QJsonObject json = answer.json();
        QCOMPARE(json["threads"].toInt(), 2);
        QCOMPARE(json["minibatch"].toInt(), 20);
        for (const QString key : {"examples_per_second", "snapshot_seconds", "matrix_product_gflops",
                                  "times_dense_limit", "peak_memory_mb", "parameters"})
            QVERIFY2(json[key].toDouble(-1) > 0, qPrintable(key));
        const QJsonObject stages = json["stages"].toObject();
        for (const QString part : {"layer 1", "layer 2", "gates", "loss"})
            for (const QString way : {"", "backward "})
                QVERIFY2(stages[way + part].toDouble(-1) > 0, qPrintable(way + part));
        for (const QString stage : {"batch", "update", "statistics"})
            QVERIFY2(stages[stage].toDouble(-1) > 0, qPrintable(stage));

        const Answer text =
            runner_.run({"bench", "--preset", "mnist-4x100-4x100", "--data", "images", "--seconds", "0.05"});
        QVERIFY(text.code == 0 && text.out.contains("4x100-4x100, minibatch 100") &&
                text.out.contains("backward layer 1"));
    }

    // A configuration keeps the folder it was read from, wherever the next command is called.
    void dataGivenRelative() {
        const Answer begun = runner_.train("relative", {"--stop-after", "20"});
        QCOMPARE(begun.code, 0);
        QProcess process;
        process.setWorkingDirectory("/");
        process.start(DMOE_PATH, {"train", "--resume", runner_.path("relative"), "--json"});
        const Answer resumed = DmoeRunner::finish(process);
        QCOMPARE(resumed.err.section("dmoe: ", 1), QString());
        QCOMPARE(resumed.code, 0);
    }
    void withoutOutTheRunGoesToTheUsersFolder() {
        const Answer answer = runner_.run({"train", "--config", "small.json", "--data", "images", "--json",
                                           "--seed", "5", "--stop-after", "2"});
        QCOMPARE(answer.code, 0);
        const QString run = answer.json()["run"].toString();
        QVERIFY2(run.startsWith(runner_.path("xdg/expertscope/runs/20")) && run.endsWith("-3x6-2x5-seed5"),
                 qPrintable(run));
        QDir(runner_.path("xdg")).removeRecursively();
    }
    void divergenceNamesTheLayer() {
        const Answer answer = runner_.train("diverged", {"--set", "training.learning_rate=1e30"});
        QCOMPARE(answer.code, 1);
        QCOMPARE(answer.out, QString());
        const QString last = answer.err.section('\n', -2, -2);
        QVERIFY2(last.contains("The loss is not a finite number at step") && last.contains("layer"),
                 qPrintable(answer.err));
        QFile events(runner_.path("diverged/events.jsonl"));
        QVERIFY(events.open(QIODevice::ReadOnly));
        QVERIFY(events.readAll().contains("\"error\""));
    }

  private:
    void makeBadImages() {
        const Dataset data = madeDataset(400, {8, 8, 1}, 10);
        const auto make = [&](const QString& name, const char* file,
                              const std::function<void(QByteArray&)>& change) {
            writeImages(runner_.path(name), data);
            QFile opened(runner_.path(name + "/" + file));
            QVERIFY(opened.open(QIODevice::ReadWrite));
            QByteArray bytes = opened.readAll();
            change(bytes);
            opened.resize(0);
            opened.seek(0);
            opened.write(bytes);
        };
        make("images2", "train-images-idx3-ubyte", [](QByteArray& bytes) { bytes[500] = bytes[500] + 1; });
        make("cut", "train-images-idx3-ubyte", [](QByteArray& bytes) { bytes.chop(1); });
        make("magic", "train-images-idx3-ubyte", [](QByteArray& bytes) { bytes[2] = 0x0a; });
        make("oversized", "train-labels-idx1-ubyte", [](QByteArray& bytes) { bytes.append('\0'); });
        make("promises", "t10k-images-idx3-ubyte", [](QByteArray& bytes) { bytes[4] = 1; });
        make("mismatched", "t10k-labels-idx1-ubyte", [](QByteArray& bytes) {
            bytes[7] = 99;
            bytes.chop(1);
        });
        make("label", "train-labels-idx1-ubyte", [](QByteArray& bytes) {
            bytes = idxHeader({300}, 0x0d) + QByteArray("\x3f\xc0\0\0", 4).repeated(300);
        });
        make("swapped", "t10k-labels-idx1-ubyte", [](QByteArray& bytes) {
            bytes = idxHeader({2, 2, 2}) + noise(8);
        });
        make("partial", "t10k-labels-idx1-ubyte", [](QByteArray&) {});
        QFile::remove(runner_.path("partial/t10k-labels-idx1-ubyte"));
        QFile::remove(runner_.path("partial/t10k-images-idx3-ubyte"));
        writeImages(runner_.path("sizes"), data);
        writeFile(runner_.path("sizes/t10k-images-idx3-ubyte").toStdString(),
                  idxHeader({100, 8, 9}) + noise(7200));
    }

    void makeBadConfigs() {
        writeFile(runner_.path("syntax.json").toStdString(), "{\n  \"seed\": 1\n  \"data\": {}\n}\n");
        writeFile(runner_.path("unknown.json").toStdString(),
                  "{\n  \"seed\": 1,\n  \"training\": {\n    \"margn\": 5\n  }\n}\n");
    }

    void makeBadRuns() {
        const auto copy = [&](const QString& name) {
            QDir().mkpath(runner_.path(name + "/checkpoints"));
            for (const char* file : {"config.json", "metrics.csv", "events.jsonl"})
                QFile::copy(runner_.path(QStringLiteral("run/") + file), runner_.path(name + "/" + file));
            for (const QString& file : runner_.list("run/checkpoints"))
                QFile::copy(runner_.path("run/checkpoints/" + file),
                            runner_.path(name + "/checkpoints/" + file));
        };
        const auto replace = [&](const QString& file, const QByteArray& from, const QByteArray& to) {
            QFile opened(runner_.path(file));
            QVERIFY(opened.open(QIODevice::ReadWrite));
            const QByteArray bytes = opened.readAll().replace(from, to);
            opened.resize(0);
            opened.seek(0);
            opened.write(bytes);
        };
        for (const char* name : {"nothing", "damaged", "other", "newer"})
            copy(name);
        QDir(runner_.path("nothing/checkpoints")).removeRecursively();
        for (const QString& file : runner_.list("damaged/checkpoints"))
            QFile::resize(runner_.path("damaged/checkpoints/" + file), 5);
        replace("other/config.json", "\"hidden\": 6", "\"hidden\": 7");
        replace("newer/config.json", "\"training\"", "\"trianing\"");
    }

    DmoeRunner runner_;
};

QTEST_GUILESS_MAIN(TestDmoe)
#include "tst_dmoe.moc"
