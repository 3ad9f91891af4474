// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/analysis/expert_order.h"
#include "model/data/example_set.h"
#include "views/figures/figure.h"

#include <QCoreApplication>
#include <QImage>

#include <memory>

namespace expertscope {

struct ExamplesGrid;
struct ExamplesLayout;

/// The paper's Fig. 3 and 4: the examples with the highest product of gates for each combination, first-layer
/// experts in rows, second-layer experts in columns; with one mixture layer, the highest gate of each expert.
class ExamplesFigure : public Figure {
    Q_DECLARE_TR_FUNCTIONS(ExamplesFigure)

  public:
    /// examples is what statistics.top indexes; null leaves the figure empty. secondExperts: of the second
    /// layer, those that are shown; all where empty.
    ExamplesFigure(const GatingStatistics& statistics, std::shared_ptr<const ExampleSet> examples,
                   ExpertOrders orders = {}, const std::vector<int>& secondExperts = {});

    QString id() const override;
    QString title() const override { return tr("Examples"); }
    bool isEmpty() const override { return top_.entries.empty() || !examples_; }
    QString emptyText() const override;
    QString summary() const override;
    QString toCsv() const override;
    std::vector<FigureCell> cells(const QRectF& area, const FigureStyle& style) const override;
    QSizeF leastSize(const QSizeF& room, const FigureStyle& style) const override;
    double usualWidthMm() const override { return isSpeech() && columns() > 8 ? 170 : 84; }
    QString readOut(const Selection& shows) const override;

  protected:
    double heightInMm(double widthMm) const override;
    void draw(QPainter& painter, const QRectF& area, const FigureStyle& style) const override;

  private:
    void drawRowLabels(QPainter& painter, const ExamplesLayout& layout, int band,
                       const FigureStyle& style) const;
    void drawLabels(QPainter& painter, const ExamplesLayout& layout, const FigureStyle& style) const;
    int first(int row) const { return orders_.expert(0, row); }
    int second(int column) const { return shown_[static_cast<std::size_t>(column)]; }
    int columns() const { return static_cast<int>(shown_.size()); }
    ExamplesGrid grid() const;
    bool isSpeech() const;
    /// What stands there, as all below are told.
    const TopExamples::Entry& entry(int row, int column, int rank) const;
    Selection shownBy(int row, int column) const;
    bool isValid(const TopExamples::Entry& entry) const;
    const QImage& tile(int row, int column, int rank) const;
    QString attributesText(int example) const;

    TopExamples top_;
    std::shared_ptr<const ExampleSet> examples_;
    ExpertOrders orders_;
    std::vector<int> shown_; ///< the second layer's experts as they stand
    /// Combination by combination as they stand. Each is made when it is first drawn: of many experts few
    /// have room.
    mutable std::vector<QImage> tiles_;
    int firstLayer_ = 0; ///< places in the network, from 0
    int secondLayer_ = 1;
};

} // namespace expertscope
