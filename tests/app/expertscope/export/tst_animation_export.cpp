// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/expertscope/export/animation_job.h"
#include "app/expertscope/export/video_encoder.h"
#include "app/expertscope/panels/timeline_controller.h"
#include "app/expertscope/window/main_window.h"
#include "tests/app/expertscope/window/window_test.h"
#include "views/dialogs/animation_dialog.h"
#include "views/panels/message_bar.h"

#include <QAction>
#include <QComboBox>
#include <QImageReader>
#include <QLineEdit>
#include <QListWidget>
#include <QPushButton>
#include <QSpinBox>

using namespace expertscope;
using State = EngineStatus::State;

namespace {

constexpr int patience = 60000; // milliseconds: generous, for a busy machine

} // namespace

/// Animations of a real, small run: from the menu to the files.
class TestAnimationExport : public testing::WindowTest {
    Q_OBJECT

    QString out(const QString& name = {}) const { return folder_.filePath("out/" + name); }
    QStringList written() const {
        return QDir(out()).entryList(QDir::AllEntries | QDir::Hidden | QDir::NoDotAndDotDot, QDir::Name);
    }
    AnimationDialog* dialog() const { return window_->findChild<AnimationDialog*>(); }
    template <class Widget> Widget* control(const char* name) const {
        return dialog()->findChild<Widget*>(QLatin1String(name));
    }
    QString message() const {
        const auto* bar = dialog()->findChild<MessageBar*>();
        return bar->isVisible() ? bar->message() : QString();
    }
    const Timeline& timeline() const { return window_->findChild<TimelineController*>()->timeline(); }
    int moments() const { return int(timeline().moments().size()); }

    void openDialog() {
        QTest::keyClick(window_.get(), Qt::Key_A, Qt::ControlModifier | Qt::ShiftModifier);
        QTRY_VERIFY(dialog() && dialog()->isVisible());
        control<QLineEdit>("folder")->setText(out());
        control<QSpinBox>("width")->setValue(160);
    }
    void make(int format) {
        control<QComboBox>("format")->setCurrentIndex(format);
        QTest::mouseClick(control<QPushButton>("make"), Qt::LeftButton);
        QTRY_VERIFY_WITH_TIMEOUT(control<QPushButton>("make")->isEnabled(), patience);
    }

    void open() {
        window_.reset();
        window_ = std::make_unique<MainWindow>(2);
        testing::showWindow(*window_, path("runs"));
    }
    void trainEpoch(std::int64_t end) {
        QTest::keyClick(window_.get(), Qt::Key_E);
        QTRY_COMPARE_WITH_TIMEOUT(window_->status()->step, end, patience);
        waitReady();
        QTRY_VERIFY_WITH_TIMEOUT(moments() > 3 && timeline().moments().back().step == end, patience);
    }

  private slots:
    void init() {
        testing::writeSmallData(path("data"));
        open();
        window_->begin(testing::smallConfig(path("data")), {});
        waitReady();
        trainEpoch(30);
    }
    void cleanup() {
        closeAndForget();
        QDir(out()).removeRecursively();
    }

    void onePictureAMoment() {
        openDialog();
        make(0);
        QCOMPARE(written(), QStringList{"figure2-gating-frames"});
        QVERIFY2(message().contains("figure2-gating-frames"), qPrintable(message()));
        const QDir frames(out("figure2-gating-frames"));
        const QStringList files = frames.entryList(QDir::Files, QDir::Name);
        QCOMPARE(files.size(), moments());
        QCOMPARE(files.first(), "frame-00001.png");
        const QImage first(frames.filePath(files.first())), last(frames.filePath(files.last()));
        QCOMPARE(first.width(), 160);
        QCOMPARE(first.size(), last.size());
        QVERIFY(first != last);
        QVERIFY(last.text("Title").contains("step 30"));
        QVERIFY(last.text("Description").contains("\"seed\""));
        make(0); // an older one stays
        QCOMPARE(written(), QStringList({"figure2-gating-frames", "figure2-gating-frames-2"}));
    }

    // Curves are drawn by a widget, on the window's thread.
    void curves() {
        openDialog();
        auto* figures = control<QListWidget>("figures");
        for (int i = 0; i < figures->count(); ++i)
            figures->item(i)->setCheckState(figures->item(i)->text().contains("urve") ? Qt::Checked
                                                                                      : Qt::Unchecked);
        make(0);
        QCOMPARE(written(), QStringList{"learning-curves-frames"});
        const QDir frames(out("learning-curves-frames"));
        QCOMPARE(frames.entryList(QDir::Files).size(), moments());
    }

    void videos_data() {
        QTest::addColumn<int>("format");
        QTest::addColumn<QString>("file");
        QTest::addColumn<QByteArray>("mark"); // within the first bytes
        QTest::newRow("MP4") << 1 << "figure2-gating.mp4" << QByteArray("ftyp");
        QTest::newRow("WebP") << 2 << "figure2-gating.webp" << QByteArray("ANIM");
    }

    void videos() {
        if (videoEncoder().isEmpty())
            QSKIP("ffmpeg is not installed; videos are not offered then.");
        QFETCH(int, format);
        QFETCH(QString, file);
        QFETCH(QByteArray, mark);
        openDialog();
        for (int i = 0; i < 2; ++i) { // the second takes the place of the first
            make(format);
            QCOMPARE(written(), QStringList{file});
            QFile video(out(file));
            QVERIFY(video.open(QIODevice::ReadOnly));
            QVERIFY(video.read(64).contains(mark));
        }
    }

    void aStoppedOneLeavesNothing() {
        openDialog();
        control<QSpinBox>("width")->setValue(AnimationPlan::mostWidth); // takes a while
        QTest::mouseClick(control<QPushButton>("make"), Qt::LeftButton);
        QVERIFY(!control<QPushButton>("make")->isEnabled());
        QTest::keyClick(dialog(), Qt::Key_Escape);
        QTRY_VERIFY_WITH_TIMEOUT(control<QPushButton>("make")->isEnabled(), patience);
        QVERIFY2(message().startsWith("Stopped"), qPrintable(message()));
        QCOMPARE(written(), QStringList());
        make(0); // and the next one is made
        QCOMPARE(written().size(), 1);
    }

    void aWindowThatClosesMeanwhileStopsIt() {
        openDialog();
        control<QSpinBox>("width")->setValue(AnimationPlan::mostWidth);
        QTest::mouseClick(control<QPushButton>("make"), Qt::LeftButton);
        window_.reset();
        QCOMPARE(written(), QStringList());
    }

    void aPlaceThatTakesNoFilesIsSaidInOneSentence() {
        openDialog();
        control<QLineEdit>("folder")->setText("/proc/animations");
        make(0);
        QVERIFY2(message().contains("/proc/animations") && message().endsWith('.'), qPrintable(message()));
    }

    /// One damaged file in the run's history is no reason to have nothing.
    void momentsThatCannotBeReadAreLeftOut() {
        trainEpoch(60);
        const int before = moments();
        const auto run = std::filesystem::directory_iterator(path("runs"))->path();
        open();
        window_->openFolder(QString::fromStdString(run.string()));
        waitReady();
        QTRY_COMPARE_WITH_TIMEOUT(moments(), before, patience);
        std::vector<std::filesystem::path> files;
        for (const auto& file : std::filesystem::directory_iterator(run / "snapshots"))
            files.push_back(file.path());
        QVERIFY(files.size() > 1);
        std::sort(files.begin(), files.end());
        std::filesystem::resize_file(files.front(), 10);
        openDialog();
        make(0);
        QVERIFY2(message().contains("could not be read and are left out"), qPrintable(message()));
        const int drawn = int(QDir(out("figure2-gating-frames")).entryList(QDir::Files).size());
        QVERIFY(drawn > 0 && drawn < before);
        for (const auto& file : files)
            std::filesystem::resize_file(file, 10);
        QVERIFY(QDir(out()).removeRecursively());
        make(0); // now nothing can be read
        QVERIFY2(message().contains("epoch-") && message().endsWith('.'), qPrintable(message()));
        QCOMPARE(written(), QStringList());
    }
};

QTEST_MAIN(TestAnimationExport)
#include "tst_animation_export.moc"
