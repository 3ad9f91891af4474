// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/figures/figure_export.h"
#include "views/figures/sweep_figure.h"

#include <QImage>
#include <QPainter>
#include <QtTest>

using namespace expertscope;

namespace {

SweepPlotData sample() {
    SweepPlotData data;
    data.name = "accuracy-by-experts";
    data.xLabel = "experts";
    data.ticks = {{1, "1"}, {2, "2"}, {4, "4"}};
    data.panels = {{"test accuracy (%)",
                    {{"narrow", {{1, 26, 0.4, 25.0}, {2, 34, {}, 33.7}, {4, 43, 0.2, {}}}},
                     {"wide", {{1, 50, {}, {}}, {4, 52, {}, {}}}}}}};
    return data;
}

/// How many pixels of that colour there are.
int count(const QImage& image, const QColor& colour) {
    int pixels = 0;
    for (int y = 0; y < image.height(); ++y)
        for (int x = 0; x < image.width(); ++x)
            pixels += image.pixelColor(x, y) == colour;
    return pixels;
}

} // namespace

class TestSweepFigure : public QObject {
    Q_OBJECT
  private slots:
    void draws_data() {
        QTest::addColumn<QString>("theme");
        for (const char* theme : {"print", "light", "dark"})
            QTest::newRow(theme) << theme;
    }
    void draws() {
        QFETCH(QString, theme);
        const SweepFigure figure(sample());
        FigureStyle style = styleNamed(theme);
        QImage image(640, 400, QImage::Format_RGB32);
        QPainter painter(&image);
        figure.paint(painter, image.rect(), style);
        painter.end();
        QVERIFY(count(image, style.background) > 640 * 400 / 2);
        SweepPlotData without = sample();
        without.panels[0].series.pop_back();
        QImage fewer(image.size(), image.format());
        QPainter other(&fewer);
        SweepFigure(without).paint(other, fewer.rect(), style);
        other.end();
        QVERIFY(fewer != image);
    }
    void logarithmicWithInfinity() {
        SweepPlotData data = sample();
        data.logarithmic = true;
        data.ticks = {{1, "1"}, {1000, "1000"}, {10000, "∞"}};
        ExportOptions options;
        options.format = FigureFormat::Svg;
        const QByteArray svg = renderFigure(SweepFigure(data), options, "x.svg");
        QVERIFY(svg.contains("<svg"));
    }
    void numbers() {
        const QStringList lines = SweepFigure(sample()).toCsv().split("\r\n");
        QCOMPARE(lines[0], QStringLiteral("quantity,series,experts,value,deviation,published"));
        QCOMPARE(lines[1], QStringLiteral("test accuracy (%),narrow,1,26,0.4,25"));
        QCOMPARE(lines[2], QStringLiteral("test accuracy (%),narrow,2,34,,33.7"));
        QCOMPARE(lines[5], QStringLiteral("test accuracy (%),wide,4,52,,"));
    }
    void words() {
        const SweepFigure figure(sample());
        QCOMPARE(figure.id(), QStringLiteral("accuracy-by-experts"));
        QVERIFY(figure.summary().contains("test accuracy (%) of narrow from 26.00 to 43.00"));
        SweepPlotData none = sample();
        none.panels[0].series.clear();
        QVERIFY(SweepFigure(none).isEmpty());
        QVERIFY(SweepFigure(none).summary().contains("will appear"));
    }
};

QTEST_MAIN(TestSweepFigure)
#include "tst_sweep_figure.moc"
