// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/speech/neighbouring_frames.h"

#include <QtTest>

#include <cmath>

using namespace expertscope;

namespace {

/// One recording, frame t of 2 bands has the values t and -t; frames from `first` on are examples of 3
/// frames.
Dataset ramp(int first, int count, int recordings = 1) {
    Dataset data;
    data.name = "ramp";
    data.shape = {2, 3, 1};
    data.label = classAttribute({"a", "b"});
    std::vector<float> pixels;
    for (int r = 0; r < recordings; ++r) {
        data.heard.files.push_back("r" + std::to_string(r) + ".wav");
        data.heard.texts.emplace_back();
        for (int t = first; t < first + count; ++t) {
            for (const float sign : {1.0f, -1.0f})
                for (int c = -1; c <= 1; ++c)
                    pixels.push_back(sign * static_cast<float>(t + c + 100 * r));
            data.label.values.push_back(static_cast<std::uint16_t>(t % 2));
            data.heard.file.push_back(static_cast<std::uint32_t>(r));
            data.heard.seconds.push_back(0.0125f + 0.01f * static_cast<float>(t));
        }
    }
    data.pixels = std::move(pixels);
    data.check();
    return data;
}

} // namespace

/// The stretch around an example, from the examples beside it.
class TestNeighbouringFrames : public QObject {
    Q_OBJECT
  private slots:
    void inTheMiddle() {
        const Dataset data = ramp(0, 40);
        const NeighbouringFrames frames = neighbouringFrames(data, 20, 5);
        QCOMPARE(frames.bands.cols(), Index(11));
        for (int place = 0; place < 11; ++place) {
            QCOMPARE(frames.bands(0, place), static_cast<float>(15 + place));
            QCOMPARE(frames.bands(1, place), static_cast<float>(-15 - place));
            QCOMPARE(frames.labels[place], (15 + place) % 2);
        }
    }

    /// What no example knows is not made up: beyond the first example only its own context is known.
    void atTheEdge() {
        const NeighbouringFrames frames = neighbouringFrames(ramp(4, 10), 0, 5);
        for (int place = 0; place < 4; ++place)
            QVERIFY(std::isnan(frames.bands(0, place)));
        QCOMPARE(frames.bands(0, 4), 3.0f);
        QCOMPARE(frames.labels[4], -1);
        QCOMPARE(frames.labels[5], 0);
    }

    void anotherRecordingIsNoNeighbour() {
        const NeighbouringFrames frames = neighbouringFrames(ramp(0, 10, 2), 9, 5);
        QCOMPARE(frames.bands(0, 6), 10.0f); // its own context
        QVERIFY(std::isnan(frames.bands(0, 7)));
        QCOMPARE(frames.labels[6], -1);
    }
};

QTEST_APPLESS_MAIN(TestNeighbouringFrames)
#include "tst_neighbouring_frames.moc"
