// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/views/figures/sample_figures.h"
#include "views/dialogs/animation_dialog.h"
#include "views/figures/animation_frame.h"

#include <QComboBox>
#include <QDoubleSpinBox>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QProgressBar>
#include <QPushButton>
#include <QSettings>
#include <QSpinBox>
#include <QTemporaryDir>
#include <QtTest>

using namespace expertscope;

/// The choices for an animation, by mouse and keys, and its pictures.
class TestAnimationDialog : public QObject {
    Q_OBJECT

    std::unique_ptr<AnimationDialog> dialog_;

    template <class Widget> Widget* control(const char* name) const {
        return dialog_->findChild<Widget*>(QLatin1String(name));
    }
    void open(bool videos) {
        dialog_ = std::make_unique<AnimationDialog>(videos);
        dialog_->setFigures(samples::figures());
        dialog_->setMoments(80);
        dialog_->setUsualFolder("/run/figures");
        dialog_->show();
        QVERIFY(QTest::qWaitForWindowExposed(dialog_.get()));
    }

  private slots:
    void init() { open(true); }
    void cleanup() { dialog_.reset(); }

    void saysHowLongItWillBe() {
        QCOMPARE(control<QLabel>("note")->text(), "80 recorded moments, 8 s.");
        control<QDoubleSpinBox>("rate")->setValue(20);
        QCOMPARE(control<QLabel>("note")->text(), "80 recorded moments, 4 s.");
    }

    void makesOnlyWhatCanBeMade() {
        auto* make = control<QPushButton>("make");
        QVERIFY(make->isEnabled());
        auto* list = control<QListWidget>("figures");
        list->setFocus();
        QTest::keyClick(list, Qt::Key_Space); // unticks the only one that is ticked at first
        QVERIFY(!make->isEnabled());
        QTest::keyClick(list, Qt::Key_Down);
        QTest::keyClick(list, Qt::Key_Space);
        QVERIFY(make->isEnabled());
        QCOMPARE(dialog_->plan().figures, QStringList{"figure3-examples"});
        dialog_->setMoments(0);
        QVERIFY(!make->isEnabled());
        QVERIFY(control<QLabel>("note")->text().contains("Nothing is recorded yet"));
    }

    void videosNeedTheirProgram() {
        dialog_.reset();
        open(false);
        auto* format = control<QComboBox>("format");
        QVERIFY(format->itemText(1).contains("needs ffmpeg"));
        format->setFocus();
        QTest::keyClick(format, Qt::Key_Down);
        QCOMPARE(dialog_->plan().format, AnimationFormat::Frames);
    }

    void enterMakesAndEscapeStopsThenCloses() {
        QSignalSpy started(dialog_.get(), &AnimationDialog::startRequested);
        QSignalSpy stopped(dialog_.get(), &AnimationDialog::stopRequested);
        QTest::keyClick(dialog_.get(), Qt::Key_Return);
        QCOMPARE(started.size(), 1);
        dialog_->setRunning(true);
        dialog_->showProgress(0.25, "Drawing moment 20 of 80");
        QVERIFY(control<QProgressBar>("progress")->isVisible());
        QCOMPARE(control<QProgressBar>("progress")->value(), 250);
        QVERIFY(!control<QPushButton>("make")->isEnabled());
        QTest::keyClick(dialog_.get(), Qt::Key_Escape);
        QCOMPARE(stopped.size(), 1);
        QVERIFY(dialog_->isVisible());
        dialog_->setRunning(false);
        QVERIFY(!control<QProgressBar>("progress")->isVisible());
        QTest::keyClick(dialog_.get(), Qt::Key_Escape);
        QVERIFY(!dialog_->isVisible());
    }

    void choicesAreRemembered() {
        QTemporaryDir folder;
        QSettings settings(folder.filePath("settings.ini"), QSettings::IniFormat);
        control<QComboBox>("format")->setCurrentIndex(2);
        control<QSpinBox>("width")->setValue(800);
        control<QDoubleSpinBox>("rate")->setValue(25);
        control<QComboBox>("theme")->setCurrentIndex(1);
        control<QListWidget>("figures")->item(2)->setCheckState(Qt::Checked);
        dialog_->plan().save(settings);
        AnimationDialog another(true);
        another.setPlan(AnimationPlan::load(settings));
        another.setFigures(samples::figures());
        const AnimationPlan kept = another.plan();
        QCOMPARE(kept.format, AnimationFormat::WebP);
        QCOMPARE(kept.width, 800);
        QCOMPARE(kept.framesPerSecond, 25.0);
        QCOMPARE(kept.theme, "dark");
        QCOMPARE(kept.figures, QStringList({"figure2-gating", "figure5-joint"}));
        settings.setValue("animation/width", 1); // a damaged file
        settings.setValue("animation/framesPerSecond", "fast");
        QCOMPARE(AnimationPlan::load(settings).width, 1280);
        QCOMPARE(AnimationPlan::load(settings).framesPerSecond, 10.0);
    }

    void picturesAreOfEvenSizeAndSayTheMoment_data() {
        QTest::addColumn<int>("width");
        for (const int width : {160, 801, 1280})
            QTest::addRow("%d", width) << width;
    }

    void picturesAreOfEvenSizeAndSayTheMoment() {
        QFETCH(int, width);
        for (const auto& figure : samples::figures()) {
            const FrameLook look = frameLook(*figure, width, lightStyle());
            QVERIFY(look.size.width() - width <= 1 && look.size.width() >= width);
            QVERIFY(look.size.width() % 2 == 0 && look.size.height() % 2 == 0);
            const QImage one = animationFrame(*figure, "epoch 1", look);
            QCOMPARE(one.size(), look.size);
            const QImage other = animationFrame(*figure, "epoch 2, and more of it", look);
            const int below = int(1.6 * look.style.line()) + 2; // the line of text alone differs
            const QRect above(0, 0, one.width(), one.height() - below);
            QVERIFY(one.copy(above) == other.copy(above));
            QVERIFY(one != other);
        }
    }

    void everyControlIsReachedByTabAndHasAName() {
        QSet<QWidget*> reached;
        dialog_->setFocus();
        for (int i = 0; i < 40; ++i) {
            QTest::keyClick(QApplication::focusWidget() ? QApplication::focusWidget() : dialog_.get(),
                            Qt::Key_Tab);
            reached << QApplication::focusWidget();
        }
        for (const char* name :
             {"figures", "format", "width", "rate", "theme", "folder", "chooseFolder", "make", "close"})
            QVERIFY2(reached.contains(control<QWidget>(name)), name);
    }
};

QTEST_MAIN(TestAnimationDialog)
#include "tst_animation_dialog.moc"
