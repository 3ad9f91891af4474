// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/analysis/expert_order.h"
#include "views/drawing/cell_grid.h"
#include "views/figures/figure.h"

#include <QCoreApplication>

namespace expertscope {

/// The paper's Fig. 5: joint assignment, J[i, j] = mean of g_i^1 g_j^2 with rows normalised to sum 1. Colours
/// go from 0 to 2/M for M experts in the second layer, so that an even row lies in the middle of the scale.
class JointFigure : public Figure {
    Q_DECLARE_TR_FUNCTIONS(JointFigure)

  public:
    explicit JointFigure(const GatingStatistics& statistics, ExpertOrders orders = {});

    /// So that the two compare: colours go to the higher of the two ends.
    void shareScale(const Figure& other) override;

    QString id() const override { return QStringLiteral("figure5-joint"); }
    QString title() const override { return tr("Joint assignment"); }
    bool isEmpty() const override { return joints_.empty(); }
    QString emptyText() const override;
    QString summary() const override;
    QString toCsv() const override;
    std::vector<FigureCell> cells(const QRectF& area, const FigureStyle& style) const override;
    QString readOut(const Selection& shows) const override;

  protected:
    double heightInMm(double widthMm) const override;
    void draw(QPainter& painter, const QRectF& area, const FigureStyle& style) const override;

  private:
    void drawPanel(QPainter& painter, std::size_t joint, const CellGrid& grid,
                   const FigureStyle& style) const;
    void drawLabels(QPainter& painter, std::size_t joint, const CellGrid& grid,
                    const FigureStyle& style) const;
    QString caption(std::size_t joint) const;
    bool sameColumns() const;
    double highestShare(double columns) const;
    double ownHighest() const;
    Selection shownBy(std::size_t joint, int row, int column) const;
    QStringList scaleLabels() const;
    int layerName(int index) const;

    std::vector<JointAssignment> joints_;
    std::vector<Matrix<float>> rows_; ///< joints_[i].rowNormalised()
    std::vector<int> layerNames_;     ///< the mixture layers' places in the network, from 0
    ExpertOrders orders_;
    int examples_;
    std::optional<double> highest_; ///< shared with another figure
};

} // namespace expertscope
