#include "app/expertscope/figure_panels.h"
#include "tests/app/window/ready_window.h"
#include "tests/app/window/small_data.h"
#include "tests/model/run/run_files.h"
#include "tests/model/speech/fixture_corpus.h"
#include "views/message_bar.h"

#include <QTemporaryDir>

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
        QTRY_VERIFY_WITH_TIMEOUT(window.session().status()->step > 20, patience);
        window.session().pause();
        testing::waitReady(window);
        QTRY_COMPARE_WITH_TIMEOUT(
            attributes, (std::vector<std::string>{"class", "phone group", "speaker", "position"}), patience);

        window.openFolder(QString::fromStdString(path("images")));
        testing::waitReady(window, [&] { return window.session().config().data.source == "mnist"; });
    }

  private:
    std::string path(const char* name) const { return folder_.filePath(name).toStdString(); }
    static QString said(const MainWindow& window) {
        const auto* bar = window.findChild<MessageBar*>("messageBar");
        return bar->isVisible() ? bar->message() : QString();
    }

    QTemporaryDir folder_{testing::temporaryPlace()};
};

QTEST_MAIN(TestSpeechWindow)
#include "tst_speech_window.moc"
