// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/base/error.h"
#include "model/network/network.h"
#include "model/run/data_sources.h"
#include "model/run/preset_files.h"
#include "model/run/presets.h"
#include "tests/model/testing.h"

using namespace expertscope;
using namespace expertscope::testing;

class TestPresets : public QObject {
    Q_OBJECT
  private slots:
    // Names are promised: scripts and papers refer to them.
    void names() {
        for (const char* name : {"mnist-4x100-4x100", "mnist-4x100-4x20", "mnist-4x100-4x20-small-gate",
                                 "mnist-4x50-4x20", "mnist-4x100", "digits-4x100-4x100", "mnist-moe-5x20",
                                 "cifar10-moe", "speech-4x128-16x128", "speech-4x128"})
            QCOMPARE(presetNamed(name).name, std::string(name));
        QCOMPARE(presets().size(), presetFiles().size());
    }
    void each_data() {
        QTest::addColumn<QString>("name");
        for (const Preset& preset : presets())
            QTest::newRow(preset.name.c_str()) << QString::fromStdString(preset.name);
    }
    void each() {
        QFETCH(QString, name);
        const std::string asked = name.toStdString();
        const Preset& preset = presetNamed(asked);
        QVERIFY(!preset.description.empty());
        QCOMPARE(preset.config.preset, preset.name);
        const auto& sources = dataSources();
        QVERIFY(std::any_of(sources.begin(), sources.end(),
                            [&](const DataSource& s) { return s.name == preset.config.data.source; }));
        preset.config.training.validate();
        NetworkDescription network = preset.config.network;
        network.input = 36 * 36;
        network.classes = 10;
        QVERIFY(Network<float>(network, 0).parameters().size() > 0);
        QCOMPARE(Network<float>(network, 0).parameters().size(), network.parameterCount());
        const QString description = QString::fromStdString(network.name());
        if (name != "cifar10-moe") // its experts are too deep for a name
            QVERIFY2(name.contains(description), qPrintable(description)); // "mnist-4x100-4x20" is 4x100-4x20
    }
    void unknown() {
        QCOMPARE(sentence<ConfigError>([] { presetNamed("mnist-4x100-4x2"); }),
                 QStringLiteral("There is no preset \"mnist-4x100-4x2\"; did you mean mnist-4x100-4x20?"));
        QCOMPARE(sentence<ConfigError>([] { presetNamed("zebra"); }),
                 QStringLiteral("There is no preset \"zebra\"; dmoe presets lists them."));
        QCOMPARE(sentence<ConfigError>([] { presetNamed(""); }),
                 QStringLiteral("There is no preset \"\"; dmoe presets lists them."));
    }
};

QTEST_APPLESS_MAIN(TestPresets)
#include "tst_presets.moc"
