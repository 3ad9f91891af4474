// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/figures/gating_column_layout.h"

#include "views/drawing/heatmap_painting.h"
#include "views/drawing/value_labels.h"

#include <algorithm>
#include <cmath>

namespace expertscope {
namespace {

class ColumnPlanner {
  public:
    ColumnPlanner(const GatingStatistics& statistics, const QRectF& area, const FigureStyle& style)
        : statistics_(statistics), style_(style), em_(style.em()), line_(style.line()),
          inner_(area.adjusted(0.5 * em_, 0.4 * em_, -0.5 * em_, -0.4 * em_)),
          left_(inner_.left() + gutter()),
          width_(inner_.width() - gutter() - scaleGap() - colourScaleWidth({"0.0"}, style)),
          y_(inner_.top()) {}

    GatingLayout plan() {
        layout_.titleLine = line_;
        for (int l = 0; l < static_cast<int>(statistics_.layers.size()); ++l) {
            const auto& attributes = statistics_.layers[l].byAttribute;
            const int panels = static_cast<int>(attributes.size());
            for (int a = 0; a < panels; ++a) // where, then what: the order of the paper
                if (attributes[a].gridRows > 1)
                    addMaps(l, a);
            for (int a = 0, matrices = 0; a < panels && matrices < mostMatrices; ++a)
                if (attributes[a].gridRows == 1 &&
                    (attributes[a].mean.cols() <= mostValues || attributes[a].attribute == "class")) {
                    addMatrix(l, a);
                    ++matrices;
                }
        }
        finish();
        return layout_;
    }

  private:
    static constexpr int mostBands = 12;
    static constexpr int mostMatrices = 2; // of a layer: with all of speech's a page would be too short

    double gutter() const { return line_ + 1.6 * em_; } // a title read from below, and numbers
    double scaleGap() const { return 1.2 * em_; }
    double gap() const { return 0.7 * em_; }

    /// A map is never too small for the numbers on its axes; within that, as few rows of maps as can be.
    int mapsAcross(int experts) const {
        const int most = std::max(1, static_cast<int>((width_ + gap()) / (2.6 * em_ + gap())));
        const int down = (experts + most - 1) / most;
        return (experts + down - 1) / down;
    }

    void addMaps(int layer, int attribute) {
        const MeanGating& gating = statistics_.layers[layer].byAttribute[attribute];
        const int experts = statistics_.layers[layer].experts(), across = mapsAcross(experts);
        // Of few experts the maps stay as large as four in a row are: the layers then compare.
        const int columns = std::max(4, across);
        const double cell = wholeUnits((width_ - (columns - 1) * gap()) / columns / gating.gridColumns);
        const QSizeF size(cell * gating.gridColumns, cell * gating.gridRows);
        y_ += line_; // the heading
        for (int e = 0; e < experts; ++e) {
            const double top = y_ + e / across * (line_ + size.height()) + line_;
            const QPointF corner(std::round(left_ + e % across * (size.width() + gap())), std::round(top));
            layout_.panels.push_back({{QRectF(corner, size), gating.gridRows, gating.gridColumns},
                                      layer,
                                      attribute,
                                      e,
                                      e % across == 0,
                                      e + across >= experts});
        }
        const int down = (experts + across - 1) / across;
        y_ += down * (line_ + size.height()) + 2 * line_ + 0.3 * em_;
    }

    void addMatrix(int layer, int attribute) {
        const MeanGating& gating = statistics_.layers[layer].byAttribute[attribute];
        const int experts = statistics_.layers[layer].experts();
        const int values = static_cast<int>(gating.mean.cols());
        // With many experts not every row is numbered, and need not be a line high.
        const double height = wholeUnits((experts <= 16 ? 1.3 : 0.7) * em_);
        const int bands = matrixBands(values, width_, mostBands, style_),
                  across = (values + bands - 1) / bands;
        // The names are planned for the width before it is rounded to whole units, which differs with the
        // resolution, so that the figure is equally high at each.
        const double pitch = std::min(width_ / across, 2.6 * em_), width = wholeUnits(pitch);
        const double labels = fitValueLabels(gating.valueNames, pitch, style_).height;
        y_ += line_;
        for (int first = 0; first < values; first += across) {
            const int count = std::min(across, values - first);
            const QRectF area(std::round(left_), std::ceil(y_), width * count, height * experts);
            layout_.panels.push_back(
                {{area, experts, count}, layer, attribute, -1, true, true, first, labels});
            y_ = area.bottom() + labels + 0.5 * em_;
        }
    }

    void finish() {
        if (layout_.panels.empty())
            return;
        y_ -= 0.5 * em_;
        layout_.used = QRectF(inner_.left(), inner_.top(), inner_.width(), y_ - inner_.top());
        const double right = left_ + width_ + scaleGap(), top = layout_.panels.front().grid.area.top();
        layout_.scaleBar =
            QRectF(right, top, colourBarWidth(style_), layout_.panels.back().grid.area.bottom() - top);
    }

    const GatingStatistics& statistics_;
    const FigureStyle& style_;
    double em_, line_;
    QRectF inner_;
    double left_, width_, y_;
    GatingLayout layout_;
};

} // namespace

GatingLayout layOutGatingColumn(const GatingStatistics& statistics, const QRectF& area,
                                const FigureStyle& style) {
    return ColumnPlanner(statistics, area, style).plan();
}

} // namespace expertscope
