// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/expertscope/export/figure_job.h"
#include "tests/views/figures/sample_figures.h"
#include "views/figures/figure_table.h"
#include "views/figures/learning_curves_figure.h"
#include "views/figures/sweep_figure.h"

#include <QClipboard>
#include <QDir>
#include <QImage>
#include <QMimeData>
#include <QPainter>
#include <QSvgRenderer>
#include <QTemporaryDir>
#include <QtTest>

using namespace expertscope;

namespace {

constexpr int patience = 60000; // milliseconds: generous, for a busy machine

using Figures = std::vector<std::shared_ptr<const Figure>>;

ExportOptions optionsOf(FigureFormat format, double widthMm = 84) {
    ExportOptions options;
    options.format = format;
    options.widthMm = widthMm;
    options.dpi = 150;
    return options;
}

SweepPlotData sweepPlot() {
    SweepPlotData data;
    data.name = "width";
    return data;
}

QByteArray contents(const QString& path) {
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

QImage drawn(const QByteArray& svg) {
    QImage image(800, 600, QImage::Format_RGB32);
    QPainter painter(&image);
    QSvgRenderer(svg).render(&painter);
    return image;
}

} // namespace

/// Figures drawn on another thread than the window's.
class TestFigureJob : public QObject {
    Q_OBJECT

    std::unique_ptr<QTemporaryDir> folder_;
    std::unique_ptr<FigureJob> job_;
    std::unique_ptr<QSignalSpy> wrote_, copied_, cancelled_, failed_, progressed_;

    QString out(const QString& name = {}) const { return folder_->filePath("deep/er/" + name); }
    QStringList found() const {
        return QDir(folder_->path()).entryList(QDir::AllEntries | QDir::Hidden | QDir::NoDotAndDotDot);
    }
    std::vector<FigureFile> files(const Figures& figures, FigureFormat format, double widthMm = 84) const {
        std::vector<FigureFile> files;
        for (const auto& figure : figures)
            files.push_back({figure, out(figure->id() + '.' + suffixOf(format)), optionsOf(format, widthMm)});
        return files;
    }
    /// Until it is over, however it ends.
    void waitForIt() { QTRY_VERIFY_WITH_TIMEOUT(!job_->running(), patience); }
    /// Waits for nothing: the event loop does not turn.
    static Figures manyCurves() {
        const auto curves = std::make_shared<LearningCurvesFigure>(samples::history(8, {4, 4}));
        return Figures(20, curves);
    }

  private slots:
    void init() {
        folder_ = std::make_unique<QTemporaryDir>();
        job_ = std::make_unique<FigureJob>();
        wrote_ = std::make_unique<QSignalSpy>(job_.get(), &FigureJob::wrote);
        copied_ = std::make_unique<QSignalSpy>(job_.get(), &FigureJob::copied);
        cancelled_ = std::make_unique<QSignalSpy>(job_.get(), &FigureJob::wasCancelled);
        failed_ = std::make_unique<QSignalSpy>(job_.get(), &FigureJob::failed);
        progressed_ = std::make_unique<QSignalSpy>(job_.get(), &FigureJob::progressed);
    }
    void cleanup() { job_.reset(); }

    void whatAWidgetDrawsNeedsTheWindow() {
        int widgets = 0;
        for (const auto& figure : samples::figures())
            widgets += figure->needsWindowThread() ? 1 : 0;
        QCOMPARE(widgets, 2); // learning curves and load
        QVERIFY(SweepFigure(sweepPlot()).needsWindowThread());
    }

    void filesAreAsTheWindowWouldDrawThem_data() {
        QTest::addColumn<FigureFormat>("format");
        QTest::newRow("PNG") << FigureFormat::Png;
        QTest::newRow("CSV") << FigureFormat::Csv;
        QTest::newRow("SVG") << FigureFormat::Svg;
    }
    void filesAreAsTheWindowWouldDrawThem() {
        QFETCH(FigureFormat, format);
        const Figures figures = samples::figures();
        job_->write(files(figures, format));
        QVERIFY(job_->running());
        waitForIt();
        QCOMPARE(wrote_->size(), 1);
        QCOMPARE(wrote_->front().front().toStringList().size(), qsizetype(figures.size()));
        for (const auto& figure : figures) {
            const ExportOptions options = optionsOf(format);
            const QString name = figure->id() + '.' + suffixOf(format);
            const QByteArray here = renderFigure(*figure, options, name);
            QVERIFY2(format == FigureFormat::Svg ? drawn(contents(out(name))) == drawn(here)
                                                 : contents(out(name)) == here,
                     qPrintable(name));
        }
    }

    void saysHowFarItIs() {
        job_->write(files(samples::figures(), FigureFormat::Csv));
        waitForIt();
        QCOMPARE(progressed_->front().at(0).toDouble(), 0.0);
        QCOMPARE(progressed_->front().at(1).toString(), QString("Drawing 1 of %1").arg(figureTable().size()));
        QCOMPARE(progressed_->back().at(0).toDouble(), 1.0);
    }

    void aCancelledOneLeavesNothing() {
        job_->write(files(samples::figures(), FigureFormat::Png, 400));
        job_->cancel();
        waitForIt();
        QCOMPARE(cancelled_->size(), 1);
        QCOMPARE(wrote_->size(), 0);
        QCOMPARE(found(), QStringList());                          // not even the folders
        job_->write(files(samples::figures(), FigureFormat::Csv)); // and the next one is made
        waitForIt();
        QCOMPARE(wrote_->size(), 1);
    }

    void cancelledAfterSomeOfThem() {
        connect(job_.get(), &FigureJob::progressed, job_.get(), [this](double fraction) {
            if (fraction > 0)
                job_->cancel();
        });
        const Figures curves = manyCurves(); // it waits for the window at each of them
        job_->write(files(curves, FigureFormat::Png));
        waitForIt();
        QCOMPARE(cancelled_->size(), 1);
        QCOMPARE(found(), QStringList());
    }

    /// Neither waits for the other, though curves need the thread that waits for the job's end.
    void theWindowMayGoWhileCurvesAreDrawn() {
        job_->write(files(manyCurves(), FigureFormat::Png));
        QTest::qSleep(50);
        job_.reset();
        QCOMPARE(wrote_->size(), 0);
        QCOMPARE(found(), QStringList());
        QCoreApplication::processEvents(); // strokes that were asked for and are wanted no more
    }

    void whatIsThereStays() {
        QVERIFY(QDir().mkpath(out()));
        job_->write(files(samples::figures(), FigureFormat::Png));
        job_->cancel();
        waitForIt();
        QVERIFY(QDir(out()).exists() && QDir(out()).isEmpty());
    }

    void allFilesAreWrittenOrNone() {
        const auto wanted = files(samples::figures(), FigureFormat::Pdf);
        QVERIFY(QDir().mkpath(wanted.back().path)); // the last one's place is taken
        QFile old(wanted.front().path);
        QVERIFY(old.open(QIODevice::WriteOnly));
        old.write("an older figure");
        old.close();
        job_->write(wanted);
        waitForIt();
        QCOMPARE(failed_->size(), 1);
        QVERIFY(failed_->front().front().toString().contains(wanted.back().path));
        QCOMPARE(contents(wanted.front().path), "an older figure");
        QCOMPARE(QDir(out()).entryList(QDir::Files | QDir::Hidden),
                 QStringList{QFileInfo(wanted.front().path).fileName()});
    }

    void aFolderThatCannotBeMadeIsSaid() {
        QFile file(folder_->filePath("deep"));
        QVERIFY(file.open(QIODevice::WriteOnly));
        job_->write(files(samples::figures(), FigureFormat::Csv));
        waitForIt();
        QCOMPARE(failed_->size(), 1);
        const QString sentence = failed_->front().front().toString();
        QVERIFY2(sentence.contains("deep/er") && sentence.endsWith('.'), qPrintable(sentence));
        QCOMPARE(found(), QStringList{"deep"});
    }

    void theClipboardGetsPictureAndDrawing() {
        for (const auto& figure : samples::figures()) {
            job_->copy(figure, optionsOf(FigureFormat::Png));
            waitForIt();
            QCOMPARE(copied_->takeFirst().front().toString(), figure->title());
            const QMimeData* data = QGuiApplication::clipboard()->mimeData();
            const auto image = qvariant_cast<QImage>(data->imageData());
            QCOMPARE(image.width(), 496); // 84 mm at 150 dpi
            QVERIFY(data->data("image/svg+xml").contains("<svg"));
            QVERIFY(QImage::fromData(data->data("image/png"), "png") == image);
        }
    }

    void aCancelledCopyLeavesTheClipboardAlone() {
        QGuiApplication::clipboard()->setText("mine");
        job_->copy(samples::figures().front(), optionsOf(FigureFormat::Png, 400));
        job_->cancel();
        waitForIt();
        QCOMPARE(cancelled_->size(), 1);
        QCOMPARE(QGuiApplication::clipboard()->text(), "mine");
    }
};

QTEST_MAIN(TestFigureJob)
#include "tst_figure_job.moc"
