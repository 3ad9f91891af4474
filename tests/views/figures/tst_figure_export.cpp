// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/base/error.h"
#include "tests/views/figures/figure_samples.h"
#include "views/figures/examples_figure.h"
#include "views/figures/factorisation_figure.h"
#include "views/figures/figure_export.h"
#include "views/figures/figure_table.h"
#include "views/figures/gating_figure.h"
#include "views/figures/joint_figure.h"
#include "views/figures/learning_curves_figure.h"
#include "views/figures/load_figure.h"

#include <QDir>
#include <QImage>
#include <QTemporaryDir>
#include <QXmlStreamReader>
#include <QtTest>

using namespace expertscope;

namespace {

const QString metadata = "{\"seed\": 7, \"name\": \"a < b & c\"}";

std::vector<std::shared_ptr<const Figure>> allFigures() {
    GatingStatistics statistics = samples::statistics({4, 4});
    const auto set = samples::exampleSet();
    samples::addTop(statistics, *set);
    const auto history = samples::history(8, {4, 4});
    std::vector<std::shared_ptr<const Figure>> all = figureSet(statistics, set, history);
    for (const auto& empty : figureSet({}, nullptr, nullptr))
        all.push_back(empty);
    return all;
}

QByteArray contents(const QString& path) {
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

/// The message of the error that exporting there gives; empty if it works.
QString errorOf(const QString& path, ExportOptions options = {}) {
    try {
        exportFigure(JointFigure(samples::statistics({2, 2})), path, options);
    } catch (const FileError& error) {
        return QString::fromStdString(error.what());
    }
    return {};
}

} // namespace

class TestFigureExport : public QObject {
    Q_OBJECT

  private slots:
    void pngHasTheAskedSize_data() {
        QTest::addColumn<double>("width");
        QTest::addColumn<double>("dpi");
        QTest::newRow("one column, 300") << 84. << 300.;
        QTest::newRow("page, 150") << 170. << 150.;
        QTest::newRow("slide, 96") << 254. << 96.;
    }

    void pngHasTheAskedSize() {
        QFETCH(double, width);
        QFETCH(double, dpi);
        QTemporaryDir folder;
        for (const auto& figure : allFigures()) {
            const QString path = folder.filePath(figure->id() + ".png");
            ExportOptions options;
            options.format = FigureFormat::Png;
            options.widthMm = width;
            options.dpi = dpi;
            options.metadata = metadata;
            exportFigure(*figure, path, options);
            const QImage image(path);
            const QSizeF expected = figure->sizeInMm(width) * dpi / 25.4;
            QVERIFY(std::abs(image.width() - expected.width()) <= 1);
            QVERIFY(std::abs(image.height() - expected.height()) <= 1);
            QCOMPARE(image.text("Description"), metadata);
            QVERIFY(std::abs(image.dotsPerMeterX() * 0.0254 - dpi) < 0.1);
        }
    }

    void svgIsXmlWithTextAndDescription() {
        QTemporaryDir folder;
        for (const auto& figure : allFigures()) {
            const QString path = folder.filePath(figure->id() + ".svg");
            ExportOptions options;
            options.format = FigureFormat::Svg;
            options.metadata = metadata;
            exportFigure(*figure, path, options);
            QXmlStreamReader xml(contents(path));
            QString title, description;
            int texts = 0;
            while (!xml.atEnd()) {
                xml.readNext();
                if (!xml.isStartElement())
                    continue;
                texts += xml.name() == QLatin1String("text") ? 1 : 0;
                if (xml.name() == QLatin1String("title"))
                    title = xml.readElementText();
                else if (xml.name() == QLatin1String("desc"))
                    description = xml.readElementText();
            }
            QVERIFY2(!xml.hasError(), qPrintable(figure->id() + ": " + xml.errorString()));
            QCOMPARE(title, figure->title());
            QCOMPARE(description, metadata);
            QVERIFY2(texts > 0, qPrintable(figure->id()));
        }
    }

    void pdfIsPdfWithTheRunInIt() {
        QTemporaryDir folder;
        for (const auto& figure : allFigures()) {
            const QString path = folder.filePath(figure->id() + ".pdf");
            ExportOptions options;
            options.metadata = metadata;
            exportFigure(*figure, path, options);
            const QByteArray bytes = contents(path);
            QVERIFY(bytes.startsWith("%PDF"));
            QVERIFY(bytes.contains("EmbeddedFile"));
        }
    }

    void csvIsTheFiguresOwn() {
        QTemporaryDir folder;
        for (const auto& figure : allFigures()) {
            ExportOptions options;
            options.format = FigureFormat::Csv;
            exportFigure(*figure, folder.filePath("numbers.csv"), options);
            QCOMPARE(contents(folder.filePath("numbers.csv")), figure->toCsv().toUtf8());
        }
    }

    void failuresAreOneSentenceAndLeaveNothing_data() {
        QTest::addColumn<QString>("place");
        QTest::addColumn<QString>("mention");
        QTest::newRow("missing folder") << "absent/figure.pdf"
                                        << "does not exist";
        QTest::newRow("a folder of that name") << "taken.pdf"
                                               << "taken.pdf";
        QTest::newRow("a place that takes no files") << "/proc/figure.pdf"
                                                     << "/proc/figure.pdf";
    }

    void failuresAreOneSentenceAndLeaveNothing() {
        QFETCH(QString, place);
        QFETCH(QString, mention);
        QTemporaryDir folder;
        QVERIFY(QDir(folder.path()).mkdir("taken.pdf"));
        const QString path = QDir::isAbsolutePath(place) ? place : folder.filePath(place);
        const QString message = errorOf(path);
        QVERIFY2(message.startsWith("Cannot write " + path) && message.endsWith('.'), qPrintable(message));
        QVERIFY2(message.contains(mention), qPrintable(message));
        QVERIFY(!message.contains('\n'));
        QCOMPARE(QDir(folder.path()).entryList(QDir::AllEntries | QDir::NoDotAndDotDot | QDir::Hidden),
                 QStringList{"taken.pdf"});
    }

    void impossibleSizesAreRefused() {
        QTemporaryDir folder;
        ExportOptions options;
        options.format = FigureFormat::Png;
        options.dpi = 1e6;
        QVERIFY(errorOf(folder.filePath("a.png"), options).contains("30,000"));
        options.dpi = std::numeric_limits<double>::quiet_NaN();
        QVERIFY(errorOf(folder.filePath("a.png"), options).contains("above 0"));
        options.dpi = 300;
        options.widthMm = 0;
        QVERIFY(errorOf(folder.filePath("a.png"), options).contains("above 0"));
        QVERIFY(QDir(folder.path()).isEmpty());
    }

    void aPictureTooLargeForTheClipboardIsSaid() {
        ExportOptions options;
        options.widthMm = 500;
        options.heightMm = 500;
        options.dpi = 310; // 149 MB
        const GatingFigure figure(samples::statistics({4, 4}));
        try {
            drawForClipboard(figure, options);
            QFAIL("it was copied");
        } catch (const FileError& error) {
            QCOMPARE(QString(error.what()),
                     "Cannot write the clipboard: the picture is too large for it; choose a "
                     "smaller size or fewer dots per inch.");
        }
    }

    void anOlderFileIsReplacedWhole() {
        QTemporaryDir folder;
        const QString path = folder.filePath("figure.csv");
        QFile old(path);
        QVERIFY(old.open(QIODevice::WriteOnly));
        old.write(QByteArray(1 << 20, 'x'));
        old.close();
        ExportOptions options;
        options.format = FigureFormat::Csv;
        QCOMPARE(errorOf(path, options), QString());
        QVERIFY(!contents(path).contains("xxx"));
    }

    void formatsHaveNames() {
        QCOMPARE(figureFormat("PDF"), std::optional(FigureFormat::Pdf));
        QCOMPARE(figureFormat("csv"), std::optional(FigureFormat::Csv));
        QCOMPARE(figureFormat("gif"), std::nullopt);
    }
};

QTEST_MAIN(TestFigureExport)
#include "tst_figure_export.moc"
