// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/analysis/expert_order.h"
#include "views/panels/figure_slot.h"

#include <QObject>

#include <vector>

class QTabWidget;

namespace expertscope {

class ExamplesPanel;
class FigureView;
class ColourMap;
struct Workspace;

/// All figures of the window: of the moment that is shown, with what is chosen.
class FigurePanels : public QObject {
    Q_OBJECT

  public:
    FigurePanels(Workspace& workspace, QObject* parent);

    FigureView* gating() const { return gating_; }
    FigureView* examples() const { return examples_; }
    /// With what chooses and scrolls around it.
    ExamplesPanel* examplesPanel() const { return examplesPanel_; }
    /// All other figures of the table: curves, load, joint assignment, factorisation.
    QTabWidget* tabs() const { return tabs_; }

    void setColourMap(const ColourMap& map);
    void setAutoRange(bool on);
    /// Experts in the places where their gating mass lies, calmly; otherwise as they are numbered.
    void setSorted(bool on);
    /// How they stand now.
    const ExpertOrders& orders() const { return orders_; }

  signals:
    void examplesRequested(const expertscope::Selection& selection);
    /// Another moment is shown, or the same in other colours or another order.
    void changed();

  private:
    FigureMoment now() const;
    std::vector<FigureView*> painted() const;
    void refresh();
    void setSelection(const Selection& selection);
    void showMoment();
    void addTab(const FigureKind& kind);
    void follow(FigureView* view);

    Workspace& workspace_;
    ExpertOrders orders_;
    bool sorted_ = true;
    FigureView* gating_;
    ExamplesPanel* examplesPanel_;
    FigureView* examples_;
    std::vector<FigureSlot> slots_; ///< of the tabs
    QTabWidget* tabs_;
};

} // namespace expertscope
