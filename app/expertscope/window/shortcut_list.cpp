// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/expertscope/window/shortcut_list.h"

#include <QAction>
#include <QHeaderView>
#include <QMenu>
#include <QMenuBar>
#include <QTableWidget>
#include <QVBoxLayout>

#include <vector>

namespace expertscope {
namespace {

struct Row {
    QString keys, text;
};

QString textOf(const QAction& action) {
    // A tool tip says more than a menu's line; its own "(key)" would only repeat the first column.
    QString text = action.toolTip();
    const QString key = QStringLiteral(" (%1)").arg(action.shortcut().toString(QKeySequence::NativeText));
    return text.remove(key);
}

/// Those of menus, in the order of the menus, and after them what has a key alone.
QList<QAction*> actionsOf(const QWidget& window) {
    QList<QAction*> actions;
    const auto* bar = window.findChild<QMenuBar*>();
    for (const QAction* menu : bar ? bar->actions() : QList<QAction*>())
        actions += menu->menu()->actions();
    for (QAction* action : window.findChildren<QAction*>())
        if (!actions.contains(action))
            actions << action;
    return actions;
}

std::vector<Row> actionRows(const QWidget& window) {
    std::vector<Row> rows;
    for (const QAction* action : actionsOf(window)) {
        QStringList keys;
        for (const QKeySequence& key : action->shortcuts())
            if (!key.isEmpty())
                keys << key.toString(QKeySequence::NativeText);
        if (!keys.isEmpty())
            rows.push_back({keys.join(QStringLiteral(", ")), textOf(*action)});
    }
    return rows;
}

std::vector<Row> figureRows() {
    return {
        {ShortcutList::tr("Arrows"),
         ShortcutList::tr("In a figure: go from cell to cell, or along curves, and read it")},
        {ShortcutList::tr("Enter"), ShortcutList::tr("In a figure: choose the cell, in all figures")},
        {ShortcutList::tr("Up, Down"), ShortcutList::tr("In the curves of the load: choose an expert")},
        {ShortcutList::tr("N"),
         ShortcutList::tr("In a figure: its numbers as a table, for screen readers too")},
        {ShortcutList::tr("Esc"), ShortcutList::tr("Choose nothing")},
        {ShortcutList::tr("0"), ShortcutList::tr("In curves: show all epochs again after zooming")},
        {ShortcutList::tr("Tab, Shift+Tab"), ShortcutList::tr("Go to the next or last control or figure")}};
}

} // namespace

ShortcutList::ShortcutList(QWidget& window) : QDialog(&window) {
    setWindowTitle(tr("Keyboard shortcuts"));
    setAttribute(Qt::WA_DeleteOnClose);
    std::vector<Row> rows = actionRows(window);
    for (Row& row : figureRows())
        rows.push_back(std::move(row));
    auto* table = new QTableWidget(static_cast<int>(rows.size()), 2);
    table->setObjectName(QStringLiteral("shortcuts"));
    table->setAccessibleName(windowTitle());
    table->setHorizontalHeaderLabels({tr("Key"), tr("What it does")});
    table->verticalHeader()->hide();
    table->setShowGrid(false);
    table->setAlternatingRowColors(true);
    table->setEditTriggers(QAbstractItemView::NoEditTriggers);
    table->setSelectionBehavior(QAbstractItemView::SelectRows);
    for (int i = 0; i < table->rowCount(); ++i) {
        table->setItem(i, 0, new QTableWidgetItem(rows[static_cast<std::size_t>(i)].keys));
        table->setItem(i, 1, new QTableWidgetItem(rows[static_cast<std::size_t>(i)].text));
    }
    table->verticalHeader()->setDefaultSectionSize(table->fontMetrics().height() + 6);
    table->resizeColumnsToContents();
    const int whole = table->horizontalHeader()->length() + 60; // and the scroll bar and margins
    table->horizontalHeader()->setStretchLastSection(true);
    auto* layout = new QVBoxLayout(this);
    layout->addWidget(table);
    resize(whole, 640);
}

} // namespace expertscope
