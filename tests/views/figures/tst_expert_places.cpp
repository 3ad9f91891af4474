// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/views/figures/figure_samples.h"
#include "views/drawing/palette.h"
#include "views/figures/examples_figure.h"
#include "views/figures/figure_table.h"
#include "views/figures/gating_figure.h"
#include "views/figures/joint_figure.h"

#include <QImage>
#include <QPainter>
#include <QtTest>

using namespace expertscope;

namespace {

using FigurePointer = std::shared_ptr<const Figure>;

const ExpertOrders turned{{{2, 0, 3, 1}, {3, 1, 0, 2}}};

GatingStatistics fourAndFour(const ExampleSet& set) {
    GatingStatistics statistics = samples::statistics({4, 4});
    samples::addTop(statistics, set);
    return statistics;
}

QImage painted(const Figure& figure, const FigureStyle& style) {
    QImage image(760, 420, QImage::Format_RGB32);
    QPainter painter(&image);
    figure.paint(painter, image.rect(), style);
    return image;
}

/// The figure that takes an order, by its id's end.
FigurePointer figureOf(const char* id, const GatingStatistics& statistics,
                       const std::shared_ptr<const ExampleSet>& set, const ExpertOrders& orders) {
    for (const FigurePointer& figure : figureSet(statistics, set, nullptr, orders))
        if (figure->id().endsWith(id))
            return figure;
    return nullptr;
}

Selection asShown(Selection shows, const ExpertOrders& orders) {
    const int layer = shows.layer.value_or(0);
    if (shows.expert)
        shows.expert = orders.expert(layer, *shows.expert);
    if (shows.nextExpert)
        shows.nextExpert = orders.expert(layer + 1, *shows.nextExpert);
    return shows;
}

} // namespace

/// Experts that do not stand as they are numbered.
class TestExpertPlaces : public QObject {
    Q_OBJECT

    std::shared_ptr<const ExampleSet> set_ = samples::exampleSet();

  private slots:
    void onlyPlacesChange_data() {
        QTest::addColumn<QString>("id");
        for (const char* id : {"gating", "joint", "examples", "factorisation"})
            QTest::newRow(id) << QString(id);
    }
    void onlyPlacesChange() {
        QFETCH(QString, id);
        const GatingStatistics statistics = fourAndFour(*set_);
        const FigurePointer plain = figureOf(qPrintable(id), statistics, set_, {});
        const FigurePointer sorted = figureOf(qPrintable(id), statistics, set_, turned);
        const QRectF area(0, 0, 760, 420);
        const std::vector<FigureCell> before = plain->cells(area, lightStyle());
        const std::vector<FigureCell> after = sorted->cells(area, lightStyle());
        QCOMPARE(after.size(), before.size());
        for (std::size_t i = 0; i < before.size(); ++i) {
            QVERIFY(after[i].area == before[i].area);
            Selection there = after[i].shows, expected = asShown(before[i].shows, turned);
            there.example.reset(); // other experts, other examples
            expected.example.reset();
            QVERIFY(there == expected);
            // What is said of an expert does not depend on where it stands.
            const auto hit = sorted->hitTest(after[i].area.center(), area, lightStyle());
            QVERIFY(hit && hit->shows == after[i].shows);
            QCOMPARE(hit->text, plain->readOut(after[i].shows));
        }
    }

    void numbersFollowTheShownOrder_data() {
        QTest::addColumn<QString>("id");
        QTest::addColumn<int>("column");
        QTest::addColumn<QStringList>("experts");
        QTest::newRow("gating") << "gating" << 3 << QStringList{"3", "1", "4", "2"};
        QTest::newRow("joint, rows") << "joint" << 1 << QStringList{"3", "3", "3", "3", "1"};
        QTest::newRow("joint, columns") << "joint" << 3 << QStringList{"4", "2", "1", "3"};
    }
    void numbersFollowTheShownOrder() {
        QFETCH(QString, id);
        QFETCH(int, column);
        QFETCH(QStringList, experts);
        const GatingStatistics statistics = fourAndFour(*set_);
        const QString sorted = figureOf(qPrintable(id), statistics, set_, turned)->toCsv();
        const QString plain = figureOf(qPrintable(id), statistics, set_, {})->toCsv();
        QStringList rows = sorted.split("\r\n"), before = plain.split("\r\n");
        if (rows.size() == 1)
            rows = sorted.split('\n'), before = plain.split('\n');
        for (int i = 0; i < experts.size(); ++i)
            QCOMPARE(rows[i + 1].split(',')[column], experts[i]);
        // The same rows, in another order.
        rows.sort();
        before.sort();
        QCOMPARE(rows, before);
    }

    void colourAndCellGoWithTheNumber() {
        const GatingStatistics statistics = fourAndFour(*set_);
        const FigureStyle style = lightStyle();
        const GatingFigure figure(statistics, turned);
        const QImage image = painted(figure, style);
        for (const FigureCell& cell : figure.cells(image.rect(), style)) {
            const LayerStatistics& layer = statistics.layers[std::size_t(*cell.shows.layer)];
            const float value = layer.by(*cell.shows.attribute)->mean(*cell.shows.expert, *cell.shows.value);
            QCOMPARE(image.pixelColor(cell.area.center().toPoint()), style.map.at(value));
        }
        // The strip beside the first row of examples is of expert 3.
        const ExamplesFigure examples(statistics, set_, turned);
        const QImage grid = painted(examples, style);
        const QRectF first = examples.cells(grid.rect(), style).front().area;
        bool found = false;
        for (int x = int(first.left()) - 10; x < int(first.left()); ++x)
            found = found || grid.pixelColor(x, int(first.center().y())) == expertColour(2);
        QVERIFY(found);
    }

    void orderOfAnotherShapeIsNoDanger() {
        const GatingStatistics statistics = samples::statistics({2, 3});
        const ExpertOrders shorter{{{1, 0}}};
        for (const FigurePointer& figure : figureSet(statistics, set_, nullptr, shorter))
            for (const FigureCell& cell : figure->cells(QRectF(0, 0, 700, 400), lightStyle()))
                if (cell.shows.expert)
                    QVERIFY(*cell.shows.expert < (*cell.shows.layer == 0 ? 2 : 3));
    }
};

QTEST_MAIN(TestExpertPlaces)
#include "tst_expert_places.moc"
