// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/expertscope/window/menus.h"

#include "app/expertscope/common/recent_runs.h"
#include "app/expertscope/panels/compare_controller.h"
#include "app/expertscope/panels/figure_options.h"
#include "app/expertscope/panels/sound_controller.h"
#include "app/expertscope/window/desktop_manners.h"
#include "app/expertscope/window/file_actions.h"
#include "app/expertscope/window/run_actions.h"
#include "views/panels/timeline_bar.h"

#include <QCoreApplication>
#include <QDockWidget>
#include <QMainWindow>
#include <QMenu>
#include <QMenuBar>
#include <QToolBar>

namespace expertscope {
namespace {

QString text(const char* source) {
    return QCoreApplication::translate("Menus", source);
}

void buildFile(QMenu& menu, const ActionOwners& owners) {
    const DesktopManners::Actions& desktop = owners.desktop.actions();
    menu.setObjectName(QStringLiteral("fileMenu"));
    menu.addMenu(owners.file.presetMenu());
    menu.addMenu(desktop.examples);
    menu.addAction(owners.file.openRun());
    menu.addAction(owners.file.openData());
    menu.addAction(owners.file.download());
    menu.addSeparator();
    menu.addAction(owners.compare.action());
    menu.addMenu(owners.compare.makeMenu(owners.desktop.recentRuns()));
    menu.addMenu(desktop.recent);
    menu.addAction(desktop.exportFigures);
    menu.addAction(desktop.exportAnimation);
    menu.addSeparator();
    menu.addAction(owners.file.quit());
}

void buildEdit(QMenu& menu, const ActionOwners& owners) {
    const DesktopManners::Actions& desktop = owners.desktop.actions();
    menu.setObjectName(QStringLiteral("editMenu"));
    menu.addAction(desktop.undo);
    menu.addAction(desktop.redo);
    menu.addSeparator();
    menu.addAction(desktop.copyCommand);
}

void buildRun(QMenu& menu, const RunActions& run) {
    menu.setObjectName(QStringLiteral("runMenu"));
    menu.addActions({run.start(), run.step(), run.epoch(), run.stopAfterEpoch()});
    menu.addSeparator();
    menu.addAction(run.phase());
    menu.addSeparator();
    menu.addActions({run.reset(), run.seed()});
    menu.addSeparator();
    menu.addAction(run.cancel());
}

void buildView(QMenu& menu, const QMainWindow& window, const ActionOwners& owners) {
    const DesktopManners::Actions& desktop = owners.desktop.actions();
    menu.setObjectName(QStringLiteral("viewMenu"));
    for (const QDockWidget* dock : window.findChildren<QDockWidget*>())
        menu.addAction(dock->toggleViewAction());
    menu.addSeparator();
    menu.addAction(owners.sound.action());
    menu.addSeparator();
    menu.addMenu(owners.figures.colours());
    menu.addActions({owners.figures.autoRange(), owners.figures.sorted()});
    menu.addSeparator();
    menu.addMenu(desktop.themes);
    menu.addAction(desktop.present);
    menu.addSeparator();
    menu.addAction(desktop.resetLayout);
}

} // namespace

void buildMenus(QMainWindow& window, const ActionOwners& owners) {
    const DesktopManners::Actions& desktop = owners.desktop.actions();
    QMenuBar* bar = window.menuBar();
    buildFile(*bar->addMenu(text("&File")), owners);
    buildEdit(*bar->addMenu(text("&Edit")), owners);
    buildRun(*bar->addMenu(text("&Run")), owners.run);
    bar->addMenu(text("&Timeline"))->addActions(owners.timeline.menuActions());
    buildView(*bar->addMenu(text("&View")), window, owners);
    bar->addMenu(text("&Help"))->addActions({desktop.shortcuts, desktop.tour, desktop.about});
}

void fillToolBar(QToolBar& bar, const ActionOwners& owners) {
    const RunActions& run = owners.run;
    bar.addActions({run.start(), run.step(), run.epoch(), run.stopAfterEpoch(), run.reset(), run.seed()});
    bar.addSeparator();
    bar.addAction(run.phase());
    bar.addSeparator();
    bar.addAction(owners.compare.action());
    bar.addAction(owners.desktop.actions().exportFigures);
}

} // namespace expertscope
