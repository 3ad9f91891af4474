// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/drawing/tile_image.h"

#include <QPaintEngine>
#include <QPainter>

#include <algorithm>
#include <cmath>

namespace expertscope {

namespace {

/// 256 colours from ground to ink.
QList<QRgb> between(const QColor& ground, const QColor& ink) {
    QList<QRgb> colours;
    const auto mix = [](int from, int to, int level) { return from + (to - from) * level / 255; };
    for (int level = 0; level < 256; ++level)
        colours << qRgb(mix(ground.red(), ink.red(), level), mix(ground.green(), ink.green(), level),
                        mix(ground.blue(), ink.blue(), level));
    return colours;
}

bool isVector(const QPainter& painter) {
    const QPaintEngine* engine = painter.paintEngine();
    return engine && engine->type() != QPaintEngine::Raster;
}

} // namespace

QImage tileImage(const ExampleSet& set, int i) {
    const ImageShape shape = set.shape();
    const std::vector<float> pixels = set.image(i);
    const auto [least, most] = std::minmax_element(pixels.begin(), pixels.end());
    const bool unit = *least >= 0 && *most <= 1;
    const float low = unit ? 0 : *least, span = unit ? 1 : std::max(1e-6f, *most - *least);
    const float scale = 255 / span;
    const auto level = [&](int channel, int row, int column) { // never below 0: + 0.5 rounds
        const float value = pixels[(channel * shape.rows + row) * shape.columns + column];
        return static_cast<int>(scale * (value - low) + 0.5F);
    };
    const bool colour = shape.channels == 3;
    QImage image(shape.columns, shape.rows, colour ? QImage::Format_RGB32 : QImage::Format_Indexed8);
    static const QList<QRgb> greys = between(Qt::black, Qt::white);
    if (!colour)
        image.setColorTable(greys);
    for (int row = 0; row < shape.rows; ++row) {
        uchar* line = image.scanLine(row);
        for (int column = 0; column < shape.columns; ++column)
            if (colour)
                reinterpret_cast<QRgb*>(line)[column] =
                    qRgb(level(0, row, column), level(1, row, column), level(2, row, column));
            else
                line[column] = static_cast<uchar>(level(0, row, column));
    }
    return image;
}

double tileAspect(const ImageShape& shape) {
    const double aspect = static_cast<double>(shape.columns) / std::max(1, shape.rows);
    return aspect < 0.5 ? std::min(2 * aspect, 1.) : aspect;
}

QRectF tileWithin(const QRectF& room, const ImageShape& shape) {
    const double aspect = tileAspect(shape);
    QRectF area(0, 0, std::min(room.width(), aspect * room.height()), 0);
    area.setHeight(area.width() / aspect);
    area.moveCenter(room.center());
    return area;
}

QList<QRgb> tileColours(const FigureStyle& style) {
    return style.theme == FigureStyle::Theme::Dark
               ? between(QColor(0x0c, 0x0d, 0x0e), Qt::white)
               : between(QColor(0xec, 0xee, 0xf0), QColor(0x0a, 0x0a, 0x0a));
}

void paintTile(QPainter& painter, const QRectF& area, QImage tile, const QList<QRgb>& colours) {
    if (tile.format() == QImage::Format_Indexed8)
        tile.setColorTable(colours);
    painter.setRenderHint(QPainter::SmoothPixmapTransform, false);
    if (isVector(painter)) {
        painter.drawImage(area, tile);
        return;
    }
    const QTransform toDevice = painter.deviceTransform();
    const QSize size = toDevice.mapRect(area).size().toSize().expandedTo({1, 1});
    const bool smaller = size.width() < tile.width() || size.height() < tile.height();
    const QImage scaled =
        tile.convertToFormat(QImage::Format_RGB32)
            .scaled(size, Qt::IgnoreAspectRatio, smaller ? Qt::SmoothTransformation : Qt::FastTransformation);
    painter.drawImage(area, scaled);
}

} // namespace expertscope
