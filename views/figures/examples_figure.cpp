// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/figures/examples_figure.h"

#include "views/drawing/expert_label.h"
#include "views/drawing/figure_text.h"
#include "views/drawing/palette.h"
#include "views/drawing/tile_image.h"
#include "views/figures/attribute_text.h"
#include "views/figures/csv.h"
#include "views/figures/examples_layout.h"
#include "views/figures/figure_table.h"

#include <QPainter>

#include <algorithm>
#include <cmath>

namespace expertscope {

ExamplesFigure::ExamplesFigure(const GatingStatistics& statistics, std::shared_ptr<const ExampleSet> examples,
                               ExpertOrders orders, const std::vector<int>& secondExperts)
    : top_(statistics.top), examples_(std::move(examples)),
      orders_(fittingOrders(std::move(orders), statistics)) {
    if (!statistics.layers.empty())
        firstLayer_ = statistics.layers.front().layer;
    // A file may be whole and yet contradict itself.
    const auto has = [&](std::size_t layer, int experts) {
        return layer < statistics.layers.size() && statistics.layers[layer].experts() == experts;
    };
    if (!has(0, top_.rows) || (top_.columns > 1 && !has(1, top_.columns)))
        orders_ = {};
    for (int place = 0; place < top_.columns; ++place) {
        const int expert = top_.columns > 1 ? orders_.expert(1, place) : 0;
        if (secondExperts.empty() || std::count(secondExperts.begin(), secondExperts.end(), expert) > 0)
            shown_.push_back(expert);
    }
    tiles_.resize(static_cast<std::size_t>(top_.rows) * shown_.size() * top_.k);
    secondLayer_ = statistics.layers.size() > 1 ? statistics.layers[1].layer : firstLayer_ + 1;
}

const TopExamples::Entry& ExamplesFigure::entry(int row, int column, int rank) const {
    return top_.entry(first(row), second(column), rank);
}

bool ExamplesFigure::isValid(const TopExamples::Entry& entry) const {
    return entry.example >= 0 && examples_ && entry.example < examples_->count();
}

const QImage& ExamplesFigure::tile(int row, int column, int rank) const {
    QImage& tile = tiles_[(row * columns() + column) * top_.k + rank];
    if (tile.isNull())
        tile = tileImage(*examples_, entry(row, column, rank).example);
    return tile;
}

ExamplesGrid ExamplesFigure::grid() const {
    return {top_.rows, isEmpty() ? 0 : columns(),
            top_.k,    top_.columns > 1,
            top_.rows, examples_ ? tileAspect(examples_->shape()) : 1};
}

bool ExamplesFigure::isSpeech() const {
    return examples_ && !examples_->data().heard.empty();
}

QString ExamplesFigure::id() const {
    return isSpeech() ? QStringLiteral("figure4-examples") : QStringLiteral("figure3-examples");
}

QSizeF ExamplesFigure::leastSize(const QSizeF& room, const FigureStyle& style) const {
    return leastExamplesSize(grid(), room, style);
}

QString ExamplesFigure::emptyText() const {
    return tr("Here the examples that each combination of experts is surest of will appear.");
}

QString ExamplesFigure::summary() const {
    if (isEmpty())
        return emptyText();
    return top_.columns > 1 ? tr("The %1 examples with the highest product of gates for each of %2 by %3 "
                                 "combinations of experts.")
                                  .arg(top_.k)
                                  .arg(top_.rows)
                                  .arg(top_.columns)
                            : tr("The %1 examples with the highest gate for each of %2 experts.")
                                  .arg(top_.k)
                                  .arg(top_.rows);
}

QString ExamplesFigure::toCsv() const {
    CsvTable table({"first_expert", "second_expert", "rank", "example", "gate", "attributes"});
    for (int row = 0; row < top_.rows; ++row)
        for (int column = 0; column < columns(); ++column)
            for (int rank = 0; rank < top_.k; ++rank) {
                const TopExamples::Entry& shown = entry(row, column, rank);
                if (isValid(shown))
                    table.add({QString::number(first(row) + 1),
                               top_.columns > 1 ? QString::number(second(column) + 1) : QString(),
                               QString::number(rank + 1), QString::number(examples_->example(shown.example)),
                               CsvTable::number(shown.gate), attributesText(shown.example)});
            }
    return table.text();
}

QString ExamplesFigure::attributesText(int example) const {
    QStringList texts;
    for (const Attribute& attribute : examples_->attributes())
        texts << tr("%1 %2").arg(attributeTitle(attribute),
                                 QString::fromStdString(attribute.valueNames[attribute.values[example]])
                                     .replace('-', QChar(0x2212)));
    return texts.join("; ");
}

Selection ExamplesFigure::shownBy(int row, int column) const {
    Selection shows;
    shows.layer = 0;
    shows.expert = first(row);
    if (top_.columns > 1)
        shows.nextExpert = second(column);
    return shows;
}

std::vector<FigureCell> ExamplesFigure::cells(const QRectF& area, const FigureStyle& style) const {
    std::vector<FigureCell> cells;
    if (isEmpty())
        return cells;
    const ExamplesLayout layout = layOutExamples(grid(), area, style);
    for (int row = 0; row < top_.rows; ++row)
        for (int column = 0; column < columns(); ++column)
            for (int rank = 0; rank < layout.shown; ++rank) {
                const TopExamples::Entry& shown = entry(row, column, rank);
                if (!isValid(shown))
                    continue;
                Selection shows = shownBy(row, column);
                shows.example = shown.example;
                cells.emplace_back(layout.tileArea(row, column, rank), shows);
            }
    return cells;
}

QString ExamplesFigure::readOut(const Selection& shows) const {
    if (isEmpty() || !shows.expert || !shows.example || *shows.expert >= top_.rows)
        return {};
    const int column = shows.nextExpert.value_or(0);
    for (int rank = 0; column < top_.columns && rank < top_.k; ++rank) {
        const TopExamples::Entry& shown = top_.entry(*shows.expert, column, rank);
        if (shown.example != *shows.example || !isValid(shown))
            continue;
        const QString gate = numberText(shown.gate, 3);
        const QString place = soundPlaceText(examples_->data(), examples_->example(shown.example));
        return tr("Example %1: %2\n%3, rank %4 of n = %5")
            .arg(examples_->example(shown.example))
            .arg(attributesText(shown.example) + (place.isEmpty() ? place : '\n' + place),
                 top_.columns > 1 ? tr("product of gates %1").arg(gate) : tr("gate %1").arg(gate))
            .arg(rank + 1)
            .arg(examples_->count());
    }
    return {};
}

double ExamplesFigure::heightInMm(double widthMm) const {
    const FigureStyle style = printStyle();
    const double mm = 72 / 25.4;
    const double highest = top_.columns > 1 ? 10000 : widthMm * mm * 0.6;
    const ExamplesLayout layout = layOutExamples(grid(), QRectF(0, 0, widthMm * mm, highest), style);
    return isEmpty() ? widthMm / 2 : (layout.used.height() + style.em()) / mm;
}

void ExamplesFigure::draw(QPainter& painter, const QRectF& area, const FigureStyle& style) const {
    const ExamplesLayout layout = layOutExamples(grid(), area, style);
    const QList<QRgb> colours = tileColours(style);
    for (int row = 0; row < top_.rows; ++row)
        for (int column = 0; column < columns(); ++column)
            for (int rank = 0; rank < layout.shown; ++rank) {
                if (isValid(entry(row, column, rank)))
                    paintTile(painter, layout.tileArea(row, column, rank), tile(row, column, rank), colours);
            }
    drawLabels(painter, layout, style);
}

void ExamplesFigure::drawRowLabels(QPainter& painter, const ExamplesLayout& layout, int band,
                                   const FigureStyle& style) const {
    const double thickness = examplesStrip(style), left = layout.used.left();
    const bool both = top_.columns > 1;
    const double pitch = layout.combination(1, 0).top() - layout.corner.y();
    const int step = labelStep(pitch, style.em());
    for (int row = 0; row < top_.rows; ++row) {
        const QRectF block = layout.combination(row, band * layout.perBand);
        const double bar = block.left() - style.points(3) - thickness;
        painter.fillRect(QRectF(bar, block.top(), thickness, block.height()), expertColour(first(row)));
        if (row % step > 0)
            continue;
        paintText(painter, QRectF(left, block.top(), bar - left - style.points(2), block.height()),
                  Qt::AlignRight | Qt::AlignVCenter,
                  both ? QString::number(first(row) + 1) : expertNames(first(row)).first(), style.font(),
                  style.ink);
    }
}

void ExamplesFigure::drawLabels(QPainter& painter, const ExamplesLayout& layout,
                                const FigureStyle& style) const {
    for (int band = 0; band < layout.bands; ++band)
        drawRowLabels(painter, layout, band, style);
    if (top_.columns <= 1)
        return;
    const double thickness = examplesStrip(style), line = style.line(), left = layout.used.left();
    const double pitch = layout.tilesAcross * (layout.tileWidth + layout.between) + layout.gap;
    const int step =
        labelStep(pitch, textWidth(QString::number(top_.columns), style.font()) + 0.3 * style.em());
    for (int column = 0; column < columns(); ++column) {
        const QRectF block = layout.combination(0, column);
        const double bar = block.top() - style.points(2) - thickness;
        painter.fillRect(QRectF(block.left(), bar, block.width(), thickness), expertColour(second(column)));
        if (column % layout.perBand % step > 0)
            continue;
        paintText(painter, QRectF(block.left(), bar - line, block.width(), line), Qt::AlignCenter,
                  QString::number(second(column) + 1), style.font(), style.ink);
    }
    const QRectF all(layout.corner, layout.used.bottomRight());
    paintUpward(painter, QRectF(left, all.top(), line, all.height()),
                tr("layer %1 expert").arg(firstLayer_ + 1), style.font(0.9), style.mutedInk);
    const bool some = columns() < top_.columns;
    const QString title =
        some ? tr("layer %1 expert (%2 of %3 shown)").arg(secondLayer_ + 1).arg(columns()).arg(top_.columns)
             : tr("layer %1 expert").arg(secondLayer_ + 1);
    paintText(painter, QRectF(all.left(), layout.used.top(), all.width(), line), Qt::AlignCenter, title,
              style.font(0.9), style.mutedInk);
}

FigureKind examplesFigure() {
    return {.id = QStringLiteral("figure3-examples"),
            .place = FigureKind::Place::Examples,
            .make = [](const FigureMoment& moment) -> std::shared_ptr<Figure> {
                return std::make_shared<ExamplesFigure>(moment.statistics, moment.examples, moment.orders);
            }};
}

} // namespace expertscope
