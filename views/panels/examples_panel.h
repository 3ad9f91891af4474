// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/analysis/expert_order.h"
#include "model/analysis/gating_statistics.h"
#include "model/data/example_set.h"

#include <QWidget>

#include <memory>

class QScrollArea;

namespace expertscope {

class ExpertChooser;
class FigureView;

/// ExamplesFigure in the window: scrolls where its tiles would else be too small to read, and of very many
/// second-layer experts shows the few that are chosen.
class ExamplesPanel : public QWidget {
    Q_OBJECT

  public:
    explicit ExamplesPanel(QWidget* parent = nullptr);

    FigureView* view() const { return view_; }
    void setExamples(const GatingStatistics& statistics, const std::shared_ptr<const ExampleSet>& examples,
                     const ExpertOrders& orders);

  signals:
    /// Others are to be shown: the figure is wanted again.
    void choiceChanged();

  protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

  private:
    void makeRoom();

    ExpertChooser* chooser_;
    QScrollArea* scroll_;
    FigureView* view_;
};

} // namespace expertscope
