// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/analysis/image_answer.h"
#include "views/drawing/figure_style.h"

#include <QRectF>

#include <optional>
#include <vector>

namespace expertscope {

/// The geometry of ProbeResults, from top to bottom: the image and three lines of words beside it; a column
/// for each gated layer with its title, its gates as bars and its map of all shifts; the class posterior.
struct ProbeLayout {
    struct Column {
        QRectF title, bars;
        QRectF map; ///< empty where there is no room for it, or nothing to map
    };
    struct Place {
        int layer = 0; ///< among the gated ones
        int value = 0; ///< of the translation: row * side + column
    };

    QRectF image, words; ///< words: the first line
    std::vector<Column> columns;
    double barPitch = 0; ///< from one bar to the next
    int side = 1;        ///< cells along a map
    QRectF posteriorTitle;
    QRectF posterior; ///< the bars; their labels are below. Empty where there is no room

    /// The cell of a map there.
    std::optional<Place> placeAt(const QPointF& position) const;
};

ProbeLayout layOutProbe(const ImageAnswer& answer, const QSizeF& size, const FigureStyle& style);

} // namespace expertscope
