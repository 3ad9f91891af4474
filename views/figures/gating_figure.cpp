// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/figures/gating_figure.h"

#include "views/drawing/expert_label.h"
#include "views/drawing/figure_text.h"
#include "views/drawing/heatmap_painting.h"
#include "views/drawing/value_labels.h"
#include "views/figures/attribute_text.h"
#include "views/figures/csv.h"
#include "views/figures/figure_table.h"
#include "views/figures/gating_layout.h"

#include <QPainter>

#include <algorithm>
#include <cmath>

namespace expertscope {

GatingFigure::GatingFigure(const GatingStatistics& statistics, ExpertOrders orders)
    : statistics_(statistics), orders_(fittingOrders(std::move(orders), statistics)) {
    leaveOutEmptyValues();
    for (const LayerStatistics& layer : statistics_.layers)
        for (const MeanGating& gating : layer.byAttribute)
            for (const float mean : gating.mean.reshaped())
                data_.include(mean);
}

/// As the voices that are only trained on. Classes all stay: people look for them by their places.
void GatingFigure::leaveOutEmptyValues() {
    for (LayerStatistics& layer : statistics_.layers)
        for (MeanGating& gating : layer.byAttribute) {
            if (gating.gridRows > 1 || gating.attribute == "class")
                continue;
            std::vector<int> kept;
            for (int v = 0; v < static_cast<int>(gating.examples.size()); ++v)
                if (gating.examples[v] > 0)
                    kept.push_back(v);
            if (kept.empty() || kept.size() == gating.examples.size())
                continue;
            MeanGating some = gating;
            some.valueNames.clear();
            some.examples.clear();
            for (const int v : kept) {
                some.valueNames.push_back(gating.valueNames[v]);
                some.examples.push_back(gating.examples[v]);
            }
            some.gridColumns = static_cast<int>(kept.size());
            some.mean = gating.mean(Eigen::all, kept).eval();
            gating = std::move(some);
            keptValues_[gating.attribute] = std::move(kept);
        }
}

int GatingFigure::valueOf(const std::string& attribute, int column) const {
    const auto kept = keptValues_.find(attribute);
    return kept == keptValues_.end() ? column : kept->second[column];
}

/// -1 where it is left out.
int GatingFigure::columnOf(const std::string& attribute, int value) const {
    const auto kept = keptValues_.find(attribute);
    if (kept == keptValues_.end())
        return value;
    const auto found = std::find(kept->second.begin(), kept->second.end(), value);
    return found == kept->second.end() ? -1 : static_cast<int>(found - kept->second.begin());
}

void GatingFigure::shareScale(const Figure& figure) {
    const auto* other = dynamic_cast<const GatingFigure*>(&figure);
    if (!other)
        return;
    data_.include(other->data_);
}

ColourDomain GatingFigure::domain(const FigureStyle& style) const {
    return style.autoRange ? data_.domain() : ColourDomain{};
}

QString GatingFigure::emptyText() const {
    return tr("Here each expert's mean gate will appear, by translation (where) and by class (what), "
              "as soon as a network with a mixture layer has been shown examples.");
}

QString GatingFigure::summary() const {
    QStringList parts;
    for (const LayerStatistics& layer : statistics_.layers) {
        QStringList information;
        for (std::size_t a = 0; a < layer.information.size() && a < layer.byAttribute.size(); ++a)
            information << tr("%1 %2").arg(attributeTitle(layer.byAttribute[a]),
                                           numberText(layer.information[a], 2));
        parts << tr("layer %1 has %n experts, information on %2", nullptr, layer.experts())
                     .arg(layer.layer + 1)
                     .arg(information.join(tr(" and ")));
    }
    return parts.isEmpty() ? emptyText() : tr("Mean gating: %1.").arg(parts.join("; "));
}

QString GatingFigure::toCsv() const {
    CsvTable table({"layer", "attribute", "value", "expert", "mean_gate", "examples"});
    for (int index = 0; index < static_cast<int>(statistics_.layers.size()); ++index) {
        const LayerStatistics& layer = statistics_.layers[index];
        for (const MeanGating& gating : layer.byAttribute)
            for (int v = 0; v < gating.mean.cols(); ++v)
                for (int place = 0; place < gating.mean.rows(); ++place) {
                    const int e = orders_.expert(index, place);
                    table.add({QString::number(layer.layer + 1), QString::fromStdString(gating.attribute),
                               QString::fromStdString(gating.valueNames[v]), QString::number(e + 1),
                               CsvTable::number(gating.mean(e, v)), QString::number(gating.examples[v])});
                }
    }
    return table.text();
}

const MeanGating& GatingFigure::gating(const GatingPanel& panel) const {
    return statistics_.layers[panel.layer].byAttribute[panel.attribute];
}

Selection GatingFigure::shownBy(const GatingPanel& panel, int row, int column) const {
    Selection shows;
    shows.layer = panel.layer;
    shows.expert = orders_.expert(panel.layer, panel.isMap() ? panel.place : row);
    shows.attribute = gating(panel).attribute;
    shows.value = panel.isMap() ? row * panel.grid.columns + column
                                : valueOf(gating(panel).attribute, panel.firstValue + column);
    return shows;
}

std::vector<FigureCell> GatingFigure::cells(const QRectF& area, const FigureStyle& style) const {
    std::vector<FigureCell> cells;
    for (const GatingPanel& panel : layOut(area, style).panels)
        for (int row = 0; row < panel.grid.rows; ++row)
            for (int column = 0; column < panel.grid.columns; ++column)
                cells.emplace_back(panel.grid.cell(row, column), shownBy(panel, row, column));
    return cells;
}

QString GatingFigure::readOut(const Selection& shows) const {
    if (!shows.layer || !shows.expert || !shows.attribute || !shows.value ||
        *shows.layer >= static_cast<int>(statistics_.layers.size()))
        return {};
    const LayerStatistics& layer = statistics_.layers[*shows.layer];
    const MeanGating* gating = layer.by(*shows.attribute);
    const int column = columnOf(*shows.attribute, *shows.value);
    if (!gating || *shows.expert >= gating->mean.rows() || column < 0 || column >= gating->mean.cols())
        return {};
    return tr("Layer %1, expert %2, %3\nmean gate %4, n = %5")
        .arg(layer.layer + 1)
        .arg(*shows.expert + 1)
        .arg(attributeValueText(*gating, column), numberText(gating->mean(*shows.expert, column), 3))
        .arg(gating->examples[column]);
}

GatingLayout GatingFigure::layOut(const QRectF& area, const FigureStyle& style) const {
    return layOutGating(statistics_, area, style);
}

double GatingFigure::heightInMm(double widthMm) const {
    if (isEmpty())
        return widthMm / 2;
    const FigureStyle style = printStyle();
    const double mm = 72 / 25.4, width = widthMm * mm;
    int experts = 0, classes = 0;
    for (const LayerStatistics& layer : statistics_.layers) {
        experts = std::max(experts, layer.experts());
        if (const MeanGating* gating = layer.by("class"))
            classes = std::max(classes, static_cast<int>(gating->mean.cols()));
    }
    // In one column the maps wrap (four as 2 x 2), across the page they stand in a row.
    const double share = width < 300 ? 0.42 : experts <= 5 ? 0.2 : 0.3;
    const double bands = classes <= manyColumns ? 1 : classes <= 2 * manyColumns ? 1.35 : 1.7;
    const double height =
        static_cast<double>(statistics_.layers.size()) * share * bands * width + 3 * style.line();
    return (layOutGating(statistics_, QRectF(0, 0, width, height), style).used.height() + style.em()) / mm;
}

void GatingFigure::draw(QPainter& painter, const QRectF& area, const FigureStyle& style) const {
    const GatingLayout layout = layOut(area, style);
    const ColourDomain colours = domain(style);
    for (const GatingPanel& panel : layout.panels) {
        const auto value = [&](int row, int column) -> double {
            const int expert = orders_.expert(panel.layer, panel.isMap() ? panel.place : row);
            return gating(panel).mean(expert, panel.isMap() ? row * panel.grid.columns + column
                                                            : panel.firstValue + column);
        };
        paintCells(painter, panel.grid, value, colours, style);
        if (panel.isMap())
            drawMapTexts(painter, panel, layout.titleLine, style);
        else
            drawMatrixTexts(painter, panel, style);
    }
    drawHeadings(painter, layout, style);
    drawAxisTitles(painter, layout, style);
    paintColourScale(painter, layout.scaleBar, scaleTicks(colours), tr("mean gate"), style);
}

void GatingFigure::drawMapTexts(QPainter& painter, const GatingPanel& panel, double titleLine,
                                const FigureStyle& style) const {
    const QRectF& map = panel.grid.area;
    const int expert = orders_.expert(panel.layer, panel.place);
    paintExpertLabel(painter, QRectF(map.left(), map.top() - titleLine, map.width(), titleLine), expert,
                     expertNames(expert), Qt::AlignLeft, style);
    if (gating(panel).attribute != "translation")
        return;
    const int jitter = (panel.grid.rows - 1) / 2;
    const QFont font = style.font(0.9);
    const bool middle = map.height() > 3.4 * style.em();
    for (const int shift : {-jitter, 0, jitter}) {
        if (shift == 0 && !middle)
            continue;
        const QPointF centre = panel.grid.cell(shift + jitter, shift + jitter).center();
        if (panel.ticksLeft)
            paintText(painter,
                      QRectF(map.left() - 2 * style.em(), centre.y() - style.em(), 1.75 * style.em(),
                             2 * style.em()),
                      Qt::AlignRight | Qt::AlignVCenter, numberText(shift, 0), font, style.mutedInk);
        if (!panel.ticksBelow)
            continue;
        // The outer labels keep within a small map, so that those of neighbouring maps stay apart.
        const bool within = shift != 0 && map.width() < 9 * style.em();
        const int side = within ? (shift < 0 ? Qt::AlignLeft : Qt::AlignRight) : Qt::AlignHCenter;
        const QRectF label =
            within ? QRectF(map.left(), map.bottom(), map.width(), style.line())
                   : QRectF(centre.x() - style.em(), map.bottom(), 2 * style.em(), style.line());
        paintText(painter, label, side | Qt::AlignVCenter, numberText(shift, 0), font, style.mutedInk);
    }
}

void GatingFigure::drawMatrixTexts(QPainter& painter, const GatingPanel& panel,
                                   const FigureStyle& style) const {
    const QRectF& area = panel.grid.area;
    const int rowStep = labelStep(area.height() / panel.grid.rows, style.em());
    for (int place = 0; place < panel.grid.rows; place += rowStep) {
        const int e = orders_.expert(panel.layer, place);
        const QRectF cell = panel.grid.cell(place, 0);
        paintExpertLabel(painter,
                         QRectF(area.left() - 3 * style.em(), cell.top(), 2.65 * style.em(), cell.height()),
                         e, {QString::number(e + 1)}, Qt::AlignRight, style);
    }
    if (!panel.ticksBelow)
        return;
    paintValueLabels(painter, panel.grid, gating(panel).valueNames, panel.firstValue, panel.labelRoom, style);
}

void GatingFigure::drawHeadings(QPainter& painter, const GatingLayout& layout,
                                const FigureStyle& style) const {
    const QFont font = style.font(1, QFont::DemiBold);
    for (std::size_t i = 0; i < layout.layerLabels.size(); ++i) {
        const QString number = QString::number(statistics_.layers[i].layer + 1);
        const QRectF& place = layout.layerLabels[i];
        paintUpward(painter, place, fittingText({tr("Layer %1").arg(number), number}, place.height(), font),
                    font, style.ink);
    }
    const int first = layout.panels.empty() ? 0 : layout.panels.front().layer;
    for (std::size_t i = 0; i < layout.panels.size() && layout.panels[i].layer == first; ++i) {
        const GatingPanel& panel = layout.panels[i];
        if (!panel.isFirst())
            continue;
        double right = layout.scaleBar.left();
        for (const GatingPanel& later : layout.panels)
            if (later.layer == first && later.attribute != panel.attribute &&
                later.grid.area.left() > panel.grid.area.left())
                right = std::min(right, later.grid.area.left() - 0.6 * style.em());
        const QRectF line(panel.grid.area.left(), layout.used.top(), right - panel.grid.area.left(),
                          style.line());
        paintText(painter, line, Qt::AlignLeft | Qt::AlignVCenter,
                  fittingText(attributeHeadings(gating(panel)), line.width(), font), font, style.ink);
    }
}

void GatingFigure::drawAxisTitles(QPainter& painter, const GatingLayout& layout,
                                  const FigureStyle& style) const {
    const QFont font = style.font(0.9);
    const int last = static_cast<int>(statistics_.layers.size()) - 1;
    QRectF maps;
    for (const GatingPanel& panel : layout.panels) {
        if (panel.layer != last)
            continue;
        if (panel.isMap()) {
            maps |= panel.grid.area;
            continue;
        }
        if (panel.firstValue + panel.grid.columns < gating(panel).mean.cols())
            continue; // a band with others below it
        const QRectF line(panel.grid.area.left(), panel.grid.area.bottom() + panel.labelRoom,
                          panel.grid.area.width(), style.line());
        paintText(painter, line, Qt::AlignCenter, attributeTitle(gating(panel)), font, style.mutedInk);
    }
    if (maps.isEmpty() || !statistics_.layers[last].by("translation"))
        return;
    const QRectF line(maps.left(), layout.used.bottom() - style.line(), maps.width(), style.line());
    paintText(painter, line, Qt::AlignCenter,
              fittingText({tr("horizontal shift (pixels)"), tr("shift (pixels)")}, line.width(), font), font,
              style.mutedInk);
    paintUpward(painter, layout.verticalAxis,
                fittingText({tr("vertical shift (pixels)"), tr("shift (pixels)")},
                            layout.verticalAxis.height(), font),
                font, style.mutedInk);
}

FigureKind gatingFigure() {
    return {.id = QStringLiteral("figure2-gating"),
            .place = FigureKind::Place::Maps,
            .make = [](const FigureMoment& moment) -> std::shared_ptr<Figure> {
                return std::make_shared<GatingFigure>(moment.statistics, moment.orders);
            }};
}

} // namespace expertscope
