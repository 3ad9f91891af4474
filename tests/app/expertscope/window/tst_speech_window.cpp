// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/expertscope/panels/figure_panels.h"
#include "model/speech/speaking_process.h"
#include "tests/app/expertscope/window/ready_window.h"
#include "tests/app/expertscope/window/small_data.h"
#include "tests/model/run/run_files.h"
#include "tests/model/speech/fixture_corpus.h"
#include "views/panels/experiment_panel.h"
#include "views/panels/figure_view.h"
#include "views/panels/inspector_view.h"
#include "views/panels/message_bar.h"
#include "views/panels/probe_view.h"

#include <QComboBox>
#include <QDockWidget>
#include <QLabel>
#include <QSpinBox>
#include <QTemporaryDir>
#include <QToolButton>

using namespace expertscope;
using testing::patience;
using State = EngineStatus::State;

/// A folder of speech in the window, opened from an experiment on images.
class TestSpeechWindow : public QObject {
    Q_OBJECT
  private slots:
    void openedFromImages() {
        testing::writeVoices(path("voices"));
        testing::writeSmallData(path("images"));

        MainWindow window(2);
        testing::showWindow(window, path("runs"));
        window.session().open(testing::smallConfig(path("images")));
        testing::waitReady(window);
        QVERIFY(said(window).isEmpty());
        window.openFolder(QString::fromStdString(path("voices")));
        testing::waitReady(window, [&] { return window.session().config().data.source == "speech"; });
        QCOMPARE(window.session().config().data.jitter, 0); // speech has none
        QTRY_VERIFY_WITH_TIMEOUT(said(window).contains("The test set is 1 of the 3 speakers"), patience);

        std::vector<std::string> attributes;
        connect(&window.session(), &TrainingSession::snapshotChanged, this,
                [&](const std::shared_ptr<const TrainingSnapshot>& snapshot) {
                    attributes.clear();
                    for (const MeanGating& gating : snapshot->statistics.layers.at(0).byAttribute)
                        attributes.push_back(gating.attribute);
                });
        window.session().start();
        QTRY_VERIFY_WITH_TIMEOUT(window.status()->step > 20, patience);
        window.session().pause();
        testing::waitReady(window);
        QTRY_COMPARE_WITH_TIMEOUT(
            attributes, (std::vector<std::string>{"class", "phone group", "speaker", "position"}), patience);

        window.openFolder(QString::fromStdString(path("images")));
        testing::waitReady(window, [&] { return window.session().config().data.source == "mnist"; });
    }

    /// From images that are trained on, to synthetic speech that nobody waits for: all is as it was.
    void speakingIsCancelled_data() {
        QTest::addColumn<bool>("byKey");
        QTest::newRow("button") << false;
        QTest::newRow("key") << true;
    }
    void speakingIsCancelled() {
        QFETCH(bool, byKey);
        if (!SpeakingProcess::available())
            QSKIP("built without libespeak-ng");
        qputenv("XDG_DATA_HOME", folder_.filePath("nothing kept").toUtf8());
        testing::writeSmallData(path("images"));
        MainWindow window(2);
        testing::showWindow(window, path("runs"));
        window.session().open(testing::smallConfig(path("images")));
        testing::waitReady(window);
        auto* cancel = window.findChild<QToolButton*>("cancelLoadButton");
        QVERIFY(!cancel->isVisible());
        window.openPreset("speech-4x128-16x128");
        QTRY_VERIFY_WITH_TIMEOUT(cancel->isVisible() && cancel->isEnabled(), patience);
        const auto* text = window.findChild<QLabel*>("statusText");
        QTRY_VERIFY_WITH_TIMEOUT(text->text().contains("synthetic speech"), patience);
        if (byKey)
            QTest::keyClick(&window, Qt::Key_Period, Qt::ControlModifier);
        else
            QTest::mouseClick(cancel, Qt::LeftButton);
        testing::waitReady(window, [&] { return !cancel->isVisible(); });
        QVERIFY(said(window).isEmpty());
        QCOMPARE(window.session().config().data.source, "mnist");
        auto* panel = window.findChild<ExperimentPanel*>();
        QTRY_COMPARE(panel->findChild<QComboBox*>("preset")->currentIndex(), -1);
        QVERIFY(panel->findChild<QSpinBox*>("jitter")->isVisible());
        window.session().start();
        QTRY_VERIFY_WITH_TIMEOUT(window.status()->step > 5, patience);
    }

    void controlsOfImagesAreNotThere() {
        testing::writeVoices(path("voices"));
        MainWindow window(2);
        testing::showWindow(window, path("runs"));
        openVoices(window);
        QVERIFY(!window.findChild<QSpinBox*>("jitter")->isVisible());
        auto* probe = window.findChild<ProbeView*>();
        auto* dock = window.findChild<QDockWidget*>("probe");
        dock->raise();
        QTRY_VERIFY(probe->isVisible());
        QTRY_VERIFY_WITH_TIMEOUT(probe->findChild<QLabel*>("notDrawable")->isVisible(), patience);
        QVERIFY(!probe->canvas()->isVisible());
        testing::writeSmallData(path("images"));
        window.openFolder(QString::fromStdString(path("images")));
        testing::waitReady(window, [&] { return window.session().config().data.source == "mnist"; });
        QTRY_VERIFY_WITH_TIMEOUT(probe->canvas()->isVisible(), patience);
        QVERIFY(!probe->findChild<QLabel*>("notDrawable")->isVisible());
    }

    /// A click shows the stretch around the example, and plays it or says why it cannot be heard.
    void aClickedExampleIsHeard() {
        testing::writeVoices(path("voices"));
        MainWindow window(2);
        testing::showWindow(window, path("runs"));
        openVoices(window);
        FigureView* examples = window.findChild<FigurePanels*>()->examples();
        QTRY_VERIFY_WITH_TIMEOUT(!examples->figure()->isEmpty(), patience);
        const auto cells = examples->figure()->cells(examples->rect(), examples->figureStyle());
        QVERIFY(!cells.empty());
        const QString readOut = examples->figure()->readOut(cells.front().shows);
        QVERIFY2(readOut.contains(".wav at "), qPrintable(readOut));
        window.findChild<MessageBar*>("messageBar")->hide();
        QTest::mouseClick(examples, Qt::LeftButton, {}, cells.front().area.center().toPoint());
        auto* inspector = window.findChild<InspectorView*>();
        QTRY_VERIFY_WITH_TIMEOUT(inspector->answer(), patience);
        QVERIFY(!inspector->stretchArea().isEmpty());
        QVERIFY(inspector->rect().contains(inspector->stretchArea().toRect()));
        if (QFile::exists("/dev/snd") || qEnvironmentVariableIsSet("PULSE_SERVER"))
            return; // it is heard here
        QTRY_VERIFY_WITH_TIMEOUT(said(window).contains("cannot be heard"), patience);
        for (const bool byKey : {true, false}) {
            window.findChild<MessageBar*>("messageBar")->hide();
            if (byKey)
                QTest::keyClick(&window, Qt::Key_P);
            else
                QTest::mouseClick(inspector, Qt::LeftButton, {}, inspector->stretchArea().center().toPoint());
            QTRY_VERIFY_WITH_TIMEOUT(said(window).contains("cannot be heard"), patience);
        }
    }

  private:
    void openVoices(MainWindow& window) {
        RunConfig config = testing::smallConfig(path("voices"));
        config.data.source = "speech";
        config.data.jitter = 0;
        window.session().open(config);
        testing::waitReady(window, [&] { return window.session().config().data.source == "speech"; });
    }
    std::string path(const char* name) const { return folder_.filePath(name).toStdString(); }
    static QString said(const MainWindow& window) {
        const auto* bar = window.findChild<MessageBar*>("messageBar");
        return bar->isVisible() ? bar->message() : QString();
    }

    QTemporaryDir folder_{testing::temporaryPlace()};
};

QTEST_MAIN(TestSpeechWindow)
#include "tst_speech_window.moc"
