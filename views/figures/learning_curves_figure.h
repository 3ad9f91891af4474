// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "views/figures/curve_figure.h"

#include <QCoreApplication>

#include <algorithm>

namespace expertscope {

/// Train and test error (%) and loss over epochs, on logarithmic axes, the constrained phase shaded. Of an
/// expert that is chosen, the load stands below them: how it was used while the error fell.
class LearningCurvesFigure : public CurveFigure {
    Q_DECLARE_TR_FUNCTIONS(LearningCurvesFigure)

  public:
    explicit LearningCurvesFigure(History history) : CurveFigure(std::move(history)) {}

    QString id() const override { return QStringLiteral("learning-curves"); }
    QString title() const override { return tr("Learning curves"); }
    QString emptyText() const override;
    QString summary() const override;
    QString toCsv() const override;
    QString readOutAt(double epoch, const Selection& chosen) const override;
    QString shape(const Selection& chosen) const override;
    Selection shownBy(int graph, const Selection& chosen) const override;
    void build(QCustomPlot& plot, const FigureStyle& style, const Selection& chosen) const override;
    void fill(QCustomPlot& plot, const FigureStyle& style, const Selection& chosen) const override;

  protected:
    double heightInMm(double widthMm) const override { return std::max(62., 0.55 * widthMm); }

  private:
    /// Of those chosen, the ones whose load was recorded.
    std::map<int, int> loadsOf(const Selection& chosen) const;
};

} // namespace expertscope
