#pragma once

#include "model/training/training_snapshot.h"
#include "views/selection.h"

#include <QObject>

#include <memory>

class QTabWidget;

namespace expertscope {

class CurveView;
class FigureView;
class ColourMap;

/// All figures of the window and what they show: one snapshot, one selection.
class FigurePanels : public QObject {
    Q_OBJECT

  public:
    explicit FigurePanels(QObject* parent = nullptr);

    FigureView* gating() const { return gating_; }
    FigureView* examples() const { return examples_; }
    /// Curves, load, joint assignment and factorisation.
    QTabWidget* tabs() const { return tabs_; }

    void setSnapshot(std::shared_ptr<const TrainingSnapshot> snapshot);
    const TrainingSnapshot* snapshot() const { return snapshot_.get(); }
    void setSelection(const Selection& selection);
    void setColourMap(const ColourMap& map);
    void setAutoRange(bool on);

  signals:
    void selected(const expertscope::Selection& selection);
    void hovered(const QString& readOut);
    void examplesRequested(const expertscope::Selection& selection);

  private:
    void refresh();
    void addTab(QWidget* view, const QString& title, const QString& tip);
    void follow(FigureView* view);

    std::shared_ptr<const TrainingSnapshot> snapshot_;
    FigureView *gating_, *examples_, *joint_, *factorisation_;
    CurveView *curves_, *load_;
    QTabWidget* tabs_;
};

} // namespace expertscope
