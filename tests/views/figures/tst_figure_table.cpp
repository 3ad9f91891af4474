// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/views/figures/figure_samples.h"
#include "views/figures/curve_figure.h"
#include "views/figures/figure_table.h"
#include "views/panels/figure_slot.h"

#include <QDirIterator>
#include <QtTest>

using namespace expertscope;

/// What holds of every line of the table of figures.
class TestFigureTable : public QObject {
    Q_OBJECT
  private slots:
    void everyLineIsWhatItSays() {
        GatingStatistics statistics = samples::statistics({4, 4});
        const auto set = samples::exampleSet();
        samples::addTop(statistics, *set);
        const auto history = samples::history(8, {4, 4});
        const auto figures = figureSet(statistics, set, history);
        QCOMPARE(figures.size(), figureTable().size());
        QStringList ids;
        for (std::size_t i = 0; i < figures.size(); ++i) {
            const FigureKind& kind = figureTable()[i];
            QCOMPARE(figures[i]->id(), kind.id);
            QVERIFY2(!figures[i]->isEmpty(), qPrintable(kind.id));
            QCOMPARE(std::dynamic_pointer_cast<const CurveFigure>(figures[i]) != nullptr, kind.curves);
            QVERIFY2(!ids.contains(kind.id), qPrintable(kind.id));
            ids << kind.id;
        }
    }
    // A moment of which nothing is known yet.
    void everyFigureOfNothingIsEmpty() {
        for (const auto& figure : figureSet({}, nullptr, nullptr)) {
            QVERIFY2(figure->isEmpty() && !figure->emptyText().isEmpty(), qPrintable(figure->id()));
            for (const auto& other : figureSet({}, nullptr, nullptr))
                std::const_pointer_cast<Figure>(figure)->shareScale(*other);
        }
    }
    void everyTabHasANameAndAPlace() {
        QList<int> places;
        for (const FigureKind* kind : tabFigures()) {
            QVERIFY2(!kind->translatedName().isEmpty() && !kind->translatedTip().isEmpty(),
                     qPrintable(kind->id));
            QVERIFY2(places.isEmpty() || kind->tab > places.last(), qPrintable(kind->id));
            places << kind->tab;
        }
        QCOMPARE(tabFigures().size() + 2, figureTable().size()); // maps and examples stand elsewhere
    }

    // Figures that compare span what both show; of another kind nothing changes.
    void scalesAreSharedWithinAKind() {
        const GatingStatistics statistics = samples::statistics({4, 4});
        const auto history = samples::history(8, {4, 4});
        const FigureMoment moment{statistics, nullptr, history, history, {}};
        for (const FigureKind& kind : figureTable())
            for (const FigureKind& other : figureTable()) {
                const std::shared_ptr<Figure> figure = kind.make(moment);
                const QString before = figure->toCsv();
                figure->shareScale(*other.make(moment));
                QCOMPARE(figure->toCsv(), before);
            }
    }

    // Curves of a course that is shown already are not drawn again; whatever shows a moment is.
    void slotsKnowWhatTheyShow() {
        const GatingStatistics statistics = samples::statistics({4, 4});
        const auto history = samples::history(8, {4, 4}), later = samples::history(9, {4, 4});
        const FigureMoment moment{statistics, nullptr, history, history, {}};
        const FigureMoment next{statistics, nullptr, later, later, {}};
        for (const FigureKind* kind : tabFigures()) {
            const FigureSlot slot(*kind);
            const std::unique_ptr<QWidget> widget(slot.widget());
            QVERIFY(!slot.shows(moment));
            slot.setFigure(kind->make(moment));
            QCOMPARE(slot.shows(moment), kind->curves);
            QVERIFY(!slot.shows(next));
        }
    }

    // The wall: who shows or writes figures goes by the table. The panel of examples has controls of its own.
    void nobodyElseNamesAFigure() {
        const QDir source(qEnvironmentVariable("EXPERTSCOPE_SOURCE_DIR", QDir::currentPath()));
        static const QRegularExpression named(
            "\\b(Gating|Joint|Factorisation|LearningCurves|Load|Examples)Figure\\b");
        int read = 0;
        for (const char* folder : {"views/panels", "views/dialogs", "app"}) {
            QDirIterator files(source.filePath(folder), {"*.h", "*.cpp"}, QDir::Files,
                               QDirIterator::Subdirectories);
            while (files.hasNext()) {
                QFile file(files.next());
                if (file.fileName().contains("/examples_panel."))
                    continue;
                QVERIFY(file.open(QIODevice::ReadOnly | QIODevice::Text));
                ++read;
                const auto match = named.match(QString::fromUtf8(file.readAll()));
                QVERIFY2(!match.hasMatch(), qPrintable(file.fileName() + ": " + match.captured()));
            }
        }
        QVERIFY(read > 150);
    }
};

QTEST_MAIN(TestFigureTable)
#include "tst_figure_table.moc"
