#include "views/examples_layout.h"

#include "views/cell_grid.h"
#include "views/expert_label.h"
#include "views/figure_text.h"

#include <algorithm>
#include <cmath>

namespace expertscope {

namespace {

double leftGutter(const TopExamples& top, const FigureStyle& style) {
    const QString widest = top.columns > 1 ? QString::number(top.rows) : expertNames(top.rows - 1).first();
    const double title = top.columns > 1 ? style.line() : 0;
    return title + textWidth(widest, style.font()) + style.points(3) + examplesStrip(style) + style.points(3);
}
double topGutter(const TopExamples& top, const FigureStyle& style) {
    return top.columns > 1 ? 2 * style.line() + examplesStrip(style) + style.points(2) : 0;
}

/// Takes over the shape of a combination if its tiles come out larger.
void tryShape(ExamplesLayout& layout, int across, int down, const QSizeF& room, const FigureStyle& style) {
    const double between = style.points(0.75);
    const double width = (room.width() - (layout.columns - 1) * layout.gap) / layout.columns;
    const double height = (room.height() - (layout.rows - 1) * layout.gap) / layout.rows;
    const double tile = std::min(width / across, height / down) - between;
    if (tile <= 1.02 * layout.tile)
        return;
    layout.tile = std::max(wholeUnits(tile), style.scale);
    layout.pitch = layout.tile + (layout.tile > 4 * between ? between : 0);
    layout.tilesAcross = across;
    layout.tilesDown = down;
}

void fit(ExamplesLayout& layout, int k, const QSizeF& room, const FigureStyle& style) {
    // What stays where there is no room for anything.
    layout.tilesAcross = layout.tilesDown = layout.shown = 1;
    if (layout.columns == 1) {
        for (int across = k; across >= 1; --across)
            tryShape(layout, across, (k + across - 1) / across, room, style);
        layout.shown = k;
        return;
    }
    // Square blocks as in the paper: 3 x 3, or fewer tiles where they would be too small to read.
    for (int side = static_cast<int>(std::ceil(std::sqrt(k))); side >= 1; --side) {
        layout.tile = 0;
        tryShape(layout, side, side, room, style);
        layout.shown = std::min(k, side * side);
        if (layout.tile >= 1.2 * style.em())
            return;
    }
}

} // namespace

double examplesStrip(const FigureStyle& style) {
    return style.points(2);
}

QRectF ExamplesLayout::combination(int row, int column) const {
    const double width = tilesAcross * pitch + gap, height = tilesDown * pitch + gap;
    return {corner.x() + column * width, corner.y() + row * height, width - gap, height - gap};
}

QRectF ExamplesLayout::tileArea(int row, int column, int rank) const {
    const QRectF area = combination(row, column);
    return {area.x() + rank % tilesAcross * pitch, area.y() + rank / tilesAcross * pitch, tile, tile};
}

ExamplesLayout layOutExamples(const TopExamples& top, const QRectF& area, const FigureStyle& style) {
    ExamplesLayout layout;
    if (top.entries.empty())
        return layout;
    layout.rows = top.rows;
    layout.columns = top.columns;
    layout.gap = style.points(4);
    const double margin = 0.5 * style.em(), left = leftGutter(top, style), above = topGutter(top, style);
    const QRectF inner = area.adjusted(margin, margin, -margin, -margin);
    fit(layout, top.k, {inner.width() - left, inner.height() - above}, style);
    const QSizeF tiles(layout.columns * (layout.tilesAcross * layout.pitch + layout.gap) - layout.gap,
                       layout.rows * (layout.tilesDown * layout.pitch + layout.gap) - layout.gap);
    layout.used = QRectF(0, 0, left + tiles.width(), above + tiles.height());
    layout.used.moveCenter(inner.center());
    layout.corner = QPointF(std::round(layout.used.left() + left), std::round(layout.used.top() + above));
    return layout;
}

} // namespace expertscope
