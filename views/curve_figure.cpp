#include "views/curve_figure.h"

#include <QPainter>
#include <QPicture>

#include <qcustomplot.h>

#include <algorithm>
#include <cmath>

namespace expertscope {

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

void CurveFigure::draw(QPainter& painter, const QRectF& area, const FigureStyle& style) const {
    QCustomPlot plot;
    build(plot, style);
    fill(plot, style);
    // QCustomPlot draws with a painter of its own, which needs a device; a picture is one that keeps the
    // strokes.
    QPicture picture;
    QCPPainter recorder(&picture);
    plot.toPainter(&recorder, static_cast<int>(std::lround(area.width())),
                   static_cast<int>(std::lround(area.height())));
    recorder.end();
    painter.save();
    painter.translate(area.topLeft());
    // Playing a picture scales it by the ratio of the resolutions: lengths here are device units already.
    painter.scale(static_cast<double>(picture.logicalDpiX()) / painter.device()->logicalDpiX(),
                  static_cast<double>(picture.logicalDpiY()) / painter.device()->logicalDpiY());
    painter.drawPicture(0, 0, picture);
    painter.restore();
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
