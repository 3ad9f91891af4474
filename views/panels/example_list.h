// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/analysis/example_ranking.h"
#include "model/data/example_set.h"
#include "views/figures/selection.h"

#include <QWidget>

#include <memory>

class QComboBox;
class QLabel;
class QListView;
class QStandardItemModel;

namespace expertscope {

/// The examples behind a cell of a figure, as tiles to look through: all of a class, what an expert takes,
/// what is answered wrongly. Wrong answers are written in the mark of wrong ones.
class ExampleList : public QWidget {
    Q_OBJECT

  public:
    explicit ExampleList(QWidget* parent = nullptr);

    ExampleOrder order() const;
    /// about: what the examples have in common, as a phrase. Shows the first of them, and says how many there
    /// are.
    void setExamples(const QString& about, std::vector<RankedExample> examples,
                     std::shared_ptr<const ExampleSet> set);
    /// Makes the next one the current, counting on from the first behind the last; or any.
    void step(int by);
    void stepAnywhere();
    int count() const { return static_cast<int>(examples_.size()); }

  signals:
    void orderChanged();
    void exampleSelected(int example);

  protected:
    void changeEvent(QEvent* event) override;

  private:
    void fill();
    void drawTiles();
    void setCurrent(int place);
    QString textOf(const RankedExample& ranked) const;
    QString describe(const RankedExample& ranked) const;

    QLabel* title_;
    QComboBox* order_;
    QListView* view_;
    QStandardItemModel* items_;
    std::vector<RankedExample> examples_;
    std::shared_ptr<const ExampleSet> set_;
};

} // namespace expertscope
