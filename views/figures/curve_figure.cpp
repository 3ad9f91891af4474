// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/figures/curve_figure.h"

#include "views/drawing/plot_setup.h"

#include <qcustomplot.h>

#include <algorithm>
#include <cmath>

namespace expertscope {
namespace {

/// More points than the area is points wide only lie on each other: of so many in a row as are too many, the
/// lowest and the highest stay.
void thin(QCPGraph& graph, double most) {
    const QSharedPointer<QCPGraphDataContainer> all = graph.data();
    const int stretch = static_cast<int>(2 * all->size() / std::max(2., most));
    if (stretch < 3)
        return;
    const auto lower = [](const QCPGraphData& a, const QCPGraphData& b) { return a.value < b.value; };
    QVector<QCPGraphData> kept;
    for (auto from = all->constBegin(); from != all->constEnd();) {
        const auto to = from + std::min<std::ptrdiff_t>(stretch, all->constEnd() - from);
        const auto [lowest, highest] = std::minmax_element(from, to, lower);
        kept << *std::min(lowest, highest);
        if (lowest != highest)
            kept << *std::max(lowest, highest);
        from = to;
    }
    if (kept.last().key < (all->constEnd() - 1)->key)
        kept << *(all->constEnd() - 1);
    graph.data()->set(kept, true);
}

QColor mixed(const QColor& colour, const QColor& with, double share) {
    const auto part = [&](double a, double b) { return static_cast<int>(a + share * (b - a)); };
    return {part(colour.red(), with.red()), part(colour.green(), with.green()),
            part(colour.blue(), with.blue())};
}

} // namespace

CurveFigure::CurveFigure(History history)
    : history_(history ? std::move(history) : std::make_shared<const std::vector<MetricsRecord>>()) {}

const MetricsRecord* CurveFigure::nearest(double epoch) const {
    if (history_->empty())
        return nullptr;
    auto after = std::lower_bound(history_->begin(), history_->end(), epoch,
                                  [](const MetricsRecord& record, double e) { return record.epoch < e; });
    if (after == history_->end() ||
        (after != history_->begin() && epoch - std::prev(after)->epoch < after->epoch - epoch))
        --after;
    return &*after;
}

double CurveFigure::rightEnd() const {
    const double beside = beside_ && beside_->size() > 1 ? beside_->back().epoch : 0;
    return 1.012 * std::max(lastEpoch(), beside);
}

std::vector<const std::vector<MetricsRecord>*> CurveFigure::histories() const {
    if (beside_)
        return {history_.get(), beside_.get()};
    return {history_.get()};
}

void CurveFigure::draw(QPainter& painter, const QRectF& area, const FigureStyle& style) const {
    QCustomPlot plot;
    build(plot, style, {});
    fill(plot, style, {});
    for (int i = 0; i < plot.graphCount(); ++i)
        thin(*plot.graph(i), area.width() / style.points(1));
    drawPlot(plot, painter, area);
}

void CurveFigure::mark(QCustomPlot& plot, const FigureStyle& style, const Selection& chosen) const {
    constexpr double faded = 0.75, widened = 2.2; // points, as the width of a curve
    std::vector<bool> agreeing;
    for (int i = 0; i < plot.graphCount(); ++i)
        agreeing.push_back(agree(shownBy(i, chosen), chosen));
    if (std::find(agreeing.begin(), agreeing.end(), true) == agreeing.end())
        return;
    const QString front = QStringLiteral("chosen");
    if (!plot.layer(front))
        plot.addLayer(front, plot.layer(QStringLiteral("main")));
    for (int i = 0; i < plot.graphCount(); ++i) {
        if (shownBy(i, chosen).isEmpty())
            continue;
        QPen pen = plot.graph(i)->pen();
        if (agreeing[static_cast<std::size_t>(i)]) {
            pen.setWidthF(style.points(widened));
            plot.graph(i)->setLayer(front);
        } else { // mixed, not translucent: where a live curve's segments meet they would cover each other
            pen.setColor(mixed(pen.color(), style.background, faded));
        }
        plot.graph(i)->setPen(pen);
    }
}

void CurveFigure::shareScale(const Figure& other) {
    if (const auto* curves = dynamic_cast<const CurveFigure*>(&other))
        beside_ = curves->history_;
}

double loadOf(const MetricsRecord& record, int layer, int expert) {
    if (layer >= static_cast<int>(record.load.size()) ||
        expert >= static_cast<int>(record.load[layer].size()))
        return MetricsRecord::none;
    return record.load[layer][expert];
}

Curve curveOf(const std::vector<MetricsRecord>& history,
              const std::function<double(const MetricsRecord&)>& value) {
    Curve all;
    for (const MetricsRecord& record : history)
        if (const double v = value(record); std::isfinite(v)) {
            all.epochs << record.epoch;
            all.values << v;
        }
    const qsizetype stride = (all.epochs.size() + static_cast<qsizetype>(mostPoints) - 2) / (mostPoints - 1);
    if (stride <= 1)
        return all;
    Curve thin;
    const qsizetype last = all.epochs.size() - 1;
    for (qsizetype i = last % stride; i <= last; i += stride) {
        thin.epochs << all.epochs[i];
        thin.values << all.values[i];
    }
    return thin;
}

} // namespace expertscope
