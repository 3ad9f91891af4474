#include "views/strokes.h"

#include <QPainter>

namespace expertscope {

QPicture strokesOf(const Figure& figure, const QSizeF& size, const FigureStyle& style) {
    QPicture strokes;
    QPainter painter(&strokes);
    figure.paint(painter, QRectF(QPointF(), size), style);
    painter.end();
    return strokes;
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
