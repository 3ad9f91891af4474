// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/views/figures/pdf_streams.h"
#include "tests/views/figures/sample_figures.h"
#include "views/dialogs/export_dialog.h"
#include "views/dialogs/figure_preview.h"
#include "views/dialogs/numbers_dialog.h"
#include "views/figures/figure_table.h"

#include <QCheckBox>
#include <QComboBox>
#include <QDoubleSpinBox>
#include <QImage>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QProgressBar>
#include <QPushButton>
#include <QSettings>
#include <QTemporaryDir>
#include <QtTest>

using namespace expertscope;
using testing::streamsOf;

namespace {

const QString metadata = "{\"seed\":7,\"path\":\"/a <b> & c\"}";

QByteArray contents(const QString& path) {
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

} // namespace

/// The dialog as a person uses it, by mouse and keys, and the files that come of it.
class TestExportDialog : public QObject {
    Q_OBJECT

    QTemporaryDir folder_;
    std::unique_ptr<ExportDialog> dialog_;

    template <class Widget> Widget* control(const char* name) const {
        return dialog_->findChild<Widget*>(QLatin1String(name));
    }
    void click(const char* name) { QTest::mouseClick(control<QWidget>(name), Qt::LeftButton); }
    void toggle(const char* format) {
        control<QCheckBox>(format)->setFocus();
        QTest::keyClick(control<QCheckBox>(format), Qt::Key_Space);
    }
    QString out(const QString& name = {}) const { return folder_.filePath("out/" + name); }
    QStringList written() const { return QDir(out()).entryList(QDir::Files | QDir::Hidden, QDir::Name); }

    /// As the window does, but here and now.
    void write(const std::vector<FigureFile>& files) {
        dialog_->setRunning(true);
        QVERIFY(QDir().mkpath(out()));
        exportFigures(files);
        dialog_->setRunning(false);
    }

  private slots:
    void init() {
        dialog_ = std::make_unique<ExportDialog>();
        dialog_->setUsualFolder(out());
        dialog_->setFigures(samples::figures(), metadata);
        connect(dialog_.get(), &ExportDialog::exportRequested, this, &TestExportDialog::write);
        dialog_->show();
        QVERIFY(QTest::qWaitForWindowExposed(dialog_.get()));
    }
    void cleanup() {
        dialog_.reset();
        QDir(out()).removeRecursively();
    }

    void beginsWithThePapersFiguresAtOneColumn() {
        const ExportChoices choices = dialog_->choices();
        QCOMPARE(choices.figures, QStringList({"figure2-gating", "figure3-examples", "figure5-joint"}));
        QCOMPARE(choices.widthMm, 84.0);
        QCOMPARE(choices.pointSize, 8.0);
        QCOMPARE(control<QComboBox>("size")->currentIndex(), 0);
        QTest::keyClick(dialog_.get(), Qt::Key_Return);
        QCOMPARE(written(), QStringList({"figure2-gating.pdf", "figure3-examples.pdf", "figure5-joint.pdf"}));
    }

    void writesWhatIsTicked() {
        auto* list = control<QListWidget>("figures");
        list->setFocus();
        QTest::keyClick(list, Qt::Key_Space); // unticks the first
        QTest::keyClick(list, Qt::Key_Down);
        QTest::keyClick(list, Qt::Key_Space); // and the second
        toggle("pdf");
        toggle("png");
        toggle("csv");
        click("export");
        QCOMPARE(written(), QStringList({"figure5-joint.csv", "figure5-joint.png"}));
    }

    void exportAllWritesEveryFigure() {
        click("exportAll");
        QCOMPARE(written().size(),
                 static_cast<qsizetype>(figureTable().size()) + 3); // and as the paper prints three
        QVERIFY(written().contains("learning-curves.pdf"));
        for (const char* name : {"figure-2.pdf", "figure-3.pdf", "figure-5.pdf"})
            QVERIFY2(written().contains(name), name);
    }

    void theFilesHoldTheRunsConfiguration() {
        toggle("png");
        toggle("svg");
        click("export");
        const QByteArray json = metadata.toUtf8(), escaped = metadata.toHtmlEscaped().toUtf8();
        QCOMPARE(QImage(out("figure2-gating.png")).text("Description"), metadata);
        QVERIFY(contents(out("figure2-gating.svg")).contains(escaped));
        const QByteArray pdf = contents(out("figure2-gating.pdf")), streams = streamsOf(pdf);
        QVERIFY(streams.contains(json)); // attached
        const qsizetype xmp = streams.indexOf("<x:xmpmeta");
        QVERIFY(xmp >= 0);
        const QByteArray packet =
            streams.mid(xmp, streams.indexOf("</x:xmpmeta>", xmp) + 12 - xmp); // a document of its own
        QXmlStreamReader xml(packet);
        QString text;
        while (!xml.atEnd())
            if (xml.readNext() == QXmlStreamReader::Characters)
                text += xml.text();
        QVERIFY2(!xml.hasError(), qPrintable(xml.errorString()));
        QVERIFY(text.contains(metadata));
        QVERIFY(text.contains("Where & what"));
    }

    void cellsAreVectorsAndTilesUnspoilt() {
        click("export");
        QVERIFY(!contents(out("figure2-gating.pdf")).contains("/Subtype /Image"));
        QVERIFY(!contents(out("figure5-joint.pdf")).contains("/Subtype /Image"));
        const QByteArray tiles = contents(out("figure3-examples.pdf"));
        QVERIFY(tiles.contains("/Subtype /Image"));
        QVERIFY(!tiles.contains("/DCTDecode")); // JPEG
    }

    void lettersAreSevenToNinePointsAtOneColumn() {
        click("export");
        for (const QString& name : written()) {
            const std::vector<double> sizes = testing::letterSizes(contents(out(name)));
            QVERIFY2(!sizes.empty(), qPrintable(name));
            for (const double points : sizes)
                QVERIFY2(points >= 7 && points <= 9, qPrintable(QString("%1: %2").arg(name).arg(points)));
        }
    }

    void aUsualSizeSetsWidthAndLetters() {
        auto* size = control<QComboBox>("size");
        size->setFocus();
        QTest::keyClick(size, Qt::Key_Down);
        QTest::keyClick(size, Qt::Key_Down); // a slide
        QCOMPARE(control<QDoubleSpinBox>("width")->value(), 254.0);
        QCOMPARE(control<QDoubleSpinBox>("fontSize")->value(), 16.0);
        control<QDoubleSpinBox>("width")->setValue(100);
        QCOMPARE(size->currentText(), "Other");
    }

    void thePreviewIsOfTheChoices() {
        auto* preview = dialog_->findChild<FigurePreview*>();
        QImage last = preview->grab().toImage();
        const auto changed = [&] {
            const QImage now = preview->grab().toImage();
            return std::exchange(last, now) != now;
        };
        QVERIFY(!changed());
        control<QComboBox>("theme")->setCurrentIndex(2);
        QVERIFY(changed());
        control<QDoubleSpinBox>("fontSize")->setValue(12);
        QVERIFY(changed());
        control<QDoubleSpinBox>("height")->setValue(60);
        QVERIFY(changed());
        control<QListWidget>("figures")->setCurrentRow(2);
        QVERIFY(changed());
        dialog_->setColours(ColourMap(static_cast<ColourMap::Kind>(1)), false);
        QVERIFY(changed());
    }

    void whatIsNotThereIsNotOffered() {
        dialog_->setFigures(figureSet({}, nullptr, nullptr), metadata);
        QVERIFY(!control<QPushButton>("export")->isEnabled());
        QVERIFY(!control<QPushButton>("exportAll")->isEnabled());
        QVERIFY(!control<QPushButton>("copy")->isEnabled());
        QCOMPARE(control<QLabel>("note")->text(), "There are no numbers to draw yet.");
        dialog_->setFigures(samples::figures(), metadata); // the ticks are still there
        QCOMPARE(dialog_->choices().figures.size(), 3);
        QVERIFY(control<QPushButton>("export")->isEnabled());
    }

    void copyAsksForThePreviewedFigure() {
        QString title;
        double width = 0;
        connect(dialog_.get(), &ExportDialog::copyRequested, this,
                [&](const std::shared_ptr<const Figure>& figure, const ExportOptions& options) {
                    title = figure->title();
                    width = options.widthMm;
                });
        control<QListWidget>("figures")->setCurrentRow(2);
        click("copy");
        QCOMPARE(title, control<QListWidget>("figures")->item(2)->text());
        QCOMPARE(width, 84.0);
    }

    // All else goes on: another choice, other numbers, the preview.
    void whileAJobRunsNoOtherBegins() {
        QVERIFY(!control<QPushButton>("stop")->isVisible());
        dialog_->setRunning(true);
        dialog_->showProgress(0.25, "Drawing 3 of 12");
        dialog_->setFigures(samples::figures(), metadata);
        control<QListWidget>("figures")->setCurrentRow(1);
        toggle("png");
        for (const char* name : {"copy", "exportAll", "export"})
            QVERIFY2(!control<QPushButton>(name)->isEnabled(), name);
        QCOMPARE(control<QProgressBar>("progress")->value(), 250);
        QCOMPARE(control<QProgressBar>("progress")->text(), "Drawing 3 of 12");
        QVERIFY(control<QProgressBar>("progress")->isVisible());
        dialog_->setRunning(false);
        for (const char* name : {"copy", "exportAll", "export"})
            QVERIFY2(control<QPushButton>(name)->isEnabled(), name);
        for (const char* name : {"stop", "progress"})
            QVERIFY2(!control<QWidget>(name)->isVisible(), name);
    }

    void stopEscapeAndCloseStopIt() {
        QSignalSpy stopped(dialog_.get(), &ExportDialog::stopRequested);
        control<QPushButton>("export")->setFocus();
        dialog_->setRunning(true);
        QCOMPARE(dialog_->focusWidget(), control<QPushButton>("stop"));
        click("stop");
        QCOMPARE(stopped.size(), 1);
        QTest::keyClick(dialog_.get(), Qt::Key_Escape);
        QCOMPARE(stopped.size(), 2);
        QVERIFY(dialog_->isVisible()); // to say what became of it
        dialog_->setRunning(false);
        QCOMPARE(dialog_->focusWidget(), control<QPushButton>("export"));
        dialog_->setRunning(true);
        dialog_->close();
        QCOMPARE(stopped.size(), 3);
        QVERIFY(!dialog_->isVisible());
        dialog_->setRunning(false);
        dialog_->show();
        QTest::keyClick(dialog_.get(), Qt::Key_Escape);
        QCOMPARE(stopped.size(), 3);
        QVERIFY(!dialog_->isVisible());
    }

    void choicesAreRemembered() {
        QSettings settings(folder_.filePath("settings.ini"), QSettings::IniFormat);
        toggle("svg");
        control<QDoubleSpinBox>("width")->setValue(120);
        control<QLineEdit>("folder")->setText("/somewhere");
        control<QListWidget>("figures")->item(4)->setCheckState(Qt::Checked);
        dialog_->choices().save(settings);
        ExportDialog another;
        another.setChoices(ExportChoices::load(settings));
        another.setFigures(samples::figures(), metadata);
        const ExportChoices kept = another.choices();
        QCOMPARE(kept.widthMm, 120.0);
        QCOMPARE(kept.folder, "/somewhere");
        QCOMPARE(kept.formats, QList({FigureFormat::Svg, FigureFormat::Pdf}));
        QCOMPARE(kept.figures.size(), 4);
        settings.setValue("export/width", "wide"); // a damaged file
        settings.setValue("export/dpi", -3);
        QCOMPARE(ExportChoices::load(settings).widthMm, 84.0);
        QCOMPARE(ExportChoices::load(settings).dpi, 300.0);
    }

    void filesThatWouldBeReplacedAreCounted() {
        QCOMPARE(control<QLabel>("note")->text(), "3 files will be written.");
        click("export");
        QVERIFY(control<QLabel>("note")->text().contains("3 of these files exist"));
    }

    void numbersAreReadAsTheyWereWritten() {
        QCOMPARE(csvRows("a,b\r\n1,\"x, \"\"y\"\"\"\r\n,\"two\nlines\"\r\n"),
                 (std::vector<QStringList>{{"a", "b"}, {"1", "x, \"y\""}, {"", "two\nlines"}}));
        QVERIFY(csvRows("").empty());
    }

    void everyControlIsReachedByTabAndHasAName() {
        QSet<QWidget*> reached;
        dialog_->setFocus();
        for (int i = 0; i < 60; ++i) {
            QTest::keyClick(QApplication::focusWidget() ? QApplication::focusWidget() : dialog_.get(),
                            Qt::Key_Tab);
            reached << QApplication::focusWidget();
        }
        for (const char* name : {"figures", "size", "width", "height", "fontSize", "theme", "pdf", "svg",
                                 "png", "csv", "folder", "copy", "exportAll", "export"})
            QVERIFY2(reached.contains(control<QWidget>(name)), name);
    }
};

QTEST_MAIN(TestExportDialog)
#include "tst_export_dialog.moc"
