// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/run/config_difference.h"
#include "model/run/presets.h"

#include <QtTest>

using namespace expertscope;

class TestConfigDifference : public QObject {
    Q_OBJECT

    static RunConfig digits() { return presetNamed("digits-4x100-4x100").config; }

  private slots:
    void namesWhatDiffers_data() {
        QTest::addColumn<QString>("setting");
        QTest::addColumn<QString>("key");
        for (const auto& [setting, key] : std::initializer_list<std::pair<const char*, const char*>>{
                 {"seed=7", "seed"},
                 {"data.jitter=2", "data.jitter"},
                 {"training.margin=1000", "training.margin"},
                 {"training.margin=null", "training.margin"},
                 {"training.constraint=off", "training.constraint"},
                 {"training.learning_rate=[0.1,0.01]", "training.learning_rate"},
                 {"training.epochs=[1,2]", "training.epochs"},
                 {"training.schedule=cosine", "training.schedule"},
                 {"network.layers.1.experts=8", "network.layers.1.experts"},
                 {"network.layers.0.hidden=[64,32]", "network.layers.0.hidden"}})
            QTest::newRow(setting) << QString(setting) << QString(key);
    }
    void namesWhatDiffers() {
        QFETCH(QString, setting);
        QFETCH(QString, key);
        const RunConfig changed = withSettings(digits(), {setting.toStdString()});
        const auto found = settingsThatDiffer(digits(), changed);
        QCOMPARE(found.size(), 1u);
        QCOMPARE(QString::fromStdString(found[0].key), key);
        QVERIFY(settingsThatDiffer(changed, changed).empty());
    }

    void saysBothValues() {
        const RunConfig left = digits(),
                        right = withSettings(left, {"training.constraint=off", "training.margin=1000"});
        const auto found = configDifferences(left, right);
        QCOMPARE(found.size(), 2u);
        for (const ConfigDifference& difference : found) {
            const bool margin = difference.key == "training.margin";
            QVERIFY(margin || difference.key == "training.constraint");
            QCOMPARE(settingText(difference.right), std::string(margin ? "1000" : "off"));
            QVERIFY(settingText(difference.left) != settingText(difference.right));
        }
        QVERIFY(configDifferences(left, left).empty());
    }

    // Two versions of a synthesiser make other data, but none can be asked for by a setting.
    void whoMadeTheDataIsNoSetting() {
        RunConfig left = digits(), right = left;
        left.data.madeBy = "espeak-ng 1.51";
        right.data.madeBy = "espeak-ng 1.52.0";
        QCOMPARE(configDifferences(left, right).size(), 1u);
        QVERIFY(settingsThatDiffer(left, right).empty());
        QCOMPARE(dmoeCommand(left), dmoeCommand(digits()));
        QCOMPARE(configFromJson(toJson(right), "").data.madeBy, right.data.madeBy);
    }

    void theSameDataElsewhereAreNoDifference() {
        RunConfig left = digits(), right = left;
        right.data.path = "/elsewhere";
        QCOMPARE(configDifferences(left, right).size(), 1u);
        left.data.sha256 = right.data.sha256 = "abc";
        QVERIFY(configDifferences(left, right).empty());
        QCOMPARE(settingsThatDiffer(left, right).size(), 1u); // but a setting, where one is wanted
        right.data.sha256 = "def";
        QCOMPARE(configDifferences(left, right).size(), 1u);
    }

    void leavesOutNamesAndHashes() {
        RunConfig changed = digits();
        changed.preset.clear();
        changed.data.sha256 = "abc";
        QVERIFY(settingsThatDiffer(digits(), changed).empty());
    }

    void anotherNumberOfLayersIsOneSetting() {
        RunConfig changed = digits();
        changed.network.layers.pop_back();
        const auto found = settingsThatDiffer(digits(), changed);
        QCOMPARE(found.size(), 1u);
        QCOMPARE(found[0].key, std::string("network.layers"));
    }

    void aPresetIsItsName() {
        for (const Preset& preset : presets())
            QCOMPARE(dmoeCommand(preset.config), "dmoe train --preset " + preset.name + " --seed 0");
    }

    void sayWhatDiffersOnce() {
        RunConfig config = withSettings(digits(), {"training.margin=1000", "training.epochs=[3,0]"});
        config.preset.clear(); // edited by hand: the nearest preset is found again
        config.seed = 5;
        QCOMPARE(dmoeCommand(config),
                 std::string("dmoe train --preset digits-4x100-4x100 --seed 5 --epochs 3,0 --set "
                             "training.margin=1000"));
    }

    void aShellTakesItAsItIs() {
        RunConfig config = presetNamed("mnist-4x100").config;
        config.data.path = "/data/Anna's set";
        QVERIFY(dmoeCommand(config).ends_with(" --data '/data/Anna'\\''s set'"));
    }
};

QTEST_APPLESS_MAIN(TestConfigDifference)
#include "tst_config_difference.moc"
