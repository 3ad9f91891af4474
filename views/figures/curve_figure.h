// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/training/training_snapshot.h"
#include "views/figures/figure.h"

#include <QString>

#include <functional>
#include <memory>

class QCPAxisRect;
class QCustomPlot;

namespace expertscope {

/// A figure of curves over epochs, drawn by QCustomPlot: a live plot is set up by the very code that draws
/// into files. Panels stand one above the other and share the epoch axis.
class CurveFigure : public Figure {
  public:
    using History = std::shared_ptr<const std::vector<MetricsRecord>>;

    /// null is an empty history.
    explicit CurveFigure(History history);

    bool isEmpty() const override { return history_->size() < 2; }
    bool needsWindowThread() const override { return true; }

    /// So that the two compare: the axes span what both show.
    void shareScale(const Figure& other) override;

    /// Axes and empty curves, in place of whatever the plot had. Panels are plot.axisRects(). chosen: what a
    /// person has chosen in any figure: it may bring curves of its own, and its curves stand out from the
    /// others. In files nothing is chosen.
    virtual void build(QCustomPlot& plot, const FigureStyle& style, const Selection& chosen) const = 0;
    /// The numbers and the vertical ranges, into a plot built by a figure of the same shape(chosen). Does not
    /// replot.
    virtual void fill(QCustomPlot& plot, const FigureStyle& style, const Selection& chosen) const = 0;
    /// What build() depends on, beside the style.
    virtual QString shape(const Selection& chosen) const = 0;
    /// What is chosen by a click on that graph of a plot built with the same chosen; empty where nothing is.
    virtual Selection shownBy(int graph, const Selection& chosen) const = 0;
    /// The numbers at the record nearest to that epoch, of curves that what is chosen brought, too.
    virtual QString readOutAt(double epoch, const Selection& chosen) const = 0;
    /// The record nearest to that epoch; null when empty.
    const MetricsRecord* nearest(double epoch) const;
    double lastEpoch() const { return isEmpty() ? 1 : history_->back().epoch; }
    /// Where the epoch axis ends: a little later, so that the last point is whole.
    double rightEnd() const;
    const std::vector<MetricsRecord>& history() const { return *history_; }

  protected:
    void draw(QPainter& painter, const QRectF& area, const FigureStyle& style) const override;

    /// Of the curves that something can be chosen by, those of what is chosen come to the front; the others
    /// fade into the ground.
    void mark(QCustomPlot& plot, const FigureStyle& style, const Selection& chosen) const;

    /// Its own history, and the one that it shares its axes with: what ranges have to hold.
    std::vector<const std::vector<MetricsRecord>*> histories() const;

  private:
    History history_;
    History beside_; ///< of the figure beside it; may be null
};

/// At most this many points of a curve are drawn.
inline constexpr std::size_t mostPoints = 2000;

/// The load of that expert; NaN where the record has none.
double loadOf(const MetricsRecord& record, int layer, int expert);

/// (epoch, value) of the records where it was measured, thinned to mostPoints; the last one always stays.
struct Curve {
    QList<double> epochs;
    QList<double> values;
};
Curve curveOf(const std::vector<MetricsRecord>& history,
              const std::function<double(const MetricsRecord&)>& value);

} // namespace expertscope
