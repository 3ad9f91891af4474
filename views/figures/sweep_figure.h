// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/sweep/sweep_plot.h"
#include "views/figures/figure.h"

namespace expertscope {

/// A plot of a sweep: a line a series with its deviation over the seeds as bars, published numbers as rings
/// on a dashed line.
class SweepFigure : public Figure {
  public:
    explicit SweepFigure(SweepPlotData data) : data_(std::move(data)) {}

    QString id() const override { return QString::fromStdString(data_.name); }
    QString title() const override;
    bool isEmpty() const override;
    bool needsWindowThread() const override { return true; }
    QString emptyText() const override;
    QString summary() const override;
    QString toCsv() const override;

  protected:
    double heightInMm(double widthMm) const override;
    void draw(QPainter& painter, const QRectF& area, const FigureStyle& style) const override;

  private:
    SweepPlotData data_;
};

} // namespace expertscope
