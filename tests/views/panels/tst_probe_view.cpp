// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/analysis/image_answer.h"
#include "model/network/network.h"
#include "views/panels/probe_view.h"

#include <QPushButton>
#include <QSignalSpy>
#include <QSlider>
#include <QToolButton>
#include <QtTest>

using namespace expertscope;

/// The probe as it is used by mouse and keys.
class TestProbeView : public QObject {
    Q_OBJECT

    std::unique_ptr<ProbeView> view_;
    ProbeCanvas* canvas() const { return view_->canvas(); }

    /// In pixels of the canvas.
    QPoint at(double x, double y) const {
        const QRectF area = canvas()->area();
        return (area.topLeft() + QPointF(x, y) * area.width() / canvas()->translation().canvas().columns)
            .toPoint();
    }
    void drag(Qt::MouseButton button, QPoint from, QPoint to) {
        QTest::mousePress(canvas(), button, {}, from);
        for (int i = 1; i <= 8; ++i) {
            const QPoint position = from + (to - from) * i / 8;
            QMouseEvent move(QEvent::MouseMove, position, canvas()->mapToGlobal(position), Qt::NoButton,
                             button, {});
            QApplication::sendEvent(canvas(), &move);
        }
        QTest::mouseRelease(canvas(), button, {}, to);
    }
    void drawSeven() {
        drag(Qt::LeftButton, at(12, 9), at(24, 9));
        drag(Qt::LeftButton, at(24, 9), at(16, 28));
    }
    QToolButton* button(const char* name) const { return view_->findChild<QToolButton*>(name); }
    void show(ImageShape shape = {28, 28, 1}, int jitter = 4) {
        canvas()->setTranslation(Translation(shape, jitter));
    }
    std::shared_ptr<const ImageAnswer> answer() const {
        const Translation& translation = canvas()->translation();
        const LayerDescription layer{4, {8}, {6}};
        const Network<float> network({translation.canvas().size(), 10, {layer, layer}}, 1);
        return std::make_shared<const ImageAnswer>(
            answerImage(network, translation, canvas()->image().pixels(), canvas()->shift()));
    }

  private slots:
    void init() {
        view_ = std::make_unique<ProbeView>();
        view_->resize(232, 640);
        view_->show();
        QVERIFY(QTest::qWaitForWindowExposed(view_.get()));
    }
    void cleanup() { view_.reset(); }

    void drawingChangesTheImage() {
        QSignalSpy spy(canvas(), &ProbeCanvas::changed);
        const QImage empty = canvas()->grab().toImage();
        drawSeven();
        QVERIFY(spy.size() >= 18); // follows every movement
        QCOMPARE(canvas()->image().ink().size(), 2u);
        QVERIFY(canvas()->image().framed());
        QVERIFY(canvas()->grab().toImage() != empty);
        QVERIFY(button("undo")->isEnabled() && button("clear")->isEnabled());
    }

    // A digit is where it was drawn, though the network gets it framed.
    void aDigitIsWhereItWasDrawn() {
        drag(Qt::LeftButton, at(18.5, 8), at(18.5, 29));
        QVERIFY((canvas()->shift() == Shift{0, 0}));
        canvas()->clear();
        drag(Qt::LeftButton, at(15.5, 10), at(15.5, 31));
        QVERIFY((canvas()->shift() == Shift{2, -3}));
        canvas()->clear();
        drag(Qt::LeftButton, at(2, 2), at(2, 8)); // beyond what there is
        QVERIFY((canvas()->shift() == Shift{-4, -4}));
    }

    void undoRedoAndClear() {
        drawSeven();
        const std::vector<float> seven = canvas()->image().pixels();
        canvas()->setFocus();
        QTest::keyClick(canvas(), Qt::Key_Z, Qt::ControlModifier);
        QCOMPARE(canvas()->image().ink().size(), 1u);
        QTest::mouseClick(button("undo"), Qt::LeftButton);
        QVERIFY(canvas()->image().isEmpty());
        QVERIFY(!button("undo")->isEnabled());
        QTest::mouseClick(button("redo"), Qt::LeftButton);
        QTest::keyClick(canvas(), Qt::Key_Z, Qt::ControlModifier | Qt::ShiftModifier);
        QCOMPARE(canvas()->image().pixels(), seven);
        QTest::mouseClick(button("clear"), Qt::LeftButton);
        QVERIFY(canvas()->image().isEmpty());
        QTest::keyClick(canvas(), Qt::Key_Z, Qt::ControlModifier);
        QCOMPARE(canvas()->image().pixels(), seven);
        QTest::keyClick(canvas(), Qt::Key_Delete);
        QVERIFY(canvas()->image().isEmpty());
    }

    void theEraserErases_data() {
        QTest::addColumn<bool>("tool");
        QTest::newRow("right button") << false;
        QTest::newRow("tool") << true;
    }
    void theEraserErases() {
        QFETCH(bool, tool);
        drawSeven();
        if (tool)
            QTest::mouseClick(button("erase"), Qt::LeftButton);
        drag(tool ? Qt::LeftButton : Qt::RightButton, at(10, 9), at(26, 9));
        QCOMPARE(canvas()->image().ink().size(), 1u); // the bar is gone
        QTest::mouseClick(button("undo"), Qt::LeftButton);
        QCOMPARE(canvas()->image().ink().size(), 2u);
    }

    void theBrushHasAWidth() {
        view_->findChild<QSlider*>("brush")->setValue(25);
        QCOMPARE(canvas()->brush(), 2.5);
        drag(Qt::LeftButton, at(12, 9), at(24, 9));
        QCOMPARE(canvas()->image().ink().front().front().radius, 2.5);
        QTest::keyClick(canvas(), Qt::Key_BracketLeft);
        QCOMPARE(view_->findChild<QSlider*>("brush")->value(), 23);
        for (int i = 0; i < 30; ++i)
            QTest::keyClick(canvas(), Qt::Key_BracketLeft);
        QCOMPARE(canvas()->brush(), ProbeCanvas::thinnest);
    }

    void draggingMovesTheImage_data() {
        QTest::addColumn<Qt::MouseButton>("mouse");
        QTest::newRow("move tool") << Qt::LeftButton;
        QTest::newRow("middle button") << Qt::MiddleButton;
    }
    void draggingMovesTheImage() {
        QFETCH(Qt::MouseButton, mouse);
        drag(Qt::LeftButton, at(18.5, 8), at(18.5, 29));
        const std::vector<float> before = canvas()->image().pixels();
        if (mouse == Qt::LeftButton)
            QTest::mouseClick(button("move"), Qt::LeftButton);
        drag(mouse, at(18, 18), at(21, 16));
        QVERIFY((canvas()->shift() == Shift{-2, 3}));
        QCOMPARE(canvas()->image().pixels(), before);
        drag(mouse, at(18, 18), at(90, 18)); // as far as the data go, and at once back from there
        QVERIFY((canvas()->shift() == Shift{-2, 4}));
        drag(mouse, at(18, 18), at(17, 18));
        QVERIFY((canvas()->shift() == Shift{-2, 3}));
    }

    void keysMoveTheImage() {
        drag(Qt::LeftButton, at(18.5, 8), at(18.5, 29));
        for (int i = 0; i < 6; ++i)
            QTest::keyClick(canvas(), Qt::Key_Down);
        QVERIFY((canvas()->shift() == Shift{4, 0}));
        QTest::keyClick(canvas(), Qt::Key_Up);
        QTest::keyClick(canvas(), Qt::Key_Left);
        QVERIFY((canvas()->shift() == Shift{3, -1}));
        QTest::keyClick(canvas(), Qt::Key_Right);
        QVERIFY((canvas()->shift() == Shift{3, 0}));
        QTest::keyClick(canvas(), Qt::Key_Home);
        QVERIFY((canvas()->shift() == Shift{0, 0}));
    }

    void keysChooseTheTool() {
        QTest::keyClick(canvas(), Qt::Key_M);
        QVERIFY(button("move")->isChecked() && !button("draw")->isChecked());
        QTest::keyClick(canvas(), Qt::Key_X);
        QVERIFY(button("erase")->isChecked());
        QTest::keyClick(canvas(), Qt::Key_D);
        QVERIFY(button("draw")->isChecked());
    }

    // While the canvas has the focus, its keys win over the window's shortcuts of the same name.
    void itsKeysAreItsOwn() {
        QKeyEvent undo(QEvent::ShortcutOverride, Qt::Key_Z, Qt::ControlModifier);
        undo.ignore();
        QApplication::sendEvent(canvas(), &undo);
        QVERIFY(undo.isAccepted());
        QKeyEvent space(QEvent::ShortcutOverride, Qt::Key_Space, Qt::NoModifier);
        space.ignore();
        QApplication::sendEvent(canvas(), &space);
        QVERIFY(!space.isAccepted()); // starts and pauses, as everywhere
    }

    void anExampleIsAskedFor() {
        QSignalSpy spy(view_.get(), &ProbeView::exampleRequested);
        auto* take = view_->findChild<QPushButton*>("takeExample");
        QVERIFY(!take->isEnabled());
        view_->setExampleAvailable(true);
        QTest::mouseClick(take, Qt::LeftButton);
        QCOMPARE(spy.size(), 1);
        canvas()->take(std::vector<float>(784, 0.5f), {1, -2});
        QVERIFY((canvas()->shift() == Shift{1, -2}));
        QVERIFY(canvas()->image().fromExample());
    }

    void anotherKindOfImageEmptiesIt() {
        drawSeven();
        show({28, 28, 1}, 4); // the same kind
        QVERIFY(!canvas()->image().isEmpty());
        show({12, 10, 1}, 2);
        QVERIFY(canvas()->image().isEmpty());
        drag(Qt::LeftButton, at(3, 3), at(8, 8));
        QVERIFY(!canvas()->grab().isNull());
        show({28, 28, 1}, 0);
        drag(Qt::LeftButton, at(3, 3), at(8, 8));
        QTest::keyClick(canvas(), Qt::Key_Right); // nowhere to go
        QVERIFY((canvas()->shift() == Shift{0, 0}));
    }

    void theAnswerIsShown() {
        drawSeven();
        const QImage empty = view_->results()->grab().toImage();
        view_->results()->setAnswer(answer(), QImage(28, 28, QImage::Format_Indexed8), {});
        QVERIFY(view_->results()->grab().toImage() != empty);
        QVERIFY(view_->results()->accessibleDescription().contains("Answered"));
        QVERIFY(view_->results()->mapArea(1).left() > view_->results()->mapArea(0).right());
        view_->results()->setAnswer(nullptr, {}, {});
        QVERIFY(view_->results()->grab().toImage() == empty);
    }

    void aClickInTheMapMovesTheImage() {
        drag(Qt::LeftButton, at(18.5, 8), at(18.5, 29));
        ProbeResults* results = view_->results();
        results->setAnswer(answer(), {}, {});
        const QRectF map = results->mapArea(1);
        QVERIFY(map.width() > 40);
        const auto cell = [&](int dy, int dx) {
            return (map.topLeft() + map.width() / 9 * QPointF(dx + 4.5, dy + 4.5)).toPoint();
        };
        QTest::mouseClick(results, Qt::LeftButton, {}, cell(-3, 2));
        QVERIFY((canvas()->shift() == Shift{-3, 2}));
        QSignalSpy hovered(results, &ProbeResults::hovered);
        QTest::mouseMove(results, cell(1, 1));
        QTRY_VERIFY(!hovered.isEmpty() && hovered.last().first().toString().contains("prefers expert"));
        QTest::mouseClick(results, Qt::LeftButton, {}, QPoint(2, 2));
        QVERIFY((canvas()->shift() == Shift{-3, 2}));
    }

    void anyNetworkHasRoom_data() {
        QTest::addColumn<std::vector<LayerDescription>>("layers");
        QTest::addColumn<int>("classes");
        const auto mixture = [](int experts) { return LayerDescription{experts, {4}, {4}}; };
        QTest::newRow("one layer") << std::vector{mixture(4)} << 10;
        QTest::newRow("three layers") << std::vector{mixture(4), mixture(2), mixture(8)} << 3;
        QTest::newRow("many experts") << std::vector{mixture(64), mixture(16)} << 100;
        QTest::newRow("no gate") << std::vector{LayerDescription{1, {4}, {}, Combine::Plain}} << 10;
    }
    void anyNetworkHasRoom() {
        QFETCH(std::vector<LayerDescription>, layers);
        QFETCH(int, classes);
        drawSeven();
        const Network<float> network({1296, classes, layers}, 1);
        view_->results()->setAnswer(std::make_shared<const ImageAnswer>(answerImage(
                                        network, canvas()->translation(), canvas()->image().pixels(), {})),
                                    {}, {});
        for (const QSize size : {QSize(180, 300), QSize(232, 640), QSize(500, 200)}) {
            view_->resize(size);
            QVERIFY(!view_->grab().isNull());
        }
    }
};

QTEST_MAIN(TestProbeView)
#include "tst_probe_view.moc"
