#include "views/tile_image.h"

#include <QPainter>

#include <algorithm>
#include <cmath>

namespace expertscope {

namespace {

int mix(int from, int to, int level) {
    return from + (to - from) * level / 255;
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
    const auto level = [&](int channel, int row, int column) {
        const float value = pixels[(channel * shape.rows + row) * shape.columns + column];
        return static_cast<int>(std::lround(255 * (value - low) / span));
    };
    const bool colour = shape.channels == 3;
    QImage image(shape.columns, shape.rows, colour ? QImage::Format_RGB32 : QImage::Format_Indexed8);
    if (!colour) {
        for (int grey = 0; grey < 256; ++grey)
            image.setColor(grey, qRgb(grey, grey, grey));
    }
    for (int row = 0; row < shape.rows; ++row)
        for (int column = 0; column < shape.columns; ++column)
            image.setPixel(column, row,
                           colour ? qRgb(level(0, row, column), level(1, row, column), level(2, row, column))
                                  : static_cast<uint>(level(0, row, column)));
    return image;
}

QImage inTheme(const QImage& tile, const FigureStyle& style) {
    if (tile.format() != QImage::Format_Indexed8)
        return tile;
    const bool dark = style.theme == FigureStyle::Theme::Dark;
    const QColor ground = dark ? QColor(0x0c, 0x0d, 0x0e) : QColor(0xec, 0xee, 0xf0);
    const QColor ink = dark ? QColor(0xff, 0xff, 0xff) : QColor(0x0a, 0x0a, 0x0a);
    QImage themed = tile;
    for (int grey = 0; grey < 256; ++grey)
        themed.setColor(grey, qRgb(mix(ground.red(), ink.red(), grey), mix(ground.green(), ink.green(), grey),
                                   mix(ground.blue(), ink.blue(), grey)));
    return themed;
}

void paintTile(QPainter& painter, const QRectF& area, const QImage& tile) {
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
