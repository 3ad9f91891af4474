// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/panels/sweep_table_view.h"

#include "views/drawing/figure_text.h"

#include <QCoreApplication>
#include <QHeaderView>
#include <QLabel>
#include <QSortFilterProxyModel>
#include <QStandardItemModel>
#include <QTableView>
#include <QVBoxLayout>

#include <cmath>

namespace expertscope {
namespace {

constexpr int valueRole = Qt::UserRole; // what a column is sorted by
constexpr int cellRole = Qt::UserRole + 1, seedRole = Qt::UserRole + 2;

/// Blue and vermillion of Okabe and Ito, readable on light and on dark.
const QColor better(0x00, 0x72, 0xb2, 70), worse(0xd5, 0x5e, 0x00, 70);

QStandardItem* textItem(const QString& text) {
    auto* item = new QStandardItem(text);
    item->setEditable(false);
    item->setData(text, valueRole);
    return item;
}

/// Empty where there is no number; such rows come last in ascending order.
QStandardItem* numberItem(std::optional<double> value, double factor, int decimals) {
    QStandardItem* item = textItem(value ? numberText(factor * *value, decimals) : QString());
    item->setData(value ? factor * *value : std::numeric_limits<double>::infinity(), valueRole);
    item->setTextAlignment(Qt::AlignRight | Qt::AlignVCenter);
    return item;
}

/// published: what it is to be compared with.
QStandardItem* errorItem(std::optional<double> value, std::optional<double> published) {
    QStandardItem* item = numberItem(value, 100, 2);
    if (value && published) {
        item->setBackground(*value <= *published ? better : worse);
        item->setToolTip(QCoreApplication::translate("SweepTableView", "%1 points %2 the published %3 %")
                             .arg(numberText(100 * std::abs(*value - *published), 2),
                                  *value <= *published
                                      ? QCoreApplication::translate("SweepTableView", "under")
                                      : QCoreApplication::translate("SweepTableView", "above"),
                                  numberText(100 * *published, 2)));
    }
    return item;
}

} // namespace

SweepTableView::SweepTableView(QWidget* parent) : QWidget(parent) {
    text_ = new QLabel;
    text_->setWordWrap(true);
    text_->setTextFormat(Qt::PlainText);
    runs_ = new QStandardItemModel(this);
    sorted_ = new QSortFilterProxyModel(this);
    sorted_->setSourceModel(runs_);
    sorted_->setSortRole(valueRole);
    table_ = new QTableView;
    table_->setObjectName(QStringLiteral("runs"));
    table_->setAccessibleName(tr("Runs of the sweep"));
    table_->setModel(sorted_);
    table_->setSortingEnabled(true);
    table_->sortByColumn(-1, Qt::AscendingOrder); // the sweep's own order at first
    table_->setSelectionBehavior(QAbstractItemView::SelectRows);
    table_->setSelectionMode(QAbstractItemView::SingleSelection);
    table_->setEditTriggers(QAbstractItemView::NoEditTriggers);
    table_->setTabKeyNavigation(false);
    table_->setToolTip(tr("Double click or Enter opens the run"));
    table_->verticalHeader()->hide();
    table_->verticalHeader()->setDefaultSectionSize(fontMetrics().height() + 6);
    table_->setShowGrid(false);
    connect(table_, &QTableView::activated, this, [this](const QModelIndex& index) {
        const QModelIndex first = index.siblingAtColumn(0);
        emit runActivated(first.data(cellRole).toInt(), first.data(seedRole).toInt());
    });
    auto* layout = new QVBoxLayout(this);
    layout->addWidget(text_);
    layout->addWidget(table_);
}

SweepTableView::Run SweepTableView::currentRun() const {
    const QModelIndex first = table_->currentIndex().siblingAtColumn(0);
    return first.isValid() ? Run{first.data(cellRole).toInt(), first.data(seedRole).toInt()} : Run{};
}

void SweepTableView::setResult(const SweepResult& result) {
    const bool first = runs_->rowCount() == 0;
    const Run chosen = currentRun();
    describe(result);
    fill(result);
    for (int row = 0; row < sorted_->rowCount(); ++row) {
        const QModelIndex index = sorted_->index(row, 0);
        if (index.data(cellRole).toInt() == chosen.cell && index.data(seedRole).toInt() == chosen.seed)
            table_->setCurrentIndex(index);
    }
    if (first)
        table_->resizeColumnsToContents();
}

void SweepTableView::describe(const SweepResult& result) {
    int runs = 0, done = 0;
    for (const SweepCellResult& cell : result.cells)
        for (const SweepRun& run : cell.runs) {
            ++runs;
            done += run.status != SweepRun::Status::Unfinished;
        }
    const QString meaning = result.sweep.publishedOfOtherData
                                ? tr("the published ones are of other data, only their order compares")
                                : tr("blue is at or under the published error, orange above it");
    text_->setText(tr("%1 of %2 runs have ended. Errors in %; %3.").arg(done).arg(runs).arg(meaning));
    text_->setToolTip(QString::fromStdString(result.sweep.description));
}

void SweepTableView::fill(const SweepResult& result) {
    const bool heldOut = !result.cells.empty() && result.cells.front().heldOut();
    runs_->removeRows(0, runs_->rowCount());
    runs_->setHorizontalHeaderLabels({tr("Row"), tr("Column"), tr("Seed"), tr("State"),
                                      heldOut ? tr("Held-out error") : tr("Test error"), tr("Published"),
                                      tr("Training error"), tr("Published"), tr("I(e1;T)"), tr("I(e1;C)"),
                                      tr("I(e2;C)"), tr("I(e2;T)"), tr("Score"), tr("Parameters")});
    for (std::size_t c = 0; c < result.cells.size(); ++c)
        for (std::size_t s = 0; s < result.cells[c].runs.size(); ++s) {
            const SweepCellResult& cell = result.cells[c];
            const SweepRun& run = cell.runs[s];
            const PublishedErrors& published = cell.cell.published;
            const auto compared = [&](std::optional<double> error) {
                return result.sweep.publishedOfOtherData ? std::nullopt : error;
            };
            QList<QStandardItem*> row{textItem(QString::fromStdString(cell.cell.name)),
                                      textItem(QString::fromStdString(cell.cell.column)),
                                      numberItem(static_cast<double>(result.sweep.seeds[s]), 1, 0),
                                      textItem(QString::fromStdString(toString(run.status))),
                                      errorItem(run.value(cell.errorKey()), compared(published.test)),
                                      numberItem(published.test, 100, 2),
                                      errorItem(run.value("train_error"), compared(published.train)),
                                      numberItem(published.train, 100, 2)};
            for (const char* name : factorisationNames)
                row << numberItem(run.value(cell.factorisationKey() + "." + name), 1, 3);
            row << numberItem(run.value("parameters"), 1, 0);
            row[0]->setData(static_cast<int>(c), cellRole);
            row[0]->setData(static_cast<int>(s), seedRole);
            row[3]->setToolTip(QString::fromStdString(run.failure));
            runs_->appendRow(row);
        }
}

} // namespace expertscope
