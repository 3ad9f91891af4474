// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/expertscope/window/desktop_manners.h"
#include "tests/stress/part_actions.h"
#include "views/panels/figure_view.h"

#include <QAbstractSpinBox>
#include <QAction>
#include <QApplication>
#include <QComboBox>
#include <QContextMenuEvent>
#include <QDockWidget>
#include <QDropEvent>
#include <QLineEdit>
#include <QMenu>
#include <QMimeData>

namespace expertscope::stress {
namespace {

/// What lies there, down to the innermost.
QWidget* at(QWidget* widget, const QPoint& place) {
    QWidget* child = widget->childAt(place);
    return child ? child : widget;
}

void clickAnywhere(Monkey& monkey) {
    QWidget* front = monkey.front();
    const QPoint place = monkey.anyPoint(*front);
    QWidget* target = at(front, place);
    const Qt::MouseButton button = monkey.oneIn(6) ? Qt::RightButton : Qt::LeftButton;
    monkey.click(target, target->mapFrom(front, place), button,
                 monkey.oneIn(8) ? Qt::ControlModifier : Qt::NoModifier);
}

void dragAnywhere(Monkey& monkey) {
    QWidget* front = monkey.front();
    const QPoint place = monkey.anyPoint(*front);
    QWidget* target = at(front, place);
    monkey.drag(target, target->mapFrom(front, place), 1 + static_cast<int>(monkey.below(6)));
}

void pressAnyKey(Monkey& monkey) {
    QWidget* focus = monkey.front()->focusWidget();
    monkey.anyKey(focus && focus->isVisible() ? focus : monkey.front());
}

/// Of all menus and tool bars, whatever their names.
void triggerAnyAction(Monkey& monkey) {
    std::vector<QAction*> able;
    for (QAction* action : monkey.window().findChildren<QAction*>())
        if (action->isEnabled() && !action->isSeparator() && !action->menu())
            able.push_back(action);
    if (!able.empty())
        monkey.any(able)->trigger();
}

void contextMenu(Monkey& monkey) {
    auto* view = monkey.anyWidget<FigureView>();
    if (!view)
        return;
    const QPoint place = monkey.anyPoint(*view);
    QContextMenuEvent wanted(QContextMenuEvent::Mouse, place, view->mapToGlobal(place));
    QApplication::sendEvent(view, &wanted);
}

void turnASpinBox(Monkey& monkey) {
    auto* box = monkey.anyWidget<QAbstractSpinBox>();
    if (!box)
        return;
    box->setFocus();
    if (monkey.oneIn(3)) {
        box->selectAll();
        monkey.key(box, Qt::Key_0 + static_cast<int>(monkey.below(10)));
        if (monkey.oneIn(2))
            monkey.key(box, Qt::Key_0 + static_cast<int>(monkey.below(10)));
        monkey.key(box, Qt::Key_Return);
    } else {
        box->stepBy(static_cast<int>(monkey.below(5)) - 2);
    }
}

void chooseInABox(Monkey& monkey) {
    if (auto* box = monkey.anyWidget<QComboBox>()) {
        static const std::vector<int> keys{Qt::Key_Down, Qt::Key_Up, Qt::Key_Home, Qt::Key_End, Qt::Key_F4};
        monkey.key(box, monkey.any(keys));
    }
}

void typeIntoAField(Monkey& monkey) {
    auto* field = monkey.anyWidget<QLineEdit>();
    if (!field)
        return;
    field->setFocus();
    static const std::vector<const char*> texts{"7",   "-1", "64-32", "", "99999999999999999999",
                                                "8-8", "ü€", "1e3"};
    field->selectAll();
    for (const QChar letter : QString::fromUtf8(monkey.any(texts)))
        field->insert(letter);
    monkey.key(field, Qt::Key_Return);
}

/// Only as hands can: Qt keeps the place of a floating dock, and does not survive another one for it.
void moveADock(Monkey& monkey) {
    std::vector<QDockWidget*> docks, docked;
    for (auto* dock : monkey.window().findChildren<QDockWidget*>()) {
        docks.push_back(dock);
        if (!dock->isFloating() && dock->isVisible())
            docked.push_back(dock);
    }
    QDockWidget* dock = monkey.any(docks);
    static const std::vector<Qt::DockWidgetArea> areas{Qt::LeftDockWidgetArea, Qt::RightDockWidgetArea,
                                                       Qt::TopDockWidgetArea, Qt::BottomDockWidgetArea};
    switch (monkey.below(6)) {
    case 0:
        return dock->setFloating(!dock->isFloating());
    case 1:
        return dock->setVisible(!dock->isVisible());
    case 2:
        if (!docked.empty())
            monkey.window().addDockWidget(monkey.any(areas), monkey.any(docked));
        return;
    case 3:
        if (docked.size() > 1)
            monkey.window().tabifyDockWidget(docked.front(), docked.back());
        return;
    case 4: // by its title
        if (!docked.empty())
            monkey.drag(monkey.any(docked), {60, 8}, 4);
        return;
    default:
        return dock->raise();
    }
}

void resize(Monkey& monkey) {
    switch (monkey.below(6)) {
    case 0:
        return monkey.window().showMaximized();
    case 1:
        return monkey.window().showNormal();
    default:
        monkey.window().resize(400 + static_cast<int>(monkey.below(1520)),
                               300 + static_cast<int>(monkey.below(780)));
    }
}

void changeTheme(Monkey& monkey) {
    static const std::vector<const char*> names{"theme.", "theme.light", "theme.dark", "present"};
    trigger(monkey, monkey.any(names));
}

void dropSomething(Monkey& monkey) {
    QMimeData data;
    switch (monkey.below(6)) {
    case 0:
        data.setText(QStringLiteral("no folder"));
        break;
    case 1:
        data.setData(QStringLiteral("text/uri-list"), {});
        break;
    case 2:
        data.setUrls({QUrl(QStringLiteral("https://localhost/run"))});
        break;
    default:
        data.setUrls({QUrl::fromLocalFile(monkey.anyPlace())});
    }
    const QPoint place(50, 50);
    QDragEnterEvent enter(place, Qt::CopyAction, &data, Qt::LeftButton, {});
    enter.ignore();
    QApplication::sendEvent(&monkey.window(), &enter);
    if (!enter.isAccepted())
        return;
    QDropEvent drop(place, Qt::CopyAction, &data, Qt::LeftButton, {});
    QApplication::sendEvent(&monkey.window(), &drop);
}

void closeAndComeBack(Monkey& monkey) {
    monkey.window().close();
    monkey.wait(30);
    monkey.window().show();
}

/// What a damaged run is opened over should be a run that trains.
void startAgain(Monkey& monkey) {
    if (monkey.state() == EngineStatus::State::Loading)
        return; // asked for again it would begin again
    if (monkey.state() == EngineStatus::State::Finished || monkey.state() == EngineStatus::State::Empty ||
        monkey.window().session().config().data.source != "digits")
        return monkey.window().openPreset(QStringLiteral("digits-4x100-4x100"));
    monkey.window().session().start();
}

} // namespace

const std::vector<WindowAction>& windowActions() {
    static const std::vector<WindowAction> actions{
        {"click anywhere", 18, clickAnywhere},
        {"drag anywhere", 8, dragAnywhere},
        {"turn the wheel", 5, [](Monkey& m) { m.wheel(m.front(), m.anyPoint(*m.front())); }},
        {"press any key", 16, pressAnyKey},
        {"trigger any action", 6, triggerAnyAction},
        {"open a figure's menu", 3, contextMenu},
        {"start", 8, startAgain},
        {"pause", 4, [](Monkey& m) { m.window().session().pause(); }},
        {"step", 3, [](Monkey& m) { trigger(m, "step"); }},
        {"epoch", 1, [](Monkey& m) { trigger(m, "epoch"); }},
        {"reset", 2, [](Monkey& m) { trigger(m, "reset"); }},
        {"new seed", 1, [](Monkey& m) { trigger(m, "newSeed"); }},
        {"lift the constraint, or put it back", 2, [](Monkey& m) { trigger(m, "phase"); }},
        {"undo", 3, [](Monkey& m) { trigger(m, "undo"); }},
        {"redo", 2, [](Monkey& m) { trigger(m, "redo"); }},
        {"turn a spin box", 6, turnASpinBox},
        {"choose in a box", 3, chooseInABox},
        {"type into a field", 3, typeIntoAField},
        {"move a dock", 6, moveADock},
        {"resize", 4, resize},
        {"change the theme", 2, changeTheme},
        {"use the timeline", 8, useTheTimeline},
        {"use the probe", 8, useTheProbe},
        {"switch an expert off", 5, lesion},
        {"export figures", 1, exportFigures},
        {"export an animation", 1, exportAnimation},
        {"use the sweep's table", 2, useTheSweep},
        {"open a run's or data's folder", 2, [](Monkey& m) { m.window().openFolder(m.anyPlace()); }},
        {"drop something", 2, dropSomething},
        {"reset the layout", 2, [](Monkey& m) { trigger(m, "resetLayout"); }},
        {"compare with a run, or end it", 1, [](Monkey& m) { trigger(m, "compareRuns"); }},
        {"take the tour", 1, [](Monkey& m) { trigger(m, "tourAction"); }},
        {"close and come back", 1, closeAndComeBack},
    };
    return actions;
}

} // namespace expertscope::stress
