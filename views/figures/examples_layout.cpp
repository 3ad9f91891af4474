// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/figures/examples_layout.h"

#include "views/drawing/cell_grid.h"
#include "views/drawing/expert_label.h"
#include "views/drawing/figure_text.h"

#include <algorithm>
#include <cmath>

namespace expertscope {

namespace {

double leftGutter(const ExamplesGrid& grid, const FigureStyle& style) {
    const QString widest =
        grid.pairs ? QString::number(grid.mostNumber) : expertNames(grid.mostNumber - 1).first();
    const double title = grid.pairs ? style.line() : 0;
    return title + textWidth(widest, style.font()) + style.points(3) + examplesStrip(style) + style.points(3);
}
double topGutter(const ExamplesGrid& grid, const FigureStyle& style) {
    return grid.pairs ? 2 * style.line() + examplesStrip(style) + style.points(2) : 0;
}
/// Above each band but the first: its experts' numbers alone.
double bandGutter(const FigureStyle& style) {
    return 1.6 * style.line() + examplesStrip(style);
}
double combinationGap(const FigureStyle& style) {
    return style.points(4);
}
double tileGap(const FigureStyle& style) {
    return style.points(0.75);
}
double margin(const FigureStyle& style) {
    return 0.5 * style.em();
}

/// Takes over the shape of a combination if its tiles come out larger.
void tryShape(ExamplesLayout& layout, int across, int down, double aspect, const QSizeF& room,
              const FigureStyle& style) {
    const double between = tileGap(style);
    const double width = (room.width() - (layout.perBand - 1) * layout.gap) / layout.perBand;
    const double height = (room.height() - (layout.rows - 1) * layout.gap) / layout.rows;
    const double tile = std::min((width / across - between) / aspect, height / down - between);
    if (tile <= 1.02 * layout.tile)
        return;
    layout.tile = std::max(wholeUnits(tile), style.scale);
    layout.tileWidth = aspect == 1 ? layout.tile : std::max(wholeUnits(aspect * layout.tile), style.scale);
    layout.between = layout.tile > 4 * between ? between : 0;
    layout.tilesAcross = across;
    layout.tilesDown = down;
}

void fit(ExamplesLayout& layout, const ExamplesGrid& grid, const QSizeF& room, const FigureStyle& style) {
    const int k = grid.k;
    // What stays where there is no room for anything.
    layout.tilesAcross = layout.tilesDown = layout.shown = 1;
    const double least = leastTile(grid, style);
    const bool highest = room.height() > 4 * room.width(); // as high as it likes: blocks are square then
    if (!grid.pairs || (least > 0 && !highest)) {
        for (int across = k; across >= 1; --across)
            tryShape(layout, across, (k + across - 1) / across, grid.aspect, room, style);
        layout.shown = k;
        if (!grid.pairs || layout.tile >= 0.999 * least)
            return;
    }
    // Square blocks as in the paper: 3 x 3, or fewer tiles where they would be too small to read.
    const double readable = least > 0 ? 0.75 * least : 1.2 * style.em();
    for (int side = static_cast<int>(std::ceil(std::sqrt(k))); side >= 1; --side) {
        layout.tile = 0;
        tryShape(layout, side, side, grid.aspect, room, style);
        layout.shown = std::min(k, side * side);
        if (layout.tile >= readable)
            return;
    }
}

} // namespace

double examplesStrip(const FigureStyle& style) {
    return style.points(2);
}

double leastTile(const ExamplesGrid& grid, const FigureStyle& style) {
    return grid.aspect == 1 ? 0 : style.points(22);
}

QRectF ExamplesLayout::combination(int row, int column) const {
    const double width = tilesAcross * (tileWidth + between) + gap,
                 height = tilesDown * (tile + between) + gap;
    return {corner.x() + column % perBand * width, corner.y() + column / perBand * bandHeight + row * height,
            width - gap, height - gap};
}

QRectF ExamplesLayout::tileArea(int row, int column, int rank) const {
    const QRectF area = combination(row, column);
    return {area.x() + rank % tilesAcross * (tileWidth + between),
            area.y() + rank / tilesAcross * (tile + between), tileWidth, tile};
}

ExamplesLayout layOutExamples(const ExamplesGrid& grid, const QRectF& area, const FigureStyle& style) {
    ExamplesLayout layout;
    if (grid.isEmpty())
        return layout;
    layout.rows = grid.rows;
    layout.columns = layout.perBand = grid.columns;
    layout.gap = combinationGap(style);
    const double left = leftGutter(grid, style), above = topGutter(grid, style), edge = margin(style);
    const QRectF inner = area.adjusted(edge, edge, -edge, -edge);
    const double width = inner.width() - left;
    // Without room for a readable tile in each column, and much below: columns stand below each other.
    const double column = grid.aspect * 0.75 * leastTile(grid, style);
    if (column > 0 && width / grid.columns < 2 * (column + tileGap(style)) && inner.height() > 1.2 * width) {
        layout.bands = std::min(grid.columns, 2);
        layout.perBand = (grid.columns + layout.bands - 1) / layout.bands;
    }
    const double between = (layout.bands - 1) * bandGutter(style);
    fit(layout, grid, {width, (inner.height() - above - between) / layout.bands}, style);
    const QSizeF tiles(
        layout.perBand * (layout.tilesAcross * (layout.tileWidth + layout.between) + layout.gap) - layout.gap,
        layout.rows * (layout.tilesDown * (layout.tile + layout.between) + layout.gap) - layout.gap);
    layout.bandHeight = tiles.height() + bandGutter(style);
    layout.used = QRectF(0, 0, left + tiles.width(), above + layout.bands * tiles.height() + between);
    layout.used.moveCenter(inner.center());
    layout.corner = QPointF(std::round(layout.used.left() + left), std::round(layout.used.top() + above));
    return layout;
}

QSizeF leastExamplesSize(const ExamplesGrid& grid, const QSizeF& room, const FigureStyle& style) {
    const double least = leastTile(grid, style);
    const ExamplesLayout inRoom = layOutExamples(grid, QRectF(QPointF(), room), style);
    if (least == 0 || grid.isEmpty() || (inRoom.shown == grid.k && inRoom.tile >= 0.999 * least))
        return room;
    const double between = tileGap(style), gap = combinationGap(style);
    const double frame = 2 * margin(style) + 1, above = topGutter(grid, style) + frame;
    const auto heightFor = [&](int down) { return above + grid.rows * (down * (least + between) + gap); };
    int down = static_cast<int>(std::ceil(std::sqrt(grid.k)));
    while (down > 1 && heightFor(down) > room.height())
        --down;
    const int across = (grid.k + down - 1) / down;
    const double tile = std::ceil(grid.aspect * least) + 1 + between;
    return {std::max(room.width(), leftGutter(grid, style) + frame + grid.columns * (across * tile + gap)),
            std::max(room.height(), heightFor(down))};
}

} // namespace expertscope
