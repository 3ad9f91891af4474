#pragma once

#include "model/training/training_snapshot.h"
#include "views/selection.h"

#include <QObject>

#include <memory>
#include <optional>
#include <vector>

class QTabWidget;

namespace expertscope {

class CurveView;
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
    /// Curves, load, joint assignment and factorisation.
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
    void setSelection(const Selection& selection);
    void setColourMap(const ColourMap& map);
    void setAutoRange(bool on);

  signals:
    void selected(const expertscope::Selection& selection);
    void hovered(const QString& readOut);
    void examplesRequested(const expertscope::Selection& selection);
    /// Another moment is shown, or the same in other colours.
    void changed();

  private:
    void refresh();
    void show(std::shared_ptr<const TrainingSnapshot> snapshot, History history,
              std::optional<double> marker);
    void addTab(QWidget* view, const QString& title, const QString& tip);
    void follow(FigureView* view);

    std::shared_ptr<const TrainingSnapshot> snapshot_, instead_;
    History history_; ///< of the curves
    FigureView *gating_, *examples_, *joint_, *factorisation_;
    CurveView *curves_, *load_;
    QTabWidget* tabs_;
};

} // namespace expertscope
