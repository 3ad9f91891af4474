// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/training/training_snapshot.h"
#include "views/figures/figure.h"

#include <QCoreApplication>

#include <memory>

namespace expertscope {

struct FactorisationLayout;

/// How far the layers have split the work: normalised mutual information of each layer's gates with the
/// translation ("where") and the class ("what"), each with its history, and the factorisation score. Of
/// examples that are not translated, as speech, with every attribute they have.
class FactorisationFigure : public Figure {
    Q_DECLARE_TR_FUNCTIONS(FactorisationFigure)

  public:
    /// history may be null; it carries the information of networks with two mixture layers only.
    FactorisationFigure(const GatingStatistics& statistics,
                        std::shared_ptr<const std::vector<MetricsRecord>> history);

    /// So that the two compare: the small curves span the epochs and the values of both.
    void shareScale(const Figure& other) override;

    QString id() const override { return QStringLiteral("factorisation"); }
    QString title() const override { return tr("Factorisation"); }
    bool isEmpty() const override { return statistics_.layers.empty(); }
    QString emptyText() const override;
    QString summary() const override;
    QString toCsv() const override;
    std::vector<FigureCell> cells(const QRectF& area, const FigureStyle& style) const override;
    QString readOut(const Selection& shows) const override;

  protected:
    double heightInMm(double widthMm) const override;
    void draw(QPainter& painter, const QRectF& area, const FigureStyle& style) const override;

  private:
    using Number = std::optional<double> Factorisation::*;

    int columns() const { return static_cast<int>(columns_.size()); }
    /// Into where and what; else there is the information alone, on each attribute.
    bool isFactorised() const { return columns_.front() == "translation"; }
    QString columnTitle(int column) const;
    QString layerText(int layer) const;
    std::optional<Number> recordOf(int layer, int column) const;
    int layers() const { return static_cast<int>(statistics_.layers.size()); }
    double information(int layer, int column) const; ///< NaN where there is none
    double score() const;
    QPolygonF historyOf(Number number) const; ///< (epoch, value), measured ones only
    struct Span {
        double epochs = 0, highest = 0.05; ///< of the information
        double lowestScore = 0, highestScore = 0.05;
    };
    Span ownSpan() const;
    void drawSparkline(QPainter& painter, QRectF area, const QPolygonF& points, double low, double high,
                       const QColor& colour, const FigureStyle& style) const;
    QString sourceText() const;
    void drawCell(QPainter& painter, int layer, int column, const QRectF& area,
                  const FigureStyle& style) const;
    void drawLabels(QPainter& painter, const FactorisationLayout& layout, const FigureStyle& style) const;
    void drawScore(QPainter& painter, const QRectF& area, const FigureStyle& style) const;

    GatingStatistics statistics_;
    std::vector<std::string> columns_; ///< attributes
    std::shared_ptr<const std::vector<MetricsRecord>> history_;
    Span span_; ///< what the small curves have to hold
};

} // namespace expertscope
