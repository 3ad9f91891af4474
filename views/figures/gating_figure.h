// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/analysis/expert_order.h"
#include "views/drawing/heatmap_painting.h"
#include "views/figures/figure.h"

#include <QCoreApplication>

#include <map>

namespace expertscope {

struct GatingLayout;
struct GatingPanel;

/// The paper's Fig. 2: for every mixture layer, each expert's mean gate by translation (a map an expert:
/// "where") and the mean gates by class (experts x classes: "what"). Attributes laid out in two dimensions
/// become maps, all others matrices. Colours stand for 0..1 unless the style's autoRange is set. On screen
/// and across a page a layer is a row; for one column, as the paper has it, see PrintedGatingFigure.
class GatingFigure : public Figure {
    Q_DECLARE_TR_FUNCTIONS(GatingFigure)

  public:
    explicit GatingFigure(const GatingStatistics& statistics, ExpertOrders orders = {});

    /// So that the two compare where colours follow the data: they span the data of both.
    void shareScale(const Figure& other) override;

    QString id() const override { return QStringLiteral("figure2-gating"); }
    QString title() const override { return tr("Where & what"); }
    double usualWidthMm() const override { return 170; }
    bool isEmpty() const override { return statistics_.layers.empty(); }
    QString emptyText() const override;
    QString summary() const override;
    QString toCsv() const override;
    std::vector<FigureCell> cells(const QRectF& area, const FigureStyle& style) const override;
    QString readOut(const Selection& shows) const override;
    const GatingStatistics& statistics() const { return statistics_; }
    const ExpertOrders& orders() const { return orders_; }

  protected:
    const MeanGating& gating(const GatingPanel& panel) const;
    virtual GatingLayout layOut(const QRectF& area, const FigureStyle& style) const;
    virtual void drawHeadings(QPainter& painter, const GatingLayout& layout, const FigureStyle& style) const;
    virtual void drawAxisTitles(QPainter& painter, const GatingLayout& layout,
                                const FigureStyle& style) const;
    double heightInMm(double widthMm) const override;
    void draw(QPainter& painter, const QRectF& area, const FigureStyle& style) const override;

  private:
    Selection shownBy(const GatingPanel& panel, int row, int column) const;
    void drawMapTexts(QPainter& painter, const GatingPanel& panel, double titleLine,
                      const FigureStyle& style) const;
    void drawMatrixTexts(QPainter& painter, const GatingPanel& panel, const FigureStyle& style) const;

    void leaveOutEmptyValues();
    int valueOf(const std::string& attribute, int column) const;
    int columnOf(const std::string& attribute, int value) const;
    ColourDomain domain(const FigureStyle& style) const;

    GatingStatistics statistics_;
    std::map<std::string, std::vector<int>> keptValues_; ///< by attribute, where some are left out
    ExpertOrders orders_;
    DomainFinder data_; ///< of all mean gates that the colours have to tell apart
};

} // namespace expertscope
