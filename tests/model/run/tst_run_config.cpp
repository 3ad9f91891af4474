// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/base/error.h"
#include "model/network/gates/gate_kind.h"
#include "model/network/layers/layer_kind.h"
#include "model/run/presets.h"
#include "tests/model/run/run_files.h"
#include "tests/model/testing.h"

#include <QTemporaryDir>

using namespace expertscope;
using namespace expertscope::testing;

class TestRunConfig : public QObject {
    Q_OBJECT
  private slots:
    void roundTrip_data() {
        QTest::addColumn<QString>("preset");
        for (const Preset& preset : presets())
            QTest::newRow(preset.name.c_str()) << QString::fromStdString(preset.name);
    }
    void roundTrip() {
        QFETCH(QString, preset);
        const RunConfig config = presetNamed(preset.toStdString()).config;
        const Json json = toJson(config);
        QCOMPARE(toJson(configFromJson(json, "")).dump(), json.dump());
        QVERIFY(withSettings(config, {}).network == config.network);
    }
    // Values that no preset has.
    void roundTripOfEverything() {
        RunConfig config;
        config.seed = 18446744073709551615u;
        config.data = {"mnist", "/a b/ü", "ab12", 9, 0, 5000};
        config.network.layers = {layer(1, {7, 8}, {3, 2}), layer(5, {6}, {4}, Combine::Concatenated),
                                 layer(2, {5}, {4}, Combine::Single), layer(2, {5}, {4}, Combine::Plain)};
        config.training.learningRate = {0.1, 1e-9};
        config.training.momentum = {0, 0.5};
        config.training.weightDecay = {1e-4, 0};
        config.training.margin = std::numeric_limits<double>::infinity();
        config.training.epochs = {0, 7};
        config.training.constraint = false;
        config.training.minibatch = 1;
        config.training.schedule = Decay::Cosine;
        config.training.decay = 1.0 / 3;
        const Json json = toJson(config);
        const RunConfig read = configFromJson(Json::parse(json.dump()), "");
        QCOMPARE(toJson(read).dump(), json.dump());
        QVERIFY(read.network == config.network);
        QCOMPARE(read.seed, config.seed);
        QCOMPARE(read.training.margin, config.training.margin);
        QCOMPARE(read.training.decay, config.training.decay);
        QCOMPARE(read.training.learningRate, config.training.learningRate);
        QVERIFY(read.training.schedule == Decay::Cosine);
    }
    void keysLeftOutKeepTheirDefaults() {
        const RunConfig config = configFromJson(Json::parse(R"({"network": {"layers": [{}]}})"), "");
        QCOMPARE(config.seed, std::uint64_t{0});
        QCOMPARE(config.data.jitter, 4);
        QCOMPARE(config.training.minibatch, 100);
        QVERIFY(config.network.layers[0] == LayerDescription());
    }

    /// A setting that its kind brings is known before it is written out.
    void nearSettingOfAGate() {
        QCOMPARE(sentence<ConfigError>([] {
                     withSettings(presetNamed("digits-4x100-4x100").config,
                                  {"network.layers.0.gate=top_k", "network.layers.0.renormalize=off"});
                 }),
                 QString("network.layers.0.renormalize is unknown; did you mean "
                         "network.layers.0.renormalise?"));
    }

    void settings_data() {
        QTest::addColumn<QString>("setting");
        QTest::addColumn<QString>("json"); // a part of what the configuration then says
        const auto row = [](const char* setting, const char* json) {
            QTest::newRow(setting) << setting << json;
        };
        row("seed=5", R"("seed":5,)");
        row("seed=18446744073709551615", R"("seed":18446744073709551615)");
        row("data.source=mnist", R"("source":"mnist")");
        row("data.path=/some/where", R"("path":"/some/where")");
        row("data.path=a=b", R"("path":"a=b")");
        row("data.phones=timit48", R"("phones":"timit48")");
        row("data.transposed=on", R"("transposed":true)");
        row("data.attributes=slant", R"("attributes":["slant"])");
        row(R"(data.attributes=["thickness","slant"])", R"("attributes":["thickness","slant"])");
        row("data.inverted=off", R"("inverted":false)");
        row("data.inverted=null", R"("validation":0})");
        row("data.jitter=0", R"("jitter":0)");
        row("data.validation=100", R"("validation":100)");
        row("network.layers.0.experts=8", R"("experts":8)");
        row("network.layers.1.combine=single", R"("combine":"single")");
        row("network.layers.1.hidden=[64,32]", R"("hidden":[64,32])");
        row("network.layers.0.gate_hidden=7", R"("gate_hidden":7)");
        row("network.layers.0.gate_scale=0.5", R"("gate_scale":0.5)");
        row("network.layers.0.expert_scale=0.25", R"("expert_scale":0.25)");
        row("network.layers=[{\"experts\":2}]",
            R"("layers":[{"kind":"experts","combine":"mixture","experts":2,)");
        row("network.layers.0.gate=softmax", R"("gate":"softmax","z_loss":0.0})");
        row("network.layers.1.gate=top_k", R"("gate":"top_k","k":2,"renormalise":true,"noise":0.0,)");
        row("network.layers.1.kind=dropout", R"({"kind":"dropout","rate":0.5}])");
        row("network.layers.1.kind=experts",
            R"("kind":"experts","combine":"mixture","experts":4,"hidden":100)");
        row("network.layers=[{},{\"kind\":\"dropout\",\"rate\":0.25},{}]",
            R"({"kind":"dropout","rate":0.25})");
        row("network.output=softmax", R"("output":"softmax")");
        row("training.margin=1000", R"("margin":1000.0)");
        row("training.margin=0.5", R"("margin":0.5)");
        row("training.margin=null", R"("margin":null)");
        row("training.constraint=off", R"("constraint":false)");
        row("training.constraint=on", R"("constraint":true)");
        row("training.constraint=false", R"("constraint":false)");
        row("training.learning_rate=0.5", R"("learning_rate":0.5)");
        row("training.learning_rate=[0.5,0.25]", R"("learning_rate":[0.5,0.25])");
        row("training.epochs=7", R"("epochs":[7,7])");
        row("training.epochs=[1,2]", R"("epochs":[1,2])");
        row("training.epochs.1=9", R"("epochs":[20,9])");
        row("training.schedule=linear", R"("schedule":"linear")");
    }
    void settings() {
        QFETCH(QString, setting);
        QFETCH(QString, json);
        const RunConfig config =
            withSettings(presetNamed("mnist-4x100-4x100").config, {setting.toStdString()});
        QVERIFY2(QString::fromStdString(toJson(config).dump()).contains(json), toJson(config).dump().c_str());
    }
    void settingsFollowEachOther() {
        const RunConfig config =
            withSettings(presetNamed("mnist-4x100-4x100").config,
                         {"training.epochs=[1,2]", "training.epochs.0=5", "seed=1", "seed=2"});
        QCOMPARE(config.training.epochs, (PerPhase<int>{5, 2}));
        QCOMPARE(config.seed, std::uint64_t{2});
    }
    // Settings of a gate are known once the gate is, wherever that stands; and go with it.
    void settingsOfAGate() {
        const RunConfig config = presetNamed("mnist-4x100-4x100").config;
        const RunConfig top = withSettings(
            config, {"network.layers.0.renormalise=off", "network.layers.0.k=1", "network.layers.1.k=3",
                     "network.layers.0.gate=top_k", "network.layers.1.gate=top_k"});
        QVERIFY((top.network.layers[0].gate == GateDescription{"top_k", {{"k", 1}, {"renormalise", 0}}}));
        QVERIFY((top.network.layers[1].gate == GateDescription{"top_k", {{"k", 3}}}));
        QVERIFY(
            withSettings(top, {"network.layers.0.gate=softmax", "network.layers.1.gate=softmax"}).network ==
            config.network);
        // What is as the table has it is left out, so that equal networks compare equal.
        QVERIFY((withSettings(top, {"network.layers.0.k=2"}).network.layers[0].gate ==
                 GateDescription{"top_k", {{"renormalise", 0}}}));
        QVERIFY(configFromJson(toJson(top), "").network == top.network);
        QCOMPARE(sentence<ConfigError>([&] { withSettings(top, {"network.layers.1.experts=2"}); }),
                 "network.layers.1.k is 3; choose 1 to 2.");
    }
    void settingsOfALayer() {
        QCOMPARE(sentence<ConfigError>([&] {
                     withSettings(presetNamed("mnist-4x100-4x100").config,
                                  {"network.layers.0.kind=dropout", "network.layers.0.experts=3"});
                 }),
                 "network.layers.0.experts is of layers with experts, but the layer's kind is dropout; leave "
                 "it out, "
                 "or set network.layers.0.kind=experts.");
        const RunConfig config =
            withSettings(presetNamed("mnist-4x100-4x100").config,
                         {"network.layers.0.rate=0.25", "network.layers.0.kind=dropout"});
        QCOMPARE(config.network.name(), std::string("dropout-4x100"));
        QCOMPARE(config.network.layers[0].settings.at("rate").number(), 0.25);
        QVERIFY(configFromJson(toJson(config), "").network == config.network);
    }
    // As all configurations were before there was a choice.
    void withoutAGate() {
        RunConfig config = presetNamed("mnist-4x100-4x100").config;
        Json json = toJson(config);
        for (Json& layer : json["network"]["layers"])
            QCOMPARE(layer.erase("gate") + layer.erase("kind"), std::size_t{2});
        QVERIFY(configFromJson(json, "").network == config.network);
    }
    void settingBelowWhatIsNoObject() {
        const RunConfig config = presetNamed("mnist-4x100-4x100").config;
        for (const char* key : {"data.path", "data.jitter", "data.nothing"}) {
            const QString said = sentence<ConfigError>([&] {
                withSettings(config, {"data=5", std::string(key) + "=1"});
            });
            QVERIFY2(said.startsWith(QString(key) + " is unknown"), qPrintable(said));
        }
    }

    void badSettings_data() {
        QTest::addColumn<QString>("setting");
        QTest::addColumn<QString>("message");
        const auto row = [](const char* setting, const char* message) {
            QTest::newRow(setting) << setting << message;
        };
        const char* const noValue = " has no value; write key=value, as in training.margin=1000.";
        QTest::newRow("no value") << "seed" << QStringLiteral("--set seed") + noValue;
        QTest::newRow("no key") << "=5" << QStringLiteral("--set =5") + noValue;
        row("training.margn=5", "training.margn is unknown; did you mean training.margin?");
        row("margin=5", "margin is unknown; did you mean training.margin?");
        row("Seed=5", "Seed is unknown; did you mean seed?");
        row("network.layers.0.expert=5",
            "network.layers.0.expert is unknown; did you mean network.layers.0.experts?");
        row("network.layers.2.experts=5",
            "network.layers.2.experts is unknown; did you mean network.layers.0.experts?");
        row("network.layers.-1.experts=5",
            "network.layers.-1.experts is unknown; did you mean network.layers.1.experts?");
        row("network.layers.99999999999999999999.experts=5",
            "network.layers.99999999999999999999.experts is unknown; did you mean network.layers.0.experts?");
        row("training.margin.0=5", "training.margin.0 is unknown; did you mean training.margin?");
        row("training.learning~rate=5",
            "training.learning~rate is unknown; did you mean training.learning_rate?");
        row("training/margin=5", "training/margin is unknown; did you mean training.margin?");
        row("training.margin=-1", "training.margin is -1; choose 0 or more, or null for infinity.");
        row("training.margin=", "training.margin is \"\"; give a number.");
        row("training.margin=wide", "training.margin is \"wide\"; give a number.");
        row("training.margin=[1]", "training.margin is [1]; give a number.");
        row("training.momentum=null", "training.momentum is null; give a number.");
        row("training.constraint=1", "training.constraint is 1; give true or false.");
        row("training.constraint=of", "training.constraint is \"of\"; give true or false.");
        row("training.epochs=[1,2,3]",
            "training.epochs has 3 numbers; give one, or one for each of the two phases.");
        row("training.epochs=2.5", "training.epochs is 2.5; give a whole number.");
        row("training.epochs=1e10",
            "training.epochs is 10000000000.0; give a whole number of at most 2147483647.");
        row("training.epochs=[1,\"2\"]", "training.epochs is \"2\"; give a whole number.");
        row("training.epochs=-1", "training.epochs is -1; choose 0 to 1000000.");
        row("training.schedule=steps",
            "training.schedule is \"steps\"; choose exponential, linear, cosine or constant.");
        row("training.schedule=5", "training.schedule is 5; give a text.");
        row("training=5", "training must be an object in braces.");
        row("network.layers=5", "network.layers must be a list in brackets.");
        row("network.layers=[]", "network.layers is empty; describe at least one layer.");
        row("network.layers=[5]", "network.layers.0 must be an object in braces.");
        row("network.layers.0.experts=0", "network.layers.0.experts is 0; choose 1 to 4096.");
        row("network.layers.0.experts=four", "network.layers.0.experts is \"four\"; give a whole number.");
        row("network.layers.1.hidden=[]",
            "network.layers.1.hidden is empty; give a width or a list of widths.");
        row("network.layers.1.hidden=[5,0]", "network.layers.1.hidden is 0; choose 1 to 65536.");
        row("network.layers.1.gate_hidden=[5,\"x\"]",
            "network.layers.1.gate_hidden is \"x\"; give a whole number.");
        row("network.layers.1.combine=mixed",
            "network.layers.1: combine is \"mixed\"; choose mixture, single, "
            "concatenated or plain.");
        row("network.layers.1.gate=sofmax",
            ("network.layers.1.gate is \"sofmax\"; choose one of " + namesOf(gateKinds()) + ".").c_str());
        row("network.layers.1.kind=dropot",
            ("network.layers.1.kind is \"dropot\"; choose one of " + namesOf(layerKinds()) + ".").c_str());
        row("network.layers.1.rate=0.5",
            "network.layers.1.rate is a setting of the layer dropout, but network.layers.1."
            "kind is experts; set network.layers.1.kind=dropout too.");
        row("network.layers=[{\"kind\":\"dropout\",\"experts\":4}]",
            "network.layers.0.experts is of layers with experts, but the layer's kind is dropout; leave it "
            "out.");
        row("network.layers=[{\"hidden\":NaN}]",
            "network.layers is not valid JSON: a bracket or quote is missing, a "
            "number is NaN or too large, or a key is there twice.");
        row("network.layers.1.gate=5", "network.layers.1.gate is 5; give a text.");
        row("network.layers.1.k=3",
            "network.layers.1.k is a setting of the gate top_k, but network.layers.1.gate is "
            "softmax; set network.layers.1.gate=top_k too.");
        row("network.output=mixt", "network.output is \"mixt\"; choose softmax, mixture or product.");
        row("seed=-1", "seed is -1; give a whole number, 0 or more.");
        row("seed=1.5", "seed is 1.5; give a whole number, 0 or more.");
        row("seed=18446744073709551616",
            "seed is 1.8446744073709552e+19; give a whole number of at most 18446744073709551615.");
        row("data.jitter=wide", "data.jitter is \"wide\"; give a whole number.");
        row("data.source=5", "data.source is 5; give a text.");
    }
    void badSettings() {
        QFETCH(QString, setting);
        QFETCH(QString, message);
        const RunConfig config = presetNamed("mnist-4x100-4x100").config;
        QCOMPARE(sentence<ConfigError>([&] { withSettings(config, {setting.toStdString()}); }), message);
    }
    // As a terminal of another encoding may send.
    void settingThatIsNoUtf8() {
        const RunConfig config = presetNamed("mnist-4x100-4x100").config;
        QCOMPARE(sentence<ConfigError>([&] { withSettings(config, {"training.margin=\xff"}); }),
                 QString::fromUtf8("training.margin is \"\uFFFD\"; give a number."));
    }

    void badFiles_data() {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("message"); // after the path
        const QString syntax = "not valid JSON here; look for a missing comma, quote or bracket.";
        QTest::newRow("empty") << ""
                               << ", line 1: " + syntax;
        QTest::newRow("no comma") << "{\n\"seed\": 1\n\"data\": {}\n}"
                                  << ", line 3: " + syntax;
        QTest::newRow("not closed") << "{\n\"seed\": 1\n"
                                    << ", line 3: " + syntax;
        QTest::newRow("two documents") << "{}\n{}\n"
                                       << ", line 2: " + syntax;
        QTest::newRow("a list") << "[1]"
                                << ": the configuration must be an object in braces.";
        QTest::newRow("unknown key") << "{\n\"seed\": 1,\n\"sede\": 2\n}"
                                     << ", line 3: sede is unknown; did you mean seed?";
        QTest::newRow("unknown key within")
            << "{\n\"training\": {\n  \"margin\": 1,\n  \"margn\": 2 }}"
            << ", line 4: training.margn is unknown; did you mean training.margin?";
        QTest::newRow("unknown key within a layer")
            << "{\n\"network\": {\"layers\": [{},\n{\"expert\": 2}]}}"
            << ", line 3: network.layers.1.expert is unknown; did you mean network.layers.1.experts?";
        QTest::newRow("nothing like it") << "{\"qwzxtyuiop\": 1}"
                                         << ", line 1: qwzxtyuiop is unknown; known here: created, data, "
                                            "description, machine, network, preset, "
                                            "program, seed, training.";
        QTest::newRow("wrong type") << "{\"training\": {\"minibatch\": \"all\"}}"
                                    << ": training.minibatch is \"all\"; give a whole number.";
        QTest::newRow("margin -1") << "{\"training\": {\"margin\": -1}}"
                                   << ": training.margin is -1; choose 0 or more, or null for infinity.";
        QTest::newRow("no network") << "{}"
                                    << ": network.layers is empty; describe at least one layer.";
        QTest::newRow("layers no list") << "{\"network\": {\"layers\": {}}}"
                                        << ": network.layers must be a list in brackets.";
        QTest::newRow("experts 0") << "{\"network\": {\"layers\": [{\"experts\": 0}]}}"
                                   << ": network.layers.0.experts is 0; choose 1 to 4096.";
        QTest::newRow("another gate's setting") << "{\"network\": {\"layers\": [{\"k\": 2}]}}"
                                                << ": network.layers.0.k is a setting of the gate top_k, but "
                                                   "this layer's is softmax; leave it out, or "
                                                   "choose top_k.";
        QTest::newRow("a setting of the wrong type")
            << "{\"network\": {\"layers\": [{\"gate\": \"top_k\", \"renormalise\": 1}]}}"
            << ": network.layers.0.renormalise is 1; give true or false.";
        QTest::newRow("deeply nested")
            << QString(100'000, '[')
            << ": more than 100 brackets are open at once; this is no file of this program.";
    }
    void badFiles() {
        QFETCH(QString, text);
        QFETCH(QString, message);
        QTemporaryDir folder(temporaryPlace());
        const std::string path = folder.filePath("config.json").toStdString();
        writeText(path, text.toStdString());
        QCOMPARE(sentence<Error>([&] { readConfig(path); }), QString::fromStdString(path) + message);
    }
    void absentFile() {
        QCOMPARE(sentence<FileError>([] { readConfig("/absent/config.json"); }),
                 QStringLiteral(
                     "/absent/config.json cannot be read: No such file or directory; check the path and "
                     "its permissions."));
    }
    void marginOfNullIsInfinite() {
        const auto margin = [](const char* text) { return planFromJson(Json::parse(text), "").margin; };
        QCOMPARE(margin(R"({"margin": null})"), std::numeric_limits<double>::infinity());
        QCOMPARE(margin(R"({"margin": 0})"), 0.0);
        QCOMPARE(margin(R"({})"), 100.0);
    }

    void seeds_data() {
        QTest::addColumn<QString>("text");
        QTest::addColumn<bool>("good");
        for (const char* text : {"0", "7", "18446744073709551615"})
            QTest::newRow(text) << text << true;
        for (const char* text : {"", "-1", "+1", "1.5", "1e3", "0x10", "seven", "7 ", "18446744073709551616"})
            QTest::newRow(text) << text << false;
    }
    void seeds() {
        QFETCH(QString, text);
        QFETCH(bool, good);
        if (good)
            QCOMPARE(QString::number(parseSeed(text.toStdString())), text);
        else
            QCOMPARE(
                sentence<ConfigError>([&] { parseSeed(text.toStdString()); }),
                QStringLiteral("the seed is \"%1\"; choose a whole number from 0 to 18446744073709551615.")
                    .arg(text));
    }
};

QTEST_APPLESS_MAIN(TestRunConfig)
#include "tst_run_config.moc"
