// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/views/figures/figure_samples.h"
#include "tests/views/figures/pdf_streams.h"
#include "views/figures/figure_table.h"
#include "views/figures/gating_column_layout.h"
#include "views/figures/paper_figures.h"
#include "views/figures/printed_gating_figure.h"

#include <QDir>
#include <QFile>
#include <QPainter>
#include <QTemporaryDir>
#include <QtTest>

using namespace expertscope;

namespace {

using Figures = std::vector<std::shared_ptr<const Figure>>;

struct Case {
    const char* name;
    std::vector<int> experts;
    int jitter;
    int cells; ///< in the PDF of Fig. 2: rectangles of maps and matrices
};
const std::vector<Case> cases{{"4 and 4", {4, 4}, 4, 2 * (4 * 81 + 4 * 10)},
                              {"5 experts, no jitter", {5}, 0, 5 * 10},
                              {"4 and 16", {4, 16}, 4, 20 * 91},
                              {"2 and 3", {2, 3}, 2, 5 * 25 + 5 * 10}};

Figures figuresOf(const Case& wanted) {
    GatingStatistics statistics = samples::statistics(wanted.experts, wanted.jitter);
    const auto set = samples::exampleSet(wanted.jitter);
    samples::addTop(statistics, *set);
    return figureSet(statistics, set, nullptr);
}

QByteArray contents(const QString& path) {
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

/// The panels' rectangles in Fig. 2 at one column.
GatingLayout columnLayout(const Case& wanted) {
    FigureStyle style = printStyle();
    style.pointSize = columnPointSize;
    return layOutGatingColumn(samples::statistics(wanted.experts, wanted.jitter), {0, 0, 238, 1000}, style);
}

} // namespace

/// The paper's Figures 2, 3 and 5 as files for one column.
class TestPaperFigures : public QObject {
    Q_OBJECT

    void addCases() {
        QTest::addColumn<int>("which");
        for (std::size_t i = 0; i < cases.size(); ++i)
            QTest::newRow(cases[i].name) << int(i);
    }

  private slots:
    void manyAttributesFitOnAPage() {
        GatingStatistics statistics = samples::statistics({4, 16}, 0);
        for (LayerStatistics& layer : statistics.layers)
            layer.byAttribute.assign(4, MeanGating(layer.byAttribute.front()));
        std::vector<int> shown(2);
        for (const GatingPanel& panel :
             layOutGatingColumn(statistics, {0, 0, 238, 1000}, printStyle()).panels)
            shown[static_cast<std::size_t>(panel.layer)] += panel.attribute < 2 ? 1 : 100;
        QCOMPARE(shown, (std::vector<int>{2, 2}));

        FigureStyle style = printStyle();
        style.pointSize = columnPointSize;
        for (const double dpi : {150, 300, 1200}) {
            style.scale = dpi / 72;
            const QSizeF page = dpi / 25.4 * PrintedGatingFigure(statistics, {}).sizeInMm(84);
            const GatingLayout layout = layOutGatingColumn(statistics, QRectF(QPointF(), page), style);
            QVERIFY2(layout.used.bottom() <= page.height(), qPrintable(QString::number(dpi)));
        }
    }

    void namesAndSizesAreThePapers() {
        ExportOptions usual;
        usual.widthMm = 254;
        usual.style = darkStyle();
        usual.style.pointSize = 16;
        usual.style.autoRange = true;
        usual.style.map = ColourMap(ColourMap::Kind::Paper);
        const auto files =
            paperFiles(figuresOf(cases[0]), "/somewhere", {FigureFormat::Pdf, FigureFormat::Csv}, usual);
        QCOMPARE(files.size(), 3);
        QStringList names;
        for (const FigureFile& file : files) {
            names << file.path;
            QCOMPARE(file.options.widthMm, 84.0); // whatever is chosen for others
            QCOMPARE(file.options.style.pointSize, 8.0);
            QCOMPARE(file.options.style.background, QColor(Qt::white));
            QVERIFY(!file.options.style.autoRange);
            QVERIFY(file.options.style.map == ColourMap(ColourMap::Kind::Paper));
        }
        QCOMPARE(names, QStringList({"/somewhere/figure-2.pdf", "/somewhere/figure-3.pdf",
                                     "/somewhere/figure-5.pdf"}));
    }

    void whatDoesNotApplyIsLeftOut() {
        QCOMPARE(paperFiles(figuresOf(cases[1]), "/somewhere", {FigureFormat::Pdf}, {}).size(),
                 2); // no Fig. 5
        QVERIFY(paperFiles(figureSet({}, nullptr, nullptr), "/somewhere", {FigureFormat::Pdf}, {}).empty());
    }

    void mapsStandInARowAndTheMatrixBelow_data() { addCases(); }

    void mapsStandInARowAndTheMatrixBelow() {
        QFETCH(int, which);
        const GatingLayout layout = columnLayout(cases[which]);
        double bottom = 0; // of everything so far of layers above
        int layer = -1;
        QRectF maps;
        for (const GatingPanel& panel : layout.panels) {
            const QRectF& area = panel.grid.area;
            QVERIFY(area.left() > 0 && area.right() < layout.scaleBar.left());
            if (panel.layer != layer) {
                layer = panel.layer;
                QVERIFY(area.top() > bottom);
                maps = {};
            }
            if (panel.isMap()) {
                if (cases[which].experts[layer] <= 5)
                    QVERIFY(maps.isNull() || area.top() == maps.top());
                maps |= area;
            } else
                QVERIFY(area.top() > maps.bottom());
            bottom = std::max(bottom, area.bottom());
        }
    }

    void cellsAreRectanglesAndLettersSevenToNinePoints_data() { addCases(); }

    void cellsAreRectanglesAndLettersSevenToNinePoints() {
        QFETCH(int, which);
        QTemporaryDir folder;
        const auto files = paperFiles(figuresOf(cases[which]), folder.path(), {FigureFormat::Pdf}, {});
        exportFigures(files);
        for (const FigureFile& file : files) {
            const QByteArray pdf = contents(file.path), streams = testing::streamsOf(pdf);
            QCOMPARE(pdf.contains("/Subtype /Image"), file.path.contains("figure-3")); // tiles are images
            const std::vector<double> sizes = testing::letterSizes(pdf);
            QVERIFY2(!sizes.empty(), qPrintable(file.path));
            for (const double points : sizes)
                QVERIFY2(points >= 7 && points <= 9,
                         qPrintable(QString("%1: %2").arg(file.path).arg(points)));
            if (file.path.contains("figure-2"))
                QVERIFY(streams.count(" re\n") >= cases[which].cells);
        }
    }

    /// What the paper's caption says: from 0 to 2/M, so that an even row is in the middle.
    void jointColoursRunFromZeroToTwoOverM() {
        QTemporaryDir folder;
        GatingStatistics statistics = samples::statistics({4, 16});
        Matrix<float>& mean = statistics.joints[0].mean;
        mean.setConstant(1);
        mean(0, 0) = 0;
        mean(0, 1) = 2;
        mean(0, 2) = 1;
        mean /= mean.sum();
        const auto files =
            paperFiles(figureSet(statistics, nullptr, nullptr), folder.path(), {FigureFormat::Svg}, {});
        const FigureFile& joint = files.back();
        QVERIFY(joint.path.endsWith("figure-5.svg"));
        exportFigures({joint});
        const QByteArray svg = contents(joint.path);
        const ColourMap map;
        for (const double place : {0., 0.5, 1.})
            QVERIFY2(svg.contains(map.at(place).name().toLatin1()), qPrintable(map.at(place).name()));
        QVERIFY(svg.contains("0.125"));
    }

    /// Text that would leave the page is cut by the printer.
    void nothingLeavesThePage_data() { addCases(); }

    void nothingLeavesThePage() {
        QFETCH(int, which);
        for (const FigureFile& file : paperFiles(figuresOf(cases[which]), ".", {FigureFormat::Png}, {})) {
            const QSizeF mm = exportSizeInMm(*file.figure, file.options);
            const double scale = 4;
            const QSize page = (mm * 72 / 25.4 * scale).toSize();
            constexpr int around = 40;
            QImage image(page + QSize(2 * around, 2 * around), QImage::Format_RGB32);
            image.fill(Qt::white);
            QPainter painter(&image);
            FigureStyle style = file.options.style;
            style.scale = scale;
            file.figure->paint(painter, QRectF(QPointF(around, around), QSizeF(page)), style);
            painter.end();
            for (int y = 0; y < image.height(); ++y)
                for (int x = 0; x < image.width(); ++x)
                    if (!QRect(QPoint(around, around), page).contains(x, y))
                        QVERIFY2(image.pixel(x, y) == QColor(Qt::white).rgb(),
                                 qPrintable(QString("%1 at %2, %3").arg(file.path).arg(x).arg(y)));
        }
    }
};

QTEST_MAIN(TestPaperFigures)
#include "tst_paper_figures.moc"
