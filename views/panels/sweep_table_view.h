// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/sweep/sweep_result.h"

#include <QWidget>

class QLabel;
class QSortFilterProxyModel;
class QStandardItemModel;
class QTableView;

namespace expertscope {

/// A sweep as a table with a row a run: its errors beside the published ones, better in one colour and worse
/// in another, and how its experts factorise. Sorted by any column.
class SweepTableView : public QWidget {
    Q_OBJECT

  public:
    explicit SweepTableView(QWidget* parent = nullptr);

    /// Keeps the order, the place and the row that is chosen.
    void setResult(const SweepResult& result);
    /// Place of the run in the result.
    struct Run {
        int cell = -1, seed = -1;
    };
    Run currentRun() const;
    QTableView* table() const { return table_; }

  signals:
    /// Double-clicked, or Enter.
    void runActivated(int cell, int seed);

  private:
    void fill(const SweepResult& result);
    void describe(const SweepResult& result);

    QLabel* text_;
    QStandardItemModel* runs_;
    QSortFilterProxyModel* sorted_;
    QTableView* table_;
};

} // namespace expertscope
