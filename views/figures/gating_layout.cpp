// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/figures/gating_layout.h"

#include "views/drawing/heatmap_painting.h"
#include "views/drawing/value_labels.h"

#include <algorithm>
#include <cmath>

namespace expertscope {

namespace {

/// What one layer asks for, and what it gets.
struct Row {
    int layer = 0, experts = 0;
    int mapAttribute = -1;
    std::vector<int> matrices; // attributes
    int across = 0, down = 0;  // how its maps wrap
    double cell = 0;           // side of a map's cell
    double height = 0;         // of the block of maps, titles included, or of the matrix
    int bands = 1;             // of its matrix
};

// In em, of a matrix that is broken into bands: rows that all have a number and, where columns would else be
// too narrow to be seen, rows of which some have one.
constexpr double lowestRow = 1.02, lowestUnnamedRow = 0.5, narrowestColumn = 0.25;
constexpr int mostBands = 6;

class Planner {
  public:
    Planner(const GatingStatistics& statistics, const QRectF& area, const FigureStyle& style)
        : statistics_(statistics), style_(style),
          inner_(area.adjusted(0.5 * style.em(), 0.4 * style.em(), -0.5 * style.em(), -0.4 * style.em())) {
        for (int i = 0; i < static_cast<int>(statistics.layers.size()); ++i)
            rows_.push_back(demand(i));
        for (const Row& row : rows_) {
            hasMaps_ = hasMaps_ || row.mapAttribute >= 0;
            sameWrap_ = sameWrap_ && row.experts == rows_.front().experts;
        }
        measure();
    }

    GatingLayout plan() {
        GatingLayout layout;
        layout.titleLine = titleLine();
        double y = inner_.top() + std::max(0., (inner_.height() - usedHeight()) / 2);
        const double x = inner_.left() + std::max(0., (inner_.width() - usedWidth()) / 2);
        layout.used = QRectF(x, y, usedWidth(), usedHeight());
        y += style_.line();
        for (std::size_t i = 0; i < rows_.size(); ++i) {
            const bool ticks = ticksBelow(i);
            place(layout, rows_[i], x + leftGutter(), y, ticks);
            const double top = y + titleLine();
            layout.layerLabels.emplace_back(x, top, style_.line(), rows_[i].height - titleLine());
            y += rows_[i].height + (ticks ? valueLabels_ : 0) + rowGap();
        }
        const double top = layout.layerLabels.front().top(), bottom = layout.layerLabels.back().bottom();
        layout.verticalAxis = QRectF(x + style_.line(), top, style_.line(), bottom - top);
        layout.scaleBar =
            QRectF(x + usedWidth() - scaleWidth() + scaleGap(), top, colourBarWidth(style_), bottom - top);
        return layout;
    }

  private:
    const MeanGating& attribute(int layer, int index) const {
        return statistics_.layers[layer].byAttribute[index];
    }

    Row demand(int layer) const {
        Row row;
        row.layer = layer;
        row.experts = statistics_.layers[layer].experts();
        for (int a = 0; a < static_cast<int>(statistics_.layers[layer].byAttribute.size()); ++a) {
            const MeanGating& gating = attribute(layer, a);
            if (gating.gridRows > 1 && row.mapAttribute < 0)
                row.mapAttribute = a;
            else if (gating.mean.cols() <= mostValues || gating.attribute == "class")
                row.matrices.push_back(a);
        }
        return row;
    }

    double gap() const { return 0.7 * style_.em(); }
    double rowGap() const { return 0.5 * style_.em(); }
    double titleLine() const { return hasMaps_ ? style_.line() : 0; }
    double tickWidth() const { return 1.5 * style_.em(); }
    double leftGutter() const { return style_.line() + (hasMaps_ ? style_.line() + tickWidth() : 0); }
    double matrixGutter() const { return (hasMaps_ ? 1.2 : 0.6) * style_.em() + 2 * style_.em(); }
    double scaleGap() const { return 1.2 * style_.em(); }
    double scaleWidth() const { return scaleGap() + colourScaleWidth({"0.00"}, style_); }
    bool ticksBelow(std::size_t row) const { return (hasMaps_ && !sameWrap_) || row + 1 == rows_.size(); }

    int matrixColumns(const Row& row) const {
        int columns = 0;
        for (const int a : row.matrices)
            columns += static_cast<int>(attribute(row.layer, a).mean.cols());
        return columns;
    }

    /// Of one band, where there are several.
    int columnsAcross(const Row& row) const { return (matrixColumns(row) + row.bands - 1) / row.bands; }
    int mostAcross() const {
        int most = 0;
        for (const Row& row : rows_)
            most = std::max(most, columnsAcross(row));
        return most;
    }

    /// What the names of values need below the widest row, where matrices get that width together.
    double valueLabelsAt(double width) const {
        double needed = style_.line();
        for (const Row& row : rows_)
            for (const int a : row.matrices) {
                const auto& names = attribute(row.layer, a).valueNames;
                needed = std::max(
                    needed, fitValueLabels(names, wholeUnits(width / columnsAcross(row)), style_).height);
            }
        return needed;
    }

    double rowHeight(double labels) const {
        const double count = static_cast<double>(rows_.size());
        double labelled = 0;
        for (std::size_t i = 0; i < rows_.size(); ++i)
            labelled += ticksBelow(i) ? 1 : 0;
        return (inner_.height() - 2 * style_.line() - labelled * labels - (count - 1) * rowGap()) / count;
    }

    /// Breaks a matrix that stands alone into as many bands as its names ask for and the height allows.
    void breakMatrices(double width) {
        for (Row& row : rows_) {
            if (row.matrices.size() != 1)
                continue;
            row.bands = fittingBands(row, width, lowestRow);
            if (width / columnsAcross(row) < narrowestColumn * style_.em())
                row.bands = fittingBands(row, width, lowestUnnamedRow);
        }
    }

    int fittingBands(const Row& row, double width, double rowEm) const {
        const int wanted = matrixBands(matrixColumns(row), width, mostBands, style_);
        for (int bands = wanted; bands > 1; --bands) {
            const auto& names = attribute(row.layer, row.matrices.front()).valueNames;
            const double columns = std::ceil(static_cast<double>(names.size()) / bands);
            const double labels = fitValueLabels(names, wholeUnits(width / columns), style_).height;
            if (bands * (rowEm * style_.em() * row.experts + labels) <= rowHeight(labels) - titleLine())
                return bands;
        }
        return 1;
    }

    void measure() {
        double gutters = 0;
        for (const Row& row : rows_)
            gutters = std::max(gutters, static_cast<double>(row.matrices.size()) * matrixGutter());
        const double content = inner_.width() - leftGutter() - scaleWidth() - gutters;
        const double share = !hasMaps_ ? 1 : mostAcross() <= manyColumns ? 0.34 : 0.45;
        breakMatrices(share * content);
        const double most = mostAcross();
        const double least = std::min(share * content, 1.25 * style_.em() * most);
        // Maps take what room is left, so that names are sure to have this.
        const double widest = 2.6 * style_.em() * most;
        valueLabels_ = valueLabelsAt(std::min(hasMaps_ ? least : content, widest));
        const double height = rowHeight(valueLabels_);
        for (Row& row : rows_) {
            fitMaps(row, content - least, height);
            if (row.mapAttribute >= 0)
                mapsWidth_ = std::max(mapsWidth_, mapsWidth(row));
            // Without maps at least as high as the scale beside it needs for its numbers.
            if (row.mapAttribute < 0 || row.bands > 1)
                row.height = std::max(row.height, std::min(height, titleLine() + matrixHeight(row)));
        }
        gutters_ = gutters;
        matrixWidth_ = most > 0 ? std::min(content - mapsWidth_, widest) : 0;
    }

    /// That it asks for.
    double matrixHeight(const Row& row) const {
        const double rowEm = row.bands > 1 ? 1.3 : 2.2, names = row.bands > 1 ? row.bands * valueLabels_ : 0;
        return row.bands * rowEm * style_.em() * std::max(2, row.experts) + names;
    }

    QSizeF mapSize(const Row& row) const {
        const MeanGating& gating = attribute(row.layer, row.mapAttribute);
        return {row.cell * gating.gridColumns, row.cell * gating.gridRows};
    }
    double mapsWidth(const Row& row) const {
        return row.across * mapSize(row).width() + (row.across - 1) * gap();
    }

    /// Wraps the maps so that they come out as large as the room allows.
    void fitMaps(Row& row, double width, double height) const {
        if (row.mapAttribute < 0)
            return;
        const MeanGating& gating = attribute(row.layer, row.mapAttribute);
        double best = 0;
        for (int across = row.experts; across >= 1; --across) {
            const int down = (row.experts + across - 1) / across;
            const double byWidth = (width - (across - 1) * gap()) / across / gating.gridColumns;
            const double byHeight = (height / down - titleLine()) / gating.gridRows;
            const double cell = std::min(byWidth, byHeight);
            if (cell > 1.02 * best) {
                best = cell;
                row.across = across;
                row.down = down;
            }
        }
        row.across = std::max(1, row.across);
        row.down = std::max(1, (row.experts + row.across - 1) / row.across);
        row.across = (row.experts + row.down - 1) / row.down; // two and two rather than three and one
        row.cell = wholeUnits(std::max(best, 0.5 * style_.scale));
        row.height = row.down * (titleLine() + mapSize(row).height());
    }

    void place(GatingLayout& layout, const Row& row, double x, double y, bool ticks) const {
        for (int e = 0; row.mapAttribute >= 0 && e < row.experts; ++e) {
            const MeanGating& gating = attribute(row.layer, row.mapAttribute);
            const QSizeF size = mapSize(row);
            const int across = e % row.across, down = e / row.across;
            const QPointF corner(std::round(x + across * (size.width() + gap())),
                                 std::round(y + down * (titleLine() + size.height()) + titleLine()));
            const bool lowest = e + row.across >= row.experts;
            layout.panels.push_back({{QRectF(corner, size), gating.gridRows, gating.gridColumns},
                                     row.layer,
                                     row.mapAttribute,
                                     e,
                                     across == 0,
                                     ticks && lowest});
        }
        placeMatrices(layout, row, x + mapsWidth_, y + titleLine(), ticks);
    }

    void placeMatrices(GatingLayout& layout, const Row& row, double x, double y, bool ticks) const {
        const int columns = columnsAcross(row);
        const double gutter = row.matrices.empty() ? 0 : gutters_ / static_cast<double>(row.matrices.size());
        const double within = row.bands == 1 ? 0 : row.bands * valueLabels_; // each band has its names below
        const double height =
            std::min((row.height - titleLine() - within) / row.bands, 3.2 * style_.em() * row.experts);
        const double cellHeight = wholeUnits(height / row.experts);
        for (const int a : row.matrices) {
            const int values = static_cast<int>(attribute(row.layer, a).mean.cols());
            const int across = row.bands == 1 ? values : columns;
            x += gutter;
            const double width = matrixWidth_ * across / columns;
            const double cell = wholeUnits(width / across);
            double top = std::round(y);
            for (int first = 0; first < values; first += across) {
                const int count = std::min(across, values - first);
                const QRectF area(std::round(x), top, cell * count, cellHeight * row.experts);
                layout.panels.push_back({{area, row.experts, count},
                                         row.layer,
                                         a,
                                         -1,
                                         true,
                                         ticks || row.bands > 1,
                                         first,
                                         valueLabels_});
                top += std::ceil(area.height() + valueLabels_);
            }
            x += width;
        }
    }

    double usedWidth() const { return leftGutter() + mapsWidth_ + gutters_ + matrixWidth_ + scaleWidth(); }
    double usedHeight() const {
        double height = 2 * style_.line() + static_cast<double>(rows_.size() - 1) * rowGap();
        for (std::size_t i = 0; i < rows_.size(); ++i)
            height += rows_[i].height + (ticksBelow(i) ? valueLabels_ : 0);
        return height;
    }

    const GatingStatistics& statistics_;
    const FigureStyle& style_;
    QRectF inner_;
    std::vector<Row> rows_;
    bool hasMaps_ = false, sameWrap_ = true;
    double mapsWidth_ = 0, matrixWidth_ = 0, gutters_ = 0, valueLabels_ = 0;
};

} // namespace

int matrixBands(Index values, double width, int most, const FigureStyle& style) {
    if (values <= fewColumns)
        return 1;
    const double needed = narrowestNamedColumn * style.em() * static_cast<double>(values);
    return std::clamp(static_cast<int>(std::ceil(needed / std::max(width, style.em()))), 1, most);
}

GatingLayout layOutGating(const GatingStatistics& statistics, const QRectF& area, const FigureStyle& style) {
    if (statistics.layers.empty())
        return {};
    return Planner(statistics, area, style).plan();
}

} // namespace expertscope
