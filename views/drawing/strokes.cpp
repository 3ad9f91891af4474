// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/drawing/strokes.h"

#include <QPainter>

#include <qcustomplot.h>

#include <utility>

namespace expertscope {
namespace {

thread_local QCPPainter* recorder = nullptr; ///< while strokesOf records

} // namespace

QPicture strokesOf(const QFont& font, const std::function<void(QPainter&)>& paint) {
    QPicture strokes;
    QCPPainter painter(&strokes);
    painter.setFont(font);
    QCPPainter* outer = std::exchange(recorder, &painter);
    paint(painter);
    recorder = outer;
    painter.end();
    return strokes;
}

QCPPainter* recorderBehind(const QPainter& painter) {
    return recorder == &painter ? recorder : nullptr;
}

void paintStrokes(QPainter& painter, const QPointF& at, const QPicture& strokes) {
    painter.save();
    painter.translate(at);
    // Playing a picture scales it by the ratio of the resolutions: lengths here are device units already.
    painter.scale(static_cast<double>(strokes.logicalDpiX()) / painter.device()->logicalDpiX(),
                  static_cast<double>(strokes.logicalDpiY()) / painter.device()->logicalDpiY());
    painter.drawPicture(0, 0, strokes);
    painter.restore();
}

} // namespace expertscope
