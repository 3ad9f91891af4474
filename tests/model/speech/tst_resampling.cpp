// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/speech/resampling.h"
#include "tests/model/testing.h"

#include <numbers>

using namespace expertscope;

class TestResampling : public QObject {
    Q_OBJECT
  private slots:
    void hasAsManySamplesAsTheTimeTakes_data() {
        QTest::addColumn<int>("rate");
        QTest::addColumn<int>("samples");
        QTest::addColumn<int>("expected");
        for (const int rate : {8000, 16000, 44100, 48000, 192000})
            for (const int samples : {0, 1, 2, 5, 6, 100})
                QTest::addRow("%d of %d a second", samples, rate)
                    << rate << samples << static_cast<int>(std::lround(samples * 16000. / rate));
    }
    void hasAsManySamplesAsTheTimeTakes() {
        QFETCH(int, rate);
        QFETCH(int, samples);
        QFETCH(int, expected);
        const std::vector<float> made = resampled(std::vector<float>(samples, 0.5f), rate, "sound");
        QVERIFY2(std::abs(static_cast<int>(made.size()) - expected) <= 1,
                 qPrintable(QString::number(made.size())));
        for (const float value : made)
            QVERIFY(std::isfinite(value));
    }
    void keepsATone() {
        std::vector<float> tone(44100);
        for (std::size_t i = 0; i < tone.size(); ++i)
            tone[i] =
                static_cast<float>(std::sin(2 * std::numbers::pi * 440 * static_cast<double>(i) / 44100));
        const std::vector<float> made = resampled(tone, 44100, "tone");
        QCOMPARE(made.size(), std::size_t{16000});
        for (std::size_t i = 2000; i < 14000; ++i)
            QVERIFY(std::abs(made[i] -
                             std::sin(2 * std::numbers::pi * 440 * static_cast<double>(i) / 16000)) < 0.01);
    }
};

QTEST_APPLESS_MAIN(TestResampling)
#include "tst_resampling.moc"
