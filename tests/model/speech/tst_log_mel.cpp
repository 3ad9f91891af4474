// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/speech/log_mel.h"
#include "tests/model/speech/log_mel_reference.h"
#include "tests/model/testing.h"

#include <numbers>

using namespace expertscope;
using namespace expertscope::testing;

class TestLogMel : public QObject {
    Q_OBJECT
  private slots:
    // Against numpy: see log_mel_reference.py.
    void asNumpyComputes() {
        const Matrix<float> frames = logMelFrames(signal());
        QCOMPARE(frames.rows(), Index{melBands});
        QCOMPARE(frames.cols(), Index{referenceFrames});
        for (Index t = 0; t < frames.cols(); ++t)
            for (Index band = 0; band < melBands; ++band) {
                const double expected = referenceLogMel[t * melBands + band],
                             got = static_cast<double>(frames(band, t));
                QVERIFY2(
                    std::abs(got - expected) <= 1e-4 * std::abs(expected),
                    qPrintable(
                        QString("frame %1, band %2: %3, not %4").arg(t).arg(band).arg(got).arg(expected)));
            }
    }
    void framesAreWholeWindows_data() {
        QTest::addColumn<int>("samples");
        QTest::addColumn<int>("frames");
        QTest::newRow("none") << 0 << 0;
        QTest::newRow("one too few") << 399 << 0;
        QTest::newRow("one window") << 400 << 1;
        QTest::newRow("not yet two") << 559 << 1;
        QTest::newRow("two") << 560 << 2;
        QTest::newRow("a second") << 16000 << 98;
    }
    void framesAreWholeWindows() {
        QFETCH(int, samples);
        QFETCH(int, frames);
        QCOMPARE(logMelFrames(std::vector<float>(samples, 0.1f)).cols(), Index{frames});
    }
    void silenceIsTheFloor() {
        const Matrix<float> frames = logMelFrames(std::vector<float>(4000, 0.0f));
        QVERIFY((frames.array() == static_cast<float>(std::log(energyFloor))).all());
    }
    void aFrameDependsOnItsOwnSamplesAlone() {
        std::vector<float> sound = signal();
        const Matrix<float> all = logMelFrames(sound);
        const Matrix<float> later = logMelFrames(std::span(sound).subspan(2 * frameStep));
        QCOMPARE(later.col(0), all.col(2));
    }
    void aToneIsInItsBand_data() {
        QTest::addColumn<double>("frequency");
        for (const double frequency : {100.0, 440.0, 1000.0, 3000.0, 7000.0})
            QTest::addRow("%g Hz", frequency) << frequency;
    }
    void aToneIsInItsBand() {
        QFETCH(double, frequency);
        std::vector<float> tone(frameLength);
        for (int n = 0; n < frameLength; ++n)
            tone[n] = static_cast<float>(std::sin(2 * std::numbers::pi * frequency * n / speechRate));
        const auto mel = [](double f) { return 1127 * std::log(1 + f / 700); };
        const double step = (mel(8000) - mel(20)) / 41; // the middle of band b is at mel(20) + (b + 1) step
        Index band = 0;
        logMelFrames(tone).col(0).maxCoeff(&band);
        QVERIFY(std::abs((mel(frequency) - mel(20)) / step - static_cast<double>(band + 1)) < 1);
    }
    void middles() {
        QCOMPARE(frameMiddle(0), 0.0125);
        QCOMPARE(frameMiddle(100), 1.0125);
    }

  private:
    /// The same as in log_mel_reference.py.
    static std::vector<float> signal() {
        std::vector<float> samples;
        std::uint32_t state = 1;
        for (int n = 0; n < 1200; ++n) {
            state = 1664525 * state + 1013904223;
            const double noise = state / 2147483648.0 - 1;
            const double tone = 0.4 * std::exp(-n / 500.0) *
                                std::sin(2 * std::numbers::pi * (300.0 + 2 * n) * n / speechRate);
            samples.push_back(static_cast<float>(tone + 0.003 * noise));
        }
        return samples;
    }
};

QTEST_APPLESS_MAIN(TestLogMel)
#include "tst_log_mel.moc"
