// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "views/figures/curve_figure.h"

#include <QCoreApplication>

namespace expertscope {

/// The load (mean gate) of each expert over epochs, a panel a layer, with the even share 1/N as a thin line:
/// the collapse without the balance constraint, and the constraint at work.
class LoadFigure : public CurveFigure {
    Q_DECLARE_TR_FUNCTIONS(LoadFigure)

  public:
    explicit LoadFigure(History history);

    QString id() const override { return QStringLiteral("load"); }
    QString title() const override { return tr("Expert load"); }
    bool isEmpty() const override { return experts_.empty() || CurveFigure::isEmpty(); }
    QString emptyText() const override;
    QString summary() const override;
    QString toCsv() const override;
    QString shape(const Selection& chosen) const override;
    Selection shownBy(int graph, const Selection& chosen) const override;
    QString readOutAt(double epoch, const Selection& chosen) const override;
    void build(QCustomPlot& plot, const FigureStyle& style, const Selection& chosen) const override;
    void fill(QCustomPlot& plot, const FigureStyle& style, const Selection& chosen) const override;

  protected:
    double heightInMm(double widthMm) const override;

  private:
    std::vector<int> experts_; ///< of each mixture layer; empty where no record has a load
};

} // namespace expertscope
