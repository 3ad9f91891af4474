// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/stress/part_actions.h"

#include "views/dialogs/animation_dialog.h"
#include "views/dialogs/export_dialog.h"
#include "views/panels/probe_view.h"
#include "views/panels/sweep_table_view.h"
#include "views/panels/timeline_view.h"
#include "views/panels/what_if_view.h"

#include <QAction>
#include <QCheckBox>
#include <QComboBox>
#include <QDockWidget>
#include <QHeaderView>
#include <QLineEdit>
#include <QListWidget>
#include <QSpinBox>
#include <QTabWidget>
#include <QTableView>
#include <QTest>
#include <QToolButton>

namespace expertscope::stress {

void trigger(Monkey& monkey, const char* name) {
    if (auto* action = monkey.window().findChild<QAction*>(QLatin1String(name));
        action && action->isEnabled())
        action->trigger();
}

void useTheTimeline(Monkey& monkey) {
    auto* view = monkey.window().findChild<TimelineView*>();
    if (monkey.oneIn(3))
        return monkey.anyKey(view);
    monkey.drag(view, monkey.anyPoint(*view), 1 + static_cast<int>(monkey.below(6)));
}

void useTheProbe(Monkey& monkey) {
    monkey.raise("probe");
    auto* probe = monkey.window().findChild<ProbeView*>();
    switch (monkey.below(5)) {
    case 0:
        return monkey.anyKey(probe->canvas());
    case 1:
        return monkey.drag(probe->results(), monkey.anyPoint(*probe->results()), 3);
    case 2:
        if (auto* button = probe->findChild<QAbstractButton*>(QStringLiteral("takeExample")))
            button->click();
        return;
    default:
        monkey.drag(probe->canvas(), monkey.anyPoint(*probe->canvas()),
                    1 + static_cast<int>(monkey.below(9)));
    }
}

void lesion(Monkey& monkey) {
    monkey.raise("whatIf");
    std::vector<QAbstractButton*> buttons;
    for (auto* button : monkey.window().findChild<WhatIfView*>()->findChildren<QAbstractButton*>())
        if (button->isEnabled() && button->isVisible())
            buttons.push_back(button);
    if (!buttons.empty())
        monkey.any(buttons)->click();
}

void exportFigures(Monkey& monkey) {
    trigger(monkey, "exportFigures");
    auto* dialog = monkey.window().findChild<ExportDialog*>();
    if (!dialog)
        return;
    static const std::vector<const char*> folders{"/export", "/export/deep/er", "/places/empty",
                                                  "/settings.ini"};
    dialog->findChild<QLineEdit*>(QStringLiteral("folder"))
        ->setText(monkey.folder() + QLatin1String(monkey.any(folders)));
    for (auto* box : dialog->findChildren<QCheckBox*>())
        if (monkey.oneIn(3))
            box->toggle();
    static const std::vector<const char*> buttons{"export", "export", "export", "exportAll", "copy"};
    if (auto* button = dialog->findChild<QAbstractButton*>(QLatin1String(monkey.any(buttons))))
        button->click();
    if (monkey.oneIn(2))
        dialog->close();
}

void exportAnimation(Monkey& monkey) {
    trigger(monkey, "exportAnimation");
    auto* dialog = monkey.window().findChild<AnimationDialog*>();
    if (!dialog)
        return;
    static const std::vector<const char*> folders{"/export", "/export/moving", "/settings.ini"};
    dialog->findChild<QLineEdit*>(QStringLiteral("folder"))
        ->setText(monkey.folder() + QLatin1String(monkey.any(folders)));
    // Small ones mostly: a timeline is many pictures, and one that takes its time is to be stopped.
    dialog->findChild<QSpinBox*>(QStringLiteral("width"))
        ->setValue(monkey.oneIn(4) ? AnimationPlan::mostWidth : AnimationPlan::leastWidth);
    auto* figures = dialog->findChild<QListWidget*>(QStringLiteral("figures"));
    for (int i = 0; i < figures->count(); ++i)
        figures->item(i)->setCheckState(monkey.oneIn(3) ? Qt::Checked : Qt::Unchecked);
    if (auto* format = dialog->findChild<QComboBox*>(QStringLiteral("format")); monkey.oneIn(3))
        monkey.anyKey(format);
    dialog->findChild<QAbstractButton*>(QStringLiteral("make"))->click();
    if (monkey.oneIn(2))
        dialog->close();
}

void useTheSweep(Monkey& monkey) {
    auto* table = monkey.window().findChild<SweepTableView*>()->table();
    if (table->model()->rowCount() == 0 || monkey.oneIn(4))
        monkey.window().openFolder(monkey.folder() + QStringLiteral("/places/sweep"));
    monkey.raise("sweep");
    const QPointer<QWidget> cells(table->viewport());
    const int row = static_cast<int>(monkey.below(3)), column = static_cast<int>(monkey.below(14));
    const QPoint place = table->visualRect(table->model()->index(row, column)).center();
    switch (monkey.below(5)) {
    case 0:
        return monkey.anyKey(table);
    case 1: {
        QWidget* header = table->horizontalHeader()->viewport();
        return monkey.click(header, monkey.anyPoint(*header)); // sorts
    }
    case 2:
        if (auto* tabs =
                monkey.window().findChild<QDockWidget*>(QStringLiteral("sweep"))->findChild<QTabWidget*>())
            tabs->setCurrentIndex(static_cast<int>(monkey.below(2)));
        return;
    default:
        monkey.click(cells, place);
        if (cells)
            QTest::mouseDClick(cells, Qt::LeftButton, {}, place); // opens the run
    }
}

} // namespace expertscope::stress
