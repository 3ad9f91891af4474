// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/views/figures/figure_samples.h"
#include "views/drawing/figure_text.h"
#include "views/drawing/value_labels.h"
#include "views/figures/examples_figure.h"
#include "views/figures/factorisation_figure.h"
#include "views/figures/figure_table.h"
#include "views/figures/gating_column_layout.h"
#include "views/figures/gating_figure.h"
#include "views/figures/gating_layout.h"
#include "views/figures/joint_figure.h"
#include "views/figures/lesion_figure.h"
#include "views/figures/printed_gating_figure.h"

#include <QImage>
#include <QPainter>
#include <QtTest>

using namespace expertscope;

namespace {

using FigurePointer = std::shared_ptr<const Figure>;

struct Case {
    const char* name;
    std::vector<int> experts;
    int jitter;
    int classes = 10;
};

const std::vector<Case> cases{{"four and four", {4, 4}, 4},     {"one expert", {1}, 4},
                              {"one layer, no jitter", {5}, 0}, {"sixteen", {16, 16}, 4},
                              {"unequal", {4, 16}, 4},          {"four layers", {4, 3, 2, 4}, 2},
                              {"one and one", {1, 1}, 4},       {"two classes", {4, 4}, 4, 2},
                              {"47 classes", {4, 4}, 4, 47},    {"62 classes, no jitter", {4}, 0, 62},
                              {"100 classes", {4, 16}, 4, 100}};

GatingStatistics statisticsOf(const Case& wanted) {
    return samples::statistics(wanted.experts, wanted.jitter, wanted.classes);
}

/// All of the table but curves, and what switching experts off does.
std::vector<FigurePointer> allFigures(const GatingStatistics& statistics, int jitter, int classes = 10) {
    GatingStatistics full = statistics;
    const auto set = samples::exampleSet(jitter);
    if (!full.layers.empty())
        samples::addTop(full, *set);
    std::vector<int> experts;
    for (const LayerStatistics& layer : full.layers)
        experts.push_back(layer.experts());
    std::vector<FigurePointer> all = figureSet(full, set, samples::history(4, experts));
    std::erase_if(all, [](const FigurePointer& figure) { return figure->needsWindowThread(); }); // tst_curves
    all.push_back(std::make_shared<LesionFigure>(samples::lesionEffect(full, classes)));
    return all;
}

QImage painted(const Figure& figure, const QSize& size, const FigureStyle& style) {
    QImage image(size, QImage::Format_RGB32);
    image.fill(Qt::magenta);
    QPainter painter(&image);
    figure.paint(painter, QRectF(QPointF(), QSizeF(size)), style);
    return image;
}

/// RFC 4180, as a reader of the files would do it.
QList<QStringList> parseCsv(const QString& text) {
    QList<QStringList> rows(1);
    QString field;
    bool quoted = false;
    for (qsizetype i = 0; i < text.size(); ++i) {
        const QChar c = text[i];
        if (quoted && c == '"' && i + 1 < text.size() && text[i + 1] == '"')
            field += text[++i];
        else if (c == '"')
            quoted = !quoted;
        else if (!quoted && (c == ',' || c == '\n')) {
            rows.last() << field;
            field.clear();
            if (c == '\n')
                rows.append(QStringList());
        } else if (quoted || c != '\r')
            field += c;
    }
    rows.removeLast();
    return rows;
}

} // namespace

class TestFigures : public QObject {
    Q_OBJECT

  private slots:
    void cellsAreInsideAndApart_data() {
        QTest::addColumn<int>("which");
        QTest::addColumn<QSize>("size");
        for (std::size_t i = 0; i < cases.size(); ++i)
            for (const QSize size : {QSize(760, 330), QSize(420, 330), QSize(1600, 900), QSize(330, 700)})
                QTest::addRow("%s at %d x %d", cases[i].name, size.width(), size.height()) << int(i) << size;
    }

    void cellsAreInsideAndApart() {
        QFETCH(int, which);
        QFETCH(QSize, size);
        const QRectF area(QPointF(7, 5), QSizeF(size));
        for (const FigurePointer& figure :
             allFigures(statisticsOf(cases[which]), cases[which].jitter, cases[which].classes)) {
            const std::vector<FigureCell> cells = figure->cells(area, lightStyle());
            QCOMPARE(cells.empty(), figure->isEmpty());
            for (std::size_t i = 0; i < cells.size(); ++i) {
                QVERIFY2(area.contains(cells[i].area), qPrintable(figure->id()));
                for (std::size_t j = i + 1; j < cells.size(); ++j) {
                    const QRectF common = cells[i].area & cells[j].area;
                    QVERIFY2(common.width() < 1e-6 || common.height() < 1e-6, qPrintable(figure->id()));
                }
            }
        }
    }

    void everyClassHasItsColumn_data() {
        QTest::addColumn<int>("which");
        for (std::size_t i = 0; i < cases.size(); ++i)
            QTest::newRow(cases[i].name) << int(i);
    }
    /// However many classes there are, each is shown once for each expert, and nothing but classes is.
    void everyClassHasItsColumn() {
        QFETCH(int, which);
        const GatingFigure onScreen(statisticsOf(cases[which]));
        const PrintedGatingFigure printed(statisticsOf(cases[which]));
        for (const GatingFigure* figure : {&onScreen, static_cast<const GatingFigure*>(&printed)})
            for (std::size_t layer = 0; layer < cases[which].experts.size(); ++layer) {
                QList<int> values;
                for (const FigureCell& cell : figure->cells({0, 0, 760, 2000}, lightStyle()))
                    if (cell.shows.attribute == "class" && cell.shows.expert == 0 &&
                        cell.shows.layer == static_cast<int>(layer))
                        values << *cell.shows.value;
                std::sort(values.begin(), values.end());
                QCOMPARE(values.size(), cases[which].classes);
                QCOMPARE(values.first(), 0);
                QCOMPARE(values.last(), cases[which].classes - 1);
            }
    }

    void namesOfClassesHaveRoom_data() {
        QTest::addColumn<int>("classes");
        QTest::addColumn<QString>("name");
        for (const int classes : {2, 5, 10, 16, 28, 36, 37, 47, 62, 100, 250})
            for (const char* name : {"", "a rather long name "})
                QTest::addRow("%d classes%s", classes, *name ? ", long names" : "") << classes << name;
    }
    /// Names below a band of columns end above the next band, and are no higher than what was kept for them,
    /// whatever the sides are rounded to.
    void namesOfClassesHaveRoom() {
        QFETCH(int, classes);
        QFETCH(QString, name);
        GatingStatistics statistics = samples::statistics({4, 4}, 4, classes);
        for (LayerStatistics& layer : statistics.layers)
            for (std::string& value : layer.byAttribute.front().valueNames)
                value = name.toStdString() + value;
        for (const double scale : {1., 1.5, 300. / 72})
            for (const auto layOut : {&layOutGating, &layOutGatingColumn}) {
                FigureStyle style = printStyle();
                style.scale = scale;
                const QRectF area(0, 0, 238 * scale, (layOut == layOutGating ? 300 : 3000) * scale);
                const GatingLayout layout = layOut(statistics, area, style);
                for (std::size_t i = 0; i < layout.panels.size(); ++i) {
                    const GatingPanel& panel = layout.panels[i];
                    if (panel.isMap() || !panel.ticksBelow)
                        continue;
                    const auto& names =
                        statistics.layers[panel.layer].byAttribute[panel.attribute].valueNames;
                    const double pitch = panel.grid.area.width() / panel.grid.columns;
                    const double height = fitValueLabels(names, pitch, style, panel.labelRoom).height;
                    QVERIFY2(height <= panel.labelRoom + 1e-9,
                             qPrintable(QString("%1 > %2").arg(height).arg(panel.labelRoom)));
                    const double bottom = panel.grid.area.bottom() + height;
                    QVERIFY(bottom <= area.bottom());
                    if (i + 1 < layout.panels.size() && !layout.panels[i + 1].isFirst())
                        QVERIFY(layout.panels[i + 1].grid.area.top() >= bottom - 1e-9);
                }
            }
    }

    void everyCellAnswersAtItsCentre_data() {
        QTest::addColumn<int>("which");
        for (std::size_t i = 0; i < cases.size(); ++i)
            QTest::newRow(cases[i].name) << int(i);
    }

    void everyCellAnswersAtItsCentre() {
        QFETCH(int, which);
        const QRectF area(0, 0, 760, 420);
        for (const FigurePointer& figure :
             allFigures(statisticsOf(cases[which]), cases[which].jitter, cases[which].classes)) {
            const std::vector<FigureCell> cells = figure->cells(area, darkStyle());
            for (std::size_t i = 0; i < cells.size(); i += 1 + cells.size() / 60) {
                const auto hit = figure->hitTest(cells[i].area.center(), area, darkStyle());
                QVERIFY(hit);
                QVERIFY(hit->shows == cells[i].shows);
                QVERIFY2(!hit->text.isEmpty(), qPrintable(figure->id()));
            }
            QVERIFY(!figure->hitTest({-3, -3}, area, darkStyle()));
        }
    }

    void aCellHasItsValuesColour_data() {
        QTest::addColumn<int>("theme");
        QTest::addColumn<int>("kind");
        for (int theme = 0; theme < 3; ++theme)
            for (int kind = 0; kind < 4; ++kind)
                QTest::addRow("theme %d, map %d", theme, kind) << theme << kind;
    }

    void aCellHasItsValuesColour() {
        QFETCH(int, theme);
        QFETCH(int, kind);
        FigureStyle style = theme == 0 ? lightStyle() : theme == 1 ? darkStyle() : printStyle();
        style.map = ColourMap(ColourMap::Kind(kind));
        style.scale = 96. / 72;
        const GatingStatistics statistics = samples::statistics({4, 4});
        const GatingFigure figure(statistics);
        const QImage image = painted(figure, {760, 330}, style);
        for (const FigureCell& cell : figure.cells(image.rect(), style)) {
            const LayerStatistics& layer = statistics.layers[*cell.shows.layer];
            const float value = layer.by(*cell.shows.attribute)->mean(*cell.shows.expert, *cell.shows.value);
            QCOMPARE(image.pixelColor(cell.area.center().toPoint()), style.map.at(value));
        }
    }

    void jointColoursGoToTwiceTheEvenShare_data() {
        QTest::addColumn<int>("second");
        QTest::addColumn<double>("highest");
        QTest::newRow("of sixteen") << 16 << 2. / 16;
        QTest::newRow("of two") << 2 << 1.;
        QTest::newRow("of one: no more than all") << 1 << 1.;
    }

    void jointColoursGoToTwiceTheEvenShare() {
        QFETCH(int, second);
        QFETCH(double, highest);
        const GatingStatistics statistics = samples::statistics({4, second});
        const JointFigure figure(statistics);
        const FigureStyle style = lightStyle();
        const QImage image = painted(figure, {700, 300}, style);
        const Matrix<float> rows = statistics.joints[0].rowNormalised();
        for (const FigureCell& cell : figure.cells(image.rect(), style)) {
            const double place = rows(*cell.shows.expert, *cell.shows.nextExpert) / highest;
            QCOMPARE(image.pixelColor((cell.area.topLeft() + QPointF(2, 2)).toPoint()), style.map.at(place));
        }
    }

    void labelsFitBesideEachOther_data() {
        QTest::addColumn<double>("room");
        QTest::addColumn<int>("step");
        QTest::newRow("more than enough") << 20. << 1;
        QTest::newRow("just enough") << 10. << 1;
        QTest::newRow("not quite enough") << 9.9 << 2;
        QTest::newRow("a third") << 3.3 << 5;
        QTest::newRow("none") << 0. << 100;
    }

    void labelsFitBesideEachOther() {
        QFETCH(double, room);
        QFETCH(int, step);
        QCOMPARE(labelStep(room, 10), step);
    }

    void theScaleHasRoomForItsNumbers_data() {
        QTest::addColumn<int>("which");
        for (std::size_t i = 0; i < cases.size(); ++i)
            QTest::newRow(cases[i].name) << int(i);
        QTest::newRow("one layer of one expert, no jitter") << -1;
    }

    void theScaleHasRoomForItsNumbers() {
        QFETCH(int, which);
        const GatingStatistics statistics =
            which < 0 ? samples::statistics({1}, 0)
                      : samples::statistics(cases[which].experts, cases[which].jitter);
        const FigureStyle style = lightStyle();
        QVERIFY(layOutGating(statistics, {0, 0, 760, 420}, style).scaleBar.height() >= 3 * style.line());
    }

    void autoRangeSpreadsTheColours() {
        GatingStatistics statistics = samples::statistics({2}, 0);
        statistics.layers[0].byAttribute[0].mean.setConstant(0.4f);
        statistics.layers[0].byAttribute[0].mean(1, 3) = 0.6f;
        const GatingFigure figure(statistics);
        FigureStyle style = lightStyle();
        style.autoRange = true;
        const QImage image = painted(figure, {500, 300}, style);
        for (const FigureCell& cell : figure.cells(image.rect(), style)) {
            const bool high = cell.shows.expert == 1 && cell.shows.value == 3;
            QCOMPARE(image.pixelColor(cell.area.center().toPoint()), style.map.at(high ? 1 : 0));
        }
    }

    void readOutsHaveValueAndCount() {
        const GatingStatistics statistics = samples::statistics({4, 4});
        const GatingFigure gating(statistics);
        Selection shows;
        shows.layer = 1;
        shows.expert = 2;
        shows.attribute = "translation";
        shows.value = 3; // 4 up, 1 left
        const QString text = gating.readOut(shows);
        QVERIFY2(text.contains("Layer 2, expert 3") && text.contains("−4 down, −1 right"), qPrintable(text));
        QVERIFY(text.contains(numberText(statistics.layers[1].by("translation")->mean(2, 3), 3)));
        QVERIFY(text.contains("n = 20"));
        shows.value = 4000;
        QVERIFY(gating.readOut(shows).isEmpty());
    }

    void emptyFiguresSayWhatWillAppear() {
        for (const FigurePointer& figure : allFigures({}, 4)) {
            QVERIFY(figure->isEmpty());
            QVERIFY(figure->emptyText().size() > 20);
            QVERIFY(!figure->title().isEmpty() && !figure->summary().isEmpty());
            const QImage image = painted(*figure, {300, 200}, lightStyle());
            QCOMPARE(image.pixelColor(1, 1), lightStyle().background);
            QVERIFY(figure->cells(image.rect(), lightStyle()).empty());
            QVERIFY(figure->sizeInMm().height() > 0);
            QVERIFY(!parseCsv(figure->toCsv()).empty());
        }
        const ExamplesFigure noSet(samples::statistics({4, 4}), nullptr);
        QVERIFY(noSet.isEmpty());
    }

    void valuesWithoutExamplesAreGrey() {
        GatingStatistics statistics = samples::statistics({4, 4});
        for (LayerStatistics& layer : statistics.layers)
            for (MeanGating& gating : layer.byAttribute) {
                gating.mean.col(2).setConstant(std::numeric_limits<float>::quiet_NaN());
                gating.examples[2] = 0;
            }
        statistics.joints[0].mean.setConstant(std::numeric_limits<float>::quiet_NaN());
        statistics.layers[0].information[0] = std::numeric_limits<double>::quiet_NaN();
        for (const FigurePointer& figure : allFigures(statistics, 4))
            painted(*figure, {500, 300}, darkStyle());
        const GatingFigure figure(statistics);
        for (const FigureCell& cell : figure.cells(QRectF(0, 0, 760, 330), lightStyle()))
            if (cell.shows.value == 2)
                QVERIFY(figure.readOut(cell.shows).contains("–, n = 0"));
    }

    void tooSmallAnAreaIsHarmless() {
        for (const Case& c : cases)
            for (const FigurePointer& figure :
                 allFigures(samples::statistics(c.experts, c.jitter), c.jitter)) {
                painted(*figure, {20, 12}, lightStyle());
                painted(*figure, {1, 1}, lightStyle());
            }
    }

    void missingExamplesAreLeftOut() {
        GatingStatistics statistics = samples::statistics({2, 2});
        const auto set = samples::exampleSet();
        samples::addTop(statistics, *set);
        statistics.top.entries[3] = {};
        statistics.top.entries[4].example = 1'000'000;
        const ExamplesFigure figure(statistics, set);
        QCOMPARE(figure.cells(QRectF(0, 0, 420, 330), lightStyle()).size(), std::size_t(4 * 9 - 2));
        painted(figure, {420, 330}, lightStyle());
    }

    void csvParsesBack() {
        GatingStatistics statistics = samples::statistics({4, 3});
        statistics.layers[0].byAttribute[0].valueNames[1] = "a \"quoted\", odd\nname";
        for (const FigurePointer& figure : allFigures(statistics, 4)) {
            const QList<QStringList> rows = parseCsv(figure->toCsv());
            QVERIFY2(rows.size() > 1, qPrintable(figure->id()));
            for (const QStringList& row : rows)
                QCOMPARE(row.size(), rows.first().size());
        }
        const QList<QStringList> gating = parseCsv(GatingFigure(statistics).toCsv());
        QCOMPARE(gating.size(), 1 + (4 + 3) * (10 + 81));
        QCOMPARE(gating[1 + 4][2], QString("a \"quoted\", odd\nname"));
        QCOMPARE(gating[1 + 4 + 2][4].toFloat(), statistics.layers[0].byAttribute[0].mean(2, 1));
    }

    void preferredSizesAreFitForPaper() {
        for (const Case& c : cases)
            for (const FigurePointer& figure : allFigures(samples::statistics(c.experts, c.jitter), c.jitter))
                for (const double width : {84., 170.}) {
                    const QSizeF size = figure->sizeInMm(width);
                    QCOMPARE(size.width(), width);
                    QVERIFY2(size.height() > 10 && size.height() < 260,
                             qPrintable(QString("%1 %2: %3").arg(c.name, figure->id()).arg(size.height())));
                }
    }
};

QTEST_MAIN(TestFigures)
#include "tst_figures.moc"
