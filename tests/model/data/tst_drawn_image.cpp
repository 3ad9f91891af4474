// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/data/drawn_image.h"
#include "model/data/stroke_frame.h"
#include "tests/model/testing.h"

#include <algorithm>
#include <numeric>

using namespace expertscope;

namespace {

constexpr ImageShape digit{28, 28, 1};

void drawLine(DrawnImage& image, double x0, double y0, double x1, double y1, double radius = 1.3) {
    image.beginStroke(x0, y0, radius);
    image.continueStroke(x1, y1);
}

double sum(const std::vector<float>& pixels) {
    return std::accumulate(pixels.begin(), pixels.end(), 0.0);
}

} // namespace

class TestDrawnImage : public QObject {
    Q_OBJECT
  private slots:
    // However large and wherever a digit is drawn, it comes as MNIST's do: 20 pixels high, its mass at pixel
    // (14, 14), soft at its edges.
    void inkOnEmptyPaperIsFramed_data() {
        QTest::addColumn<double>("left");
        QTest::addColumn<double>("top");
        QTest::addColumn<double>("size");
        QTest::newRow("as MNIST's") << 9.0 << 4.0 << 20.0;
        QTest::newRow("small") << 20.0 << 3.0 << 8.0;
        QTest::newRow("beyond the edges") << -6.0 << -6.0 << 40.0;
    }
    void inkOnEmptyPaperIsFramed() {
        QFETCH(double, left);
        QFETCH(double, top);
        QFETCH(double, size);
        DrawnImage image(digit);
        drawLine(image, left, top, left + size / 2, top); // a seven
        image.continueStroke(left + size / 5, top + size);
        QVERIFY(image.framed());
        const std::vector<float> pixels = image.pixels();
        int first = 28, last = -1;
        double x = 0, y = 0;
        bool soft = false;
        for (int i = 0; i < 784; ++i) {
            x += pixels[i] * (i % 28);
            y += pixels[i] * (i / 28);
            soft = soft || (pixels[i] > 0.2f && pixels[i] < 0.8f);
            if (pixels[i] > 0) {
                first = std::min(first, i / 28);
                last = std::max(last, i / 28);
            }
        }
        QCOMPARE(last - first + 1, 20);
        QVERIFY(std::abs(x / sum(pixels) - 14) <= 0.5 && std::abs(y / sum(pixels) - 14) <= 0.5);
        QVERIFY(soft);
    }

    void whereItWasDrawnIsKept() {
        DrawnImage image(digit);
        drawLine(image, 14.5, 4, 14.5, 25);
        QVERIFY(std::abs(image.inkOffset().x) < 0.1 && std::abs(image.inkOffset().y) < 0.2);
        const std::vector<float> centred = image.pixels();
        DrawnImage moved(digit);
        drawLine(moved, 17.5, 2, 17.5, 23);
        QVERIFY(std::abs(moved.inkOffset().x - 3) < 0.1 && std::abs(moved.inkOffset().y + 2) < 0.2);
        QCOMPARE(moved.pixels(), centred);
    }

    void aDotIsADot() {
        DrawnImage image(digit);
        image.beginStroke(3, 3, 1.5);
        QVERIFY(sum(image.pixels()) > 1);
        QVERIFY(std::isfinite(image.inkOffset().x));
    }

    void onAnExampleInkStaysWhereItIs() {
        DrawnImage image(digit);
        std::vector<float> example(784, 0.0f);
        example[5 * 28 + 20] = 0.6f;
        image.startFrom(example);
        QCOMPARE(image.pixels(), example);
        drawLine(image, 4.5, 10.5, 8.5, 10.5, 1);
        QVERIFY(!image.framed());
        const std::vector<float> pixels = image.pixels();
        QCOMPARE(pixels[5 * 28 + 20], 0.6f);
        QCOMPARE(pixels[10 * 28 + 6], 1.0f);
        QCOMPARE(pixels[10 * 28 + 14], 0.0f);
        QCOMPARE(image.inkOffset().x, 0.0);
    }

    void otherShapesAreDrawnAsTheyAre() {
        DrawnImage image({12, 10, 3});
        drawLine(image, 2.5, 3.5, 6.5, 3.5, 1);
        QVERIFY(!image.framed());
        const std::vector<float> pixels = image.pixels();
        for (int channel = 0; channel < 3; ++channel) {
            QCOMPARE(pixels[channel * 120 + 3 * 10 + 4], 1.0f);
            QCOMPARE(pixels[channel * 120 + 8 * 10 + 4], 0.0f);
        }
    }

    void theEraserTakesInkAndExampleAway() {
        DrawnImage image({12, 12, 1});
        image.startFrom(std::vector<float>(144, 1.0f));
        image.beginErasing(2, 6, 1.5);
        image.continueErasing(10, 6);
        const std::vector<float> pixels = image.pixels();
        QCOMPARE(pixels[6 * 12 + 5], 0.0f);
        QCOMPARE(pixels[1 * 12 + 5], 1.0f);

        DrawnImage ink({12, 12, 1});
        drawLine(ink, 1, 6, 11, 6, 1);
        ink.beginErasing(6, 6, 1.5); // cuts it in two
        QCOMPARE(ink.ink().size(), 2u);
        QVERIFY(ink.pixels()[6 * 12 + 6] < 0.1f); // the cut ends are round
        QVERIFY(ink.pixels()[6 * 12 + 1] > 0.5f && ink.pixels()[6 * 12 + 10] > 0.5f);
        ink.beginErasing(0, 6, 2);
        ink.continueErasing(12, 6);
        QVERIFY(ink.isEmpty());
    }

    void everythingCanBeUndoneAndRedone() {
        DrawnImage image(digit);
        QVERIFY(!image.canUndo() && !image.canRedo());
        std::vector<std::vector<float>> states{image.pixels()};
        const auto note = [&] { states.push_back(image.pixels()); };
        drawLine(image, 5, 5, 20, 5);
        note();
        drawLine(image, 20, 5, 8, 24);
        note();
        image.beginErasing(20, 5, 2);
        note();
        image.startFrom(std::vector<float>(784, 0.5f));
        note();
        drawLine(image, 1, 1, 5, 1);
        note();
        image.clear();
        note();
        for (std::size_t i = states.size() - 1; i-- > 0;) {
            QVERIFY(image.canUndo());
            image.undo();
            QCOMPARE(image.pixels(), states[i]);
        }
        QVERIFY(!image.canUndo());
        image.undo();
        for (std::size_t i = 1; i < states.size(); ++i) {
            image.redo();
            QCOMPARE(image.pixels(), states[i]);
        }
        QVERIFY(!image.canRedo());
        image.undo();
        drawLine(image, 1, 1, 9, 9); // another way on
        QVERIFY(!image.canRedo());
    }
};

QTEST_APPLESS_MAIN(TestDrawnImage)
#include "tst_drawn_image.moc"
