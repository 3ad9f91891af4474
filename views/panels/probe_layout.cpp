// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/panels/probe_layout.h"

#include <algorithm>

namespace expertscope {
namespace {

constexpr double edgePoints = 6;    // left and right of everything
constexpr double betweenPoints = 8; // two layers' columns
constexpr double imageLines = 3.4, titleLines = 1.15;

std::size_t mostGates(const ImageAnswer& answer) {
    std::size_t most = 0;
    for (const auto& gates : answer.gates)
        most = std::max(most, gates.size());
    return most;
}

/// Maps take the room that is left between the bars and the posterior; none where that is too little.
double mapSide(const ImageAnswer& answer, double room, double columnWidth, double line) {
    if (answer.side <= 1 || mostGates(answer) == 0)
        return 0;
    const double side = std::clamp(room, 0.0, columnWidth);
    return side < 2 * line ? 0 : side;
}

} // namespace

ProbeLayout layOutProbe(const ImageAnswer& answer, const QSizeF& size, const FigureStyle& style) {
    const double line = style.line(), edge = style.points(edgePoints), between = style.points(betweenPoints);
    const double inner = size.width() - 2 * edge;
    ProbeLayout at;
    at.side = answer.side;
    at.image = QRectF(edge, style.points(3), imageLines * line, imageLines * line);
    at.words = QRectF(at.image.right() + edge, at.image.top(), inner - at.image.width() - edge, line);

    const auto most = static_cast<double>(mostGates(answer));
    const int columns = std::max(1, static_cast<int>(answer.gates.size()));
    const double width = std::max(1.0, (inner - (columns - 1) * between) / columns);
    at.barPitch = std::min(line, 6 * line / std::max(1.0, most));
    const double title = at.image.bottom() + 0.5 * line;
    const double maps = title + (most > 0 ? titleLines * line + at.barPitch * most + 0.4 * line : 0);
    const double side = mapSide(answer, size.height() - maps - 5.3 * line, width, line);
    for (std::size_t k = 0; k < answer.gates.size(); ++k) {
        const double left = edge + static_cast<double>(k) * (width + between);
        at.columns.push_back({QRectF(left, title, width, line),
                              QRectF(left, title + titleLines * line, width,
                                     at.barPitch * static_cast<double>(answer.gates[k].size())),
                              k < answer.gatesAt.size() ? QRectF(left, maps, side, side) : QRectF()});
    }

    at.posteriorTitle = QRectF(edge, maps + side + (side > 0 ? 0.6 * line : 0), inner, line);
    const double top = at.posteriorTitle.top() + titleLines * line;
    const double tall = std::clamp(size.height() - top - 1.2 * line, 0.0, 3.2 * line);
    at.posterior = QRectF(edge, top, inner, tall < line ? 0 : tall);
    return at;
}

std::optional<ProbeLayout::Place> ProbeLayout::placeAt(const QPointF& position) const {
    for (std::size_t k = 0; k < columns.size(); ++k) {
        const QRectF& map = columns[k].map;
        if (map.isEmpty() || !map.contains(position))
            continue;
        const QPointF place = (position - map.topLeft()) / map.width() * side;
        const int row = std::min(static_cast<int>(place.y()), side - 1);
        const int column = std::min(static_cast<int>(place.x()), side - 1);
        return Place{static_cast<int>(k), row * side + column};
    }
    return std::nullopt;
}

} // namespace expertscope
