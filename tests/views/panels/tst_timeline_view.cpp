// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/training/record_schedule.h"
#include "views/panels/timeline_bar.h"
#include "views/panels/timeline_view.h"

#include <QAccessible>
#include <QAction>
#include <QComboBox>
#include <QLabel>
#include <QSignalSpy>
#include <QToolButton>
#include <QtTest>

using namespace expertscope;

namespace {

constexpr std::int64_t perEpoch = 600;

/// As training records them, up to that step; the constraint is lifted after three epochs.
TimelineContent content(std::int64_t present, std::int64_t end = 20 * perEpoch) {
    auto moments = std::make_shared<std::vector<Moment>>();
    for (std::int64_t step = 0; step <= present; step = nextRecord(step, perEpoch))
        moments->push_back({step, double(step) / perEpoch, step < 3 * perEpoch ? 0 : 1});
    return {moments, perEpoch, present, end, true};
}

/// Of a label: as wide as it has digits.
double labelWidth(std::int64_t epoch) {
    return 10. + 7 * QString::number(epoch).size();
}

} // namespace

class TestTimelineView : public QObject {
    Q_OBJECT

    std::unique_ptr<TimelineBar> bar_;
    TimelineView* view_ = nullptr;
    TimelineContent content_;

    QPoint at(int moment) const {
        const TimelineLayout& places = view_->places();
        return {qRound(places.x(moment)), qRound(places.track().center().y())};
    }
    int last() const { return content_.count() - 1; }

  private slots:
    void init() {
        bar_ = std::make_unique<TimelineBar>();
        view_ = bar_->view();
        bar_->resize(1280, 48);
        content_ = content(6 * perEpoch + 100);
        bar_->setContent(content_);
        bar_->show();
        QVERIFY(QTest::qWaitForWindowExposed(bar_.get()));
    }
    void cleanup() { bar_.reset(); }

    // ---- where things are

    void everyMomentToComeHasAPlaceAlready() {
        const QRectF track(10, 0, 1000, 20);
        const TimelineLayout early(content(2 * perEpoch + 7), track), late(content(18 * perEpoch), track);
        for (int i = 0; i < content(2 * perEpoch).count(); ++i)
            QVERIFY(qAbs(early.x(i) - late.x(i)) < 1e-9);
        for (std::int64_t epoch = 0; epoch <= 20; ++epoch)
            QVERIFY(qAbs(early.xOfStep(epoch * perEpoch) - late.xOfStep(epoch * perEpoch)) < 1e-9);
        QCOMPARE(early.x(0), track.left());
        QCOMPARE(early.xOfStep(20 * perEpoch), track.right());
        QVERIFY(early.xOfStep(2 * perEpoch + 7) > early.xOfStep(2 * perEpoch));
        QVERIFY(early.xOfStep(2 * perEpoch + 7) < early.xOfStep(2 * perEpoch + 120));
    }
    void nearestMoment() {
        const TimelineLayout layout(content(6 * perEpoch), QRectF(10, 0, 1000, 20));
        const int count = content(6 * perEpoch).count();
        for (int i = 0; i < count; ++i) {
            QCOMPARE(layout.momentAt(layout.x(i)), i);
            QCOMPARE(layout.momentAt(layout.x(i) + 0.4 * layout.spacing()), i);
        }
        QCOMPARE(layout.momentAt(-50), 0);
        QCOMPARE(layout.momentAt(5000), count - 1);
        QVERIFY(!layout.isBehind(layout.x(count - 1)));
        QVERIFY(layout.isBehind(layout.x(count - 1) + 10));
        QCOMPARE(TimelineLayout({}, QRectF(0, 0, 100, 20)).momentAt(50), -1);
    }
    void phases() {
        const TimelineLayout layout(content(6 * perEpoch + 100), QRectF(0, 0, 1000, 20));
        const auto phases = layout.phases();
        QCOMPARE(phases.size(), 2u);
        QVERIFY(phases[0].constrained);
        QCOMPARE(phases[0].from, 0.);
        QCOMPARE(phases[0].to, layout.xOfStep(3 * perEpoch));
        QCOMPARE(phases[1].from, phases[0].to);
        QCOMPARE(phases[1].to, layout.xOfStep(6 * perEpoch + 100));
        QVERIFY(!phases[1].constrained);
    }
    void withoutTheConstraintBothPhasesAreFree() {
        TimelineContent free = content(6 * perEpoch + 100);
        free.constraint = false;
        const auto phases = TimelineLayout(free, QRectF(0, 0, 1000, 20)).phases();
        QCOMPARE(phases.size(), 1u);
        QVERIFY(!phases[0].constrained);
        QCOMPARE(phases[0].from, 0.);
    }
    void epochLabelsDoNotTouch_data() {
        QTest::addColumn<int>("epochs");
        QTest::addColumn<int>("width");
        for (const int epochs : {1, 20, 150, 100000})
            for (const int width : {60, 400, 1500})
                QTest::addRow("%d epochs on %d pixels", epochs, width) << epochs << width;
    }
    void epochLabelsDoNotTouch() {
        QFETCH(int, epochs);
        QFETCH(int, width);
        const TimelineLayout layout(content(perEpoch / 2, epochs * perEpoch), QRectF(0, 0, width, 20));
        const auto marks = layout.marks(labelWidth);
        QVERIFY(!marks.empty());
        QCOMPARE(marks.front().epoch, 0);
        for (std::size_t i = 1; i < marks.size(); ++i) {
            QVERIFY(marks[i].epoch > marks[i - 1].epoch);
            QVERIFY(marks[i].x - marks[i - 1].x >=
                    (labelWidth(marks[i].epoch) + labelWidth(marks[i - 1].epoch)) / 2);
        }
        if (width == 1500 && epochs == 20)
            QVERIFY(marks.size() > 12);
    }

    // ---- mouse

    void aClickChooses() {
        QSignalSpy chosen(view_, &TimelineView::momentChosen);
        for (const int moment : {0, 7, last()}) {
            QTest::mouseClick(view_, Qt::LeftButton, {}, at(moment));
            QCOMPARE(chosen.last().first().toInt(), moment);
            view_->showMoment(moment);
            QCOMPARE(view_->moment(), std::optional(moment));
        }
        QCOMPARE(chosen.size(), 3);
        QTest::mouseClick(view_, Qt::RightButton, {}, at(3));
        QCOMPARE(chosen.size(), 3);
    }
    void draggingChoosesEachOnItsWay() {
        QSignalSpy chosen(view_, &TimelineView::momentChosen);
        QTest::mousePress(view_, Qt::LeftButton, {}, at(20));
        for (int moment = 19; moment >= 10; --moment)
            QTest::mouseMove(view_, at(moment));
        QTest::mouseRelease(view_, Qt::LeftButton, {}, at(10));
        QCOMPARE(chosen.size(), 11);
        for (int i = 0; i < 11; ++i)
            QCOMPARE(chosen[i].first().toInt(), 20 - i);
    }
    void behindAllMomentsIsThePresent() {
        QSignalSpy present(view_, &TimelineView::presentChosen);
        view_->showMoment(4);
        QTest::mousePress(view_, Qt::LeftButton, {}, at(4));
        QTest::mouseMove(view_, at(last()) + QPoint(60, 0));
        QCOMPARE(present.size(), 0); // not before it is let go
        QCOMPARE(view_->moment(), std::optional(last()));
        QTest::mouseRelease(view_, Qt::LeftButton, {}, at(last()) + QPoint(60, 0));
        QCOMPARE(present.size(), 1);
        QVERIFY(!view_->moment());
    }
    void neverJumpsWhileHeld() {
        QTest::mousePress(view_, Qt::LeftButton, {}, at(9));
        view_->showPresent();
        content_ = content(8 * perEpoch);
        bar_->setContent(content_);
        QCOMPARE(view_->moment(), std::optional(9));
        view_->showMoment(9); // what the answer to the intent does
        QTest::mouseRelease(view_, Qt::LeftButton, {}, at(9));
        QCOMPARE(view_->moment(), std::optional(9));
    }
    // The handle does not stay where nothing could be shown.
    void whatIsRefusedIsLetGo() {
        view_->showMoment(3);
        QTest::mousePress(view_, Qt::LeftButton, {}, at(9));
        view_->showMoment(3); // refused
        QCOMPARE(view_->moment(), std::optional(9));
        QTest::mouseRelease(view_, Qt::LeftButton, {}, at(9));
        QCOMPARE(view_->moment(), std::optional(3));
    }
    void thePresentFollowsNewMomentsAndThePastDoesNot() {
        QVERIFY(!view_->moment());
        content_ = content(7 * perEpoch);
        bar_->setContent(content_);
        QVERIFY(!view_->moment());
        view_->showMoment(5);
        content_ = content(8 * perEpoch);
        bar_->setContent(content_);
        QCOMPARE(view_->moment(), std::optional(5));
        bar_->setContent({}); // another run
        QVERIFY(!view_->moment());
    }
    // A moment that is read from disk takes a while; training goes on meanwhile.
    void staysWhereItWasPutUntilToldOtherwise() {
        view_->showMoment(5);
        QTest::keyClick(view_, Qt::Key_Home);
        content_ = content(7 * perEpoch);
        bar_->setContent(content_);
        QCOMPARE(view_->moment(), std::optional(0));
        view_->showMoment(5); // refused
        QCOMPARE(view_->moment(), std::optional(5));
    }
    void wheel() {
        QSignalSpy chosen(view_, &TimelineView::momentChosen);
        view_->showMoment(10);
        const auto turn = [&](int eighths) {
            QWheelEvent event(QPointF(at(10)), view_->mapToGlobal(QPointF(at(10))), {}, {0, eighths}, {}, {},
                              Qt::NoScrollPhase, false);
            QCoreApplication::sendEvent(view_, &event);
        };
        turn(120);
        QCOMPARE(chosen.last().first().toInt(), 11);
        turn(-60);
        QCOMPARE(chosen.size(), 1);
        turn(-60);
        QCOMPARE(chosen.last().first().toInt(), 10);
    }

    // ---- keys

    void keys_data() {
        QTest::addColumn<int>("from"); // a step; -1 is the present
        QTest::addColumn<Qt::Key>("key");
        QTest::addColumn<int>("to");
        const int present = -1;
        QTest::newRow("left") << 120 << Qt::Key_Left << 60;
        QTest::newRow("right") << 120 << Qt::Key_Right << 180;
        QTest::newRow("left of the first") << 0 << Qt::Key_Left << 0;
        QTest::newRow("right of the last") << 3600 << Qt::Key_Right << present;
        QTest::newRow("left of the present") << present << Qt::Key_Left << 3600;
        QTest::newRow("home") << 1800 << Qt::Key_Home << 0;
        QTest::newRow("end") << 0 << Qt::Key_End << present;
        QTest::newRow("an epoch back") << 1800 << Qt::Key_PageUp << 1200;
        QTest::newRow("to the epoch's beginning") << 1320 << Qt::Key_PageUp << 1200;
        QTest::newRow("an epoch on") << 0 << Qt::Key_PageDown << 600;
        QTest::newRow("to the epoch's end") << 700 + 20 << Qt::Key_PageDown << 1200;
        QTest::newRow("past the last epoch") << 3600 << Qt::Key_PageDown << present;
        QTest::newRow("an epoch back from the present") << present << Qt::Key_PageUp << 3600;
    }
    void keys() {
        QFETCH(int, from);
        QFETCH(Qt::Key, key);
        QFETCH(int, to);
        const auto indexOf = [&](int step) {
            for (int i = 0; i < content_.count(); ++i)
                if ((*content_.moments)[std::size_t(i)].step == step)
                    return i;
            return -1;
        };
        if (from >= 0) {
            QVERIFY(indexOf(from) >= 0);
            view_->showMoment(indexOf(from));
        }
        QSignalSpy chosen(view_, &TimelineView::momentChosen), present(view_, &TimelineView::presentChosen);
        QTest::keyClick(view_, key);
        QCOMPARE(chosen.size(), to >= 0 ? 1 : 0);
        QCOMPARE(present.size(), to >= 0 ? 0 : 1);
        if (to >= 0)
            QCOMPARE(chosen.last().first().toInt(), indexOf(to));
    }
    // At the end of an epoch the last moment is just now: a step back goes before it.
    void leftOfAPresentThatWasJustRecorded() {
        content_ = content(6 * perEpoch);
        bar_->setContent(content_);
        QSignalSpy chosen(view_, &TimelineView::momentChosen);
        QTest::keyClick(view_, Qt::Key_Left);
        QCOMPARE(chosen.last().first().toInt(), last() - 1);
    }
    void nothingRecordedYet() {
        bar_->setContent({});
        QSignalSpy chosen(view_, &TimelineView::momentChosen), present(view_, &TimelineView::presentChosen);
        for (const Qt::Key key : {Qt::Key_Left, Qt::Key_Right, Qt::Key_Home, Qt::Key_PageUp, Qt::Key_End})
            QTest::keyClick(view_, key);
        QTest::mouseClick(view_, Qt::LeftButton, {}, QPoint(100, 10));
        QCOMPARE(chosen.size() + present.size(), 0);
        QVERIFY(!bar_->grab().isNull());
    }

    // ---- what is said, and the controls beside it

    void assistiveTechnology() {
        QCOMPARE(view_->accessibleName(), "Timeline");
        auto* interface = QAccessible::queryAccessibleInterface(view_);
        QVERIFY(interface && interface->valueInterface());
        view_->showMoment(8);
        QCOMPARE(interface->valueInterface()->currentValue().toInt(), 8);
        QVERIFY2(view_->accessibleDescription().contains("constrained, step 120"),
                 qPrintable(view_->accessibleDescription()));
        QSignalSpy chosen(view_, &TimelineView::momentChosen);
        interface->valueInterface()->setCurrentValue(2);
        QCOMPARE(chosen.last().first().toInt(), 2);
    }
    void theMomentIsNamed() {
        auto* label = bar_->findChild<QLabel*>("momentText");
        QCOMPARE(label->text(), "the present");
        bar_->showMoment(last());
        QCOMPARE(label->text(), "epoch 6.0, free, step 3,600");
        const int width = label->width();
        bar_->showMoment(0);
        QCOMPARE(label->text(), "epoch 0.0, constrained, step 0");
        QCOMPARE(label->width(), width); // so that the line stays where it is
        bar_->showPresent();
        QCOMPARE(label->text(), "the present");
    }
    void controls() {
        QSignalSpy play(bar_.get(), &TimelineBar::playToggled),
            present(bar_.get(), &TimelineBar::presentChosen);
        QSignalSpy chosen(bar_.get(), &TimelineBar::momentChosen),
            speed(bar_.get(), &TimelineBar::speedChanged);
        const auto buttons = bar_->findChildren<QToolButton*>();
        QCOMPARE(buttons.size(), 2);
        for (QToolButton* button : buttons) {
            QTest::mouseClick(button, Qt::LeftButton);
            QVERIFY(!button->toolTip().isEmpty() && !button->accessibleName().isEmpty());
        }
        QCOMPARE(play.size(), 1);
        QCOMPARE(present.size(), 1);
        QTest::keyClick(bar_.get(), Qt::Key_Space, Qt::ShiftModifier);
        QCOMPARE(play.size(), 2);
        QTest::keyClick(bar_.get(), Qt::Key_Left, Qt::AltModifier);
        QCOMPARE(chosen.last().first().toInt(), last());
        QTest::keyClick(bar_.get(), Qt::Key_End, Qt::ControlModifier);
        QCOMPARE(present.size(), 2);
        auto* choice = bar_->findChild<QComboBox*>("playbackSpeed");
        QTest::keyClick(choice, Qt::Key_Down);
        QCOMPARE(speed.size(), 1);
        QCOMPARE(bar_->speed(), 10);
    }
    void thePastLooksUnlikeThePresent() {
        const QImage present = bar_->grab().toImage();
        bar_->showMoment(12);
        QVERIFY(bar_->grab().toImage() != present);
        bar_->showPresent();
        QVERIFY(bar_->grab().toImage() == present);
    }
};

QTEST_MAIN(TestTimelineView)
#include "tst_timeline_view.moc"
