// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/stress/monkey.h"

#include "app/expertscope/window/desktop_manners.h"
#include "model/run/presets.h"
#include "tests/app/expertscope/window/damaged_runs.h"
#include "tests/app/expertscope/window/small_sweep.h"

#include <QApplication>
#include <QDockWidget>
#include <QEventLoop>
#include <QFileDialog>
#include <QLineEdit>
#include <QMenu>
#include <QTest>
#include <QTimer>
#include <QWheelEvent>

namespace expertscope::stress {
namespace {

constexpr int threads = 2;
constexpr std::uint32_t ofActions = 0, ofAnswers = 1;

/// What stays when all windows are gone, because Qt keeps it for the next one.
bool isQts(const QWidget& widget) {
    return widget.inherits("QTipLabel") || widget.inherits("QShapedPixmapWindow");
}

} // namespace

Monkey::Monkey(std::uint64_t seed, const QString& folder)
    : seed_(seed), folder_(folder), random_(seed, Stream::Order, ofActions),
      answers_(seed, Stream::Order, ofAnswers) {
    open();
    makePlaces();
    answerLater();
}

Monkey::~Monkey() = default;

void Monkey::begin(std::uint32_t action) {
    random_ = Random(seed_, Stream::Order, ofActions, action);
}

void Monkey::open() {
    window_ = std::make_unique<MainWindow>(threads);
    window_->session().setRunsFolder((folder_ + "/runs").toStdString());
    window_->desktop().keepSettings(
        std::make_unique<QSettings>(folder_ + "/settings.ini", QSettings::IniFormat), true);
    window_->resize(1280, 800);
    window_->show();
    window_->begin(presetNamed("digits-4x100-4x100").config, {});
}

/// The first run is the window's own: a few steps, as a person would begin. What is damaged is made of it.
void Monkey::makePlaces() {
    const auto waitFor = [this](EngineStatus::State wanted) {
        while (state() != wanted)
            wait(10);
    };
    waitFor(EngineStatus::State::Paused);
    window_->session().start();
    waitFor(EngineStatus::State::Running);
    while (window_->session().status()->step == 0) {
        wait(100);
        window_->session().pause();
        waitFor(EngineStatus::State::Paused);
    }
    namespace fs = std::filesystem;
    const fs::path places = (folder_ + "/places").toStdString();
    fs::create_directories(places / "empty");
    const fs::path run = fs::directory_iterator((folder_ + "/runs").toStdString())->path();
    fs::copy(run, places / "good", fs::copy_options::recursive);
    for (const testing::RunDamage& damage : testing::runDamages()) {
        const fs::path damaged = places / damage.name;
        fs::copy(run, damaged, fs::copy_options::recursive);
        damage.make(damaged);
        places_ << QString::fromStdString(damaged.string());
    }
    testing::writeSmallData(places / "small");
    testing::trainSweep(testing::smallSweep(places, places / "small"), places / "sweep");
    for (const char* name : {"good", "good", "small", "sweep", "empty", "nowhere"})
        places_ << QString::fromStdString((places / name).string());
}

QStringList Monkey::replaceWindow() {
    window_.reset();
    QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
    QStringList left;
    for (const QWidget* widget : QApplication::topLevelWidgets())
        if (!isQts(*widget))
            left << QStringLiteral("%1 \"%2\" \"%3\"")
                        .arg(QLatin1String(widget->metaObject()->className()), widget->objectName(),
                             widget->windowTitle());
    if (QApplication::font() != font_)
        left << QStringLiteral("letters of %1 pt").arg(QApplication::font().pointSizeF());
    for (const char* name : {"/runs", "/export"})
        std::filesystem::remove_all((folder_ + name).toStdString());
    open();
    return left;
}

QWidget* Monkey::front() const {
    if (QWidget* popup = QApplication::activePopupWidget())
        return popup;
    if (QWidget* dialog = QApplication::activeModalWidget())
        return dialog;
    QWidget* active = QApplication::activeWindow();
    return active && active->isVisible() ? active : window_.get();
}

QPoint Monkey::anyPoint(const QWidget& widget) {
    return {static_cast<int>(below(static_cast<std::uint32_t>(std::max(1, widget.width())))),
            static_cast<int>(below(static_cast<std::uint32_t>(std::max(1, widget.height()))))};
}

void Monkey::raise(const char* name) {
    if (auto* dock = window_->findChild<QDockWidget*>(QLatin1String(name))) {
        dock->show();
        dock->raise();
        wait(1);
    }
}

/// What is pressed may be gone when it is to be let go.
void Monkey::key(QWidget* receiver, int key, Qt::KeyboardModifiers modifiers) {
    const QPointer<QWidget> alive(receiver);
    if (alive)
        QTest::keyPress(alive, static_cast<Qt::Key>(key), modifiers);
    if (alive)
        QTest::keyRelease(alive, static_cast<Qt::Key>(key), modifiers);
}

void Monkey::anyKey(QWidget* receiver) {
    static const std::vector<int> keys{
        Qt::Key_Space, Qt::Key_Return, Qt::Key_Escape, Qt::Key_Tab,    Qt::Key_Backtab,   Qt::Key_Left,
        Qt::Key_Right, Qt::Key_Up,     Qt::Key_Down,   Qt::Key_Home,   Qt::Key_End,       Qt::Key_PageUp,
        Qt::Key_Right, Qt::Key_Down,   Qt::Key_Delete, Qt::Key_Period, Qt::Key_Backspace, Qt::Key_PageDown,
        Qt::Key_Plus,  Qt::Key_Minus,  Qt::Key_F1,     Qt::Key_F11,    Qt::Key_F10,       Qt::Key_Menu};
    const std::uint32_t kind = below(8);
    const int which = kind < 5   ? any(keys)
                      : kind < 6 ? Qt::Key_0 + static_cast<int>(below(10))
                                 : Qt::Key_A + static_cast<int>(below(26));
    static const std::vector<Qt::KeyboardModifiers> modifiers{{},
                                                              {},
                                                              {},
                                                              {},
                                                              Qt::ShiftModifier,
                                                              Qt::ControlModifier,
                                                              Qt::AltModifier,
                                                              Qt::ControlModifier | Qt::ShiftModifier};
    key(receiver, which, any(modifiers));
}

void Monkey::click(QWidget* on, const QPoint& place, Qt::MouseButton button,
                   Qt::KeyboardModifiers modifiers) {
    const QPointer<QWidget> alive(on);
    if (alive)
        QTest::mousePress(alive, button, modifiers, place);
    if (alive)
        QTest::mouseRelease(alive, button, modifiers, place);
    if (alive && oneIn(8))
        QTest::mouseDClick(alive, button, modifiers, place);
}

void Monkey::drag(QWidget* on, const QPoint& from, int movements, Qt::MouseButton button) {
    const QPointer<QWidget> alive(on);
    if (alive)
        QTest::mousePress(alive, button, {}, from);
    QPoint to = from;
    for (int i = 0; alive && alive->isVisible() && i < movements; ++i) {
        to = anyPoint(*alive);
        QMouseEvent move(QEvent::MouseMove, to, alive->mapToGlobal(to), Qt::NoButton, button, {});
        QApplication::sendEvent(alive, &move);
        wait(1);
    }
    if (alive)
        QTest::mouseRelease(alive, button, {}, to);
}

void Monkey::wheel(QWidget* on, const QPoint& place) {
    QWidget* child = on->childAt(place);
    QWidget* receiver = child ? child : on;
    const int turned = (oneIn(2) ? 1 : -1) * static_cast<int>(40 * (1 + below(9)));
    const QPoint inside = receiver->mapFrom(on, place);
    QWheelEvent event(inside, receiver->mapToGlobal(inside), {}, {0, turned}, Qt::NoButton,
                      oneIn(6) ? Qt::ControlModifier : Qt::NoModifier, Qt::NoScrollPhase, false);
    QApplication::sendEvent(receiver, &event);
}

void Monkey::waitLoaded() const {
    while (state() == EngineStatus::State::Loading)
        wait(10);
}

void Monkey::wait(int milliseconds) {
    QEventLoop loop;
    QTimer::singleShot(milliseconds, &loop, &QEventLoop::quit);
    loop.exec();
}

/// Asked for anew before it answers: the answer may open another dialog, which wants one too.
void Monkey::answerLater() {
    QTimer::singleShot(15, &context_, [this] {
        answerLater();
        answer();
    });
}

void Monkey::answer() {
    QWidget* asked = QApplication::activePopupWidget();
    if (!asked)
        asked = QApplication::activeModalWidget();
    if (!asked || !asked->isVisible())
        return;
    if (asked->inherits("QFileDialog"))
        return answerFileDialog(*asked);
    static constexpr int keys[]{Qt::Key_Down,  Qt::Key_Down,   Qt::Key_Up,     Qt::Key_Tab,   Qt::Key_Right,
                                Qt::Key_Space, Qt::Key_Return, Qt::Key_Escape, Qt::Key_Escape};
    QWidget* focus = asked->focusWidget();
    key(focus && focus->isVisible() ? focus : asked, keys[answers_.below(std::size(keys))]);
}

void Monkey::answerFileDialog(QWidget& dialog) {
    sawFileDialog_ = true;
    auto* name = dialog.findChild<QLineEdit*>(QStringLiteral("fileNameEdit"));
    if (!name || answers_.below(3) == 0)
        return key(&dialog, Qt::Key_Escape);
    name->setText(places_.isEmpty() ? folder_
                                    : places_[answers_.below(static_cast<std::uint32_t>(places_.size()))]);
    const QPointer<QWidget> alive(&dialog);
    key(name, Qt::Key_Return);
    if (alive && alive->isVisible() && answers_.below(2) == 0)
        key(alive, Qt::Key_Escape); // it did not like the name
}

} // namespace expertscope::stress
