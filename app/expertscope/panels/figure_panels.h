// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/analysis/expert_order.h"
#include "model/training/training_snapshot.h"
#include "views/figures/selection.h"
#include "views/panels/figure_slot.h"

#include <QObject>

#include <memory>
#include <optional>
#include <vector>

class QTabWidget;

namespace expertscope {

class ExamplesPanel;
class FigureView;
class ColourMap;

/// All figures of the window and what they show: one snapshot, one selection.
class FigurePanels : public QObject {
    Q_OBJECT

  public:
    using History = std::shared_ptr<const std::vector<MetricsRecord>>;

    explicit FigurePanels(QObject* parent = nullptr);

    FigureView* gating() const { return gating_; }
    FigureView* examples() const { return examples_; }
    /// With what chooses and scrolls around it.
    ExamplesPanel* examplesPanel() const { return examplesPanel_; }
    /// All other figures of the table: curves, load, joint assignment, factorisation.
    QTabWidget* tabs() const { return tabs_; }

    /// The present.
    void setSnapshot(std::shared_ptr<const TrainingSnapshot> snapshot);
    /// A moment of the past: the curves show all of that history, and where in it the moment is.
    void setMoment(std::shared_ptr<const TrainingSnapshot> snapshot, History history);
    const TrainingSnapshot* snapshot() const { return snapshot_.get(); }
    /// Shown in place of the snapshot until it is taken back (null): what would be, with experts switched
    /// off.
    void setInstead(std::shared_ptr<const TrainingSnapshot> snapshot);
    /// What the figures show now.
    const TrainingSnapshot* shown() const { return instead_ ? instead_.get() : snapshot_.get(); }
    std::shared_ptr<const TrainingSnapshot> sharedShown() const { return instead_ ? instead_ : snapshot_; }
    /// What the curves show, and where in them the moment is, if it is one of the past.
    History history() const { return history_; }
    std::optional<double> marker() const { return marker_; }
    void setSelection(const Selection& selection);
    void setColourMap(const ColourMap& map);
    void setAutoRange(bool on);
    /// Experts in the places where their gating mass lies, calmly; otherwise as they are numbered.
    void setSorted(bool on);
    /// How they stand now.
    const ExpertOrders& orders() const { return orders_; }
    /// Another run follows: how experts stood means nothing for it.
    void forgetOrders() { orders_ = {}; }

  signals:
    void selected(const expertscope::Selection& selection);
    void hovered(const QString& readOut);
    void examplesRequested(const expertscope::Selection& selection);
    /// Another moment is shown, or the same in other colours or another order.
    void changed();

  private:
    FigureMoment moment() const;
    std::vector<FigureView*> painted() const;
    void refresh();
    void show(std::shared_ptr<const TrainingSnapshot> snapshot, History history,
              std::optional<double> marker);
    void addTab(const FigureKind& kind);
    void follow(FigureView* view);

    std::shared_ptr<const TrainingSnapshot> snapshot_, instead_;
    History history_; ///< of the curves
    std::optional<double> marker_;
    ExpertOrders orders_;
    bool sorted_ = true;
    FigureView* gating_;
    ExamplesPanel* examplesPanel_;
    FigureView* examples_;
    std::vector<FigureSlot> slots_; ///< of the tabs
    QTabWidget* tabs_;
};

} // namespace expertscope
