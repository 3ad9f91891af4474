// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/figures/factorisation_figure.h"

#include "views/drawing/figure_text.h"
#include "views/drawing/heatmap_painting.h"
#include "views/drawing/sparkline.h"
#include "views/figures/attribute_text.h"
#include "views/figures/csv.h"
#include "views/figures/factorisation_layout.h"
#include "views/figures/figure_table.h"

#include <QLocale>
#include <QPainter>

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

namespace expertscope {

namespace {

constexpr std::array<const char*, 2> whereAndWhat{"translation", "class"};
// [layer][translation, class], where the metrics log has them.
constexpr std::array<std::array<std::optional<double> Factorisation::*, 2>, 2> recorded{
    {{&Factorisation::i1t, &Factorisation::i1c}, {&Factorisation::i2t, &Factorisation::i2c}}};

constexpr double missing = std::numeric_limits<double>::quiet_NaN();

/// Where there is no translation, as of speech, all that examples have.
std::vector<std::string> columnsOf(const GatingStatistics& statistics) {
    std::vector<std::string> columns;
    if (!statistics.layers.empty() && !statistics.layers.front().by("translation"))
        for (const MeanGating& gating : statistics.layers.front().byAttribute)
            columns.push_back(gating.attribute);
    return columns.size() > 1 ? columns : std::vector<std::string>(whereAndWhat.begin(), whereAndWhat.end());
}

/// "T", "C", else the attribute's name in brackets.
QString letterOf(const std::string& attribute) {
    return attribute == "translation" ? QStringLiteral("T")
           : attribute == "class"     ? QStringLiteral("C")
                                      : '(' + QString::fromStdString(attribute) + ')';
}

QFont large(const FigureStyle& style, const QSizeF& cell) {
    const double room = std::min(0.3 * cell.height(), 0.28 * cell.width());
    return style.font(std::clamp(room / style.em(), 1., 2.6), QFont::DemiBold);
}

} // namespace

FactorisationFigure::FactorisationFigure(const GatingStatistics& statistics,
                                         std::shared_ptr<const std::vector<MetricsRecord>> history)
    : statistics_(statistics), columns_(columnsOf(statistics)),
      history_(history ? std::move(history) : std::make_shared<const std::vector<MetricsRecord>>()),
      span_(ownSpan()) {}

FactorisationFigure::Span FactorisationFigure::ownSpan() const {
    Span span;
    for (const auto& layer : recorded)
        for (const Number number : layer)
            for (const QPointF& point : historyOf(number)) {
                span.epochs = std::max(span.epochs, point.x());
                span.highest = std::max(span.highest, point.y());
            }
    for (const QPointF& point : historyOf(&Factorisation::score)) {
        span.epochs = std::max(span.epochs, point.x());
        span.lowestScore = std::min(span.lowestScore, point.y());
        span.highestScore = std::max(span.highestScore, point.y());
    }
    return span;
}

void FactorisationFigure::shareScale(const Figure& figure) {
    const auto* other = dynamic_cast<const FactorisationFigure*>(&figure);
    if (!other)
        return;
    const Span there = other->ownSpan();
    span_.epochs = std::max(span_.epochs, there.epochs);
    span_.highest = std::max(span_.highest, there.highest);
    span_.lowestScore = std::min(span_.lowestScore, there.lowestScore);
    span_.highestScore = std::max(span_.highestScore, there.highestScore);
}

void FactorisationFigure::drawSparkline(QPainter& painter, QRectF area, const QPolygonF& points, double low,
                                        double high, const QColor& colour, const FigureStyle& style) const {
    if (points.isEmpty() || span_.epochs <= 0)
        return;
    area.setWidth(area.width() * points.last().x() / span_.epochs); // the same epochs at the same place
    paintSparkline(painter, area, points, low, high, style.points(0.9), colour);
}

double FactorisationFigure::information(int layer, int column) const {
    return statistics_.layers[layer].informationOn(columns_[column]).value_or(missing);
}

double FactorisationFigure::score() const {
    return statistics_.factorisation.score.value_or(missing);
}

QPolygonF FactorisationFigure::historyOf(Number number) const {
    QPolygonF points;
    for (const MetricsRecord& record : *history_)
        if (const std::optional<double> value = record.factorisation.*number; value && std::isfinite(*value))
            points << QPointF(record.epoch, *value);
    return points;
}

QString FactorisationFigure::emptyText() const {
    return tr("Here it will show how far the layers have split the work into where and what: the information "
              "that each layer's gates carry on translation and on class.");
}

QString FactorisationFigure::sourceText() const {
    const QString count = QLocale(QLocale::English).toString(statistics_.examples);
    if (!isFactorised())
        return statistics_.live ? tr("live, on %1 probe examples").arg(count)
                                : tr("on all %1 test examples").arg(count);
    return statistics_.live ? tr("live, on %1 probe images").arg(count)
                            : tr("on all %1 test images").arg(count);
}

QString FactorisationFigure::columnTitle(int column) const {
    const MeanGating* gating = statistics_.layers.front().by(columns_[column]);
    return gating ? attributeTitle(*gating) : QString::fromStdString(columns_[column]);
}

QString FactorisationFigure::layerText(int layer) const {
    const int name = statistics_.layers[layer].layer + 1;
    if (isFactorised())
        return tr("layer %1: where %2, what %3")
            .arg(name)
            .arg(numberText(information(layer, 0), 2), numberText(information(layer, 1), 2));
    QStringList numbers;
    for (int column = 0; column < columns(); ++column)
        numbers << tr("%1 %2").arg(columnTitle(column), numberText(information(layer, column), 2));
    return tr("layer %1: %2").arg(name).arg(numbers.join(", "));
}

/// What the metrics log has of it, if anything.
std::optional<FactorisationFigure::Number> FactorisationFigure::recordOf(int layer, int column) const {
    for (std::size_t i = 0; i < whereAndWhat.size(); ++i)
        if (layers() == 2 && columns_[column] == whereAndWhat[i])
            return recorded[layer][i];
    return std::nullopt;
}

QString FactorisationFigure::summary() const {
    if (isEmpty())
        return emptyText();
    QStringList parts;
    for (int layer = 0; layer < layers(); ++layer)
        parts << layerText(layer);
    if (!isFactorised())
        return tr("Normalised mutual information, %1; %2.").arg(parts.join("; "), sourceText());
    return tr("Normalised mutual information, %1. Factorisation score %2, %3.")
        .arg(parts.join("; "), numberText(score(), 2), sourceText());
}

QString FactorisationFigure::toCsv() const {
    CsvTable table({"epoch", "step", "set", "quantity", "value"});
    const QString set = statistics_.live ? "live" : "test";
    for (int layer = 0; layer < layers(); ++layer)
        for (int column = 0; column < columns(); ++column)
            table.add({"", "", set, QString("I%1%2").arg(layer + 1).arg(letterOf(columns_[column])),
                       CsvTable::number(information(layer, column))});
    table.add({"", "", set, "score", CsvTable::number(score())});
    const std::array<std::pair<const char*, Number>, 5> columns{{{"I1T", &Factorisation::i1t},
                                                                 {"I1C", &Factorisation::i1c},
                                                                 {"I2C", &Factorisation::i2c},
                                                                 {"I2T", &Factorisation::i2t},
                                                                 {"score", &Factorisation::score}}};
    for (const MetricsRecord& record : *history_)
        for (const auto& [name, number] : columns)
            if (const std::optional<double> value = record.factorisation.*number)
                table.add({CsvTable::number(record.epoch), QString::number(record.step),
                           record.live ? "live" : "test", name, CsvTable::number(*value)});
    return table.text();
}

std::vector<FigureCell> FactorisationFigure::cells(const QRectF& area, const FigureStyle& style) const {
    std::vector<FigureCell> cells;
    const FactorisationLayout layout = layOutFactorisation(layers(), columns(), area, style);
    for (int layer = 0; layer < layers(); ++layer)
        for (int column = 0; column < columns(); ++column) {
            Selection shows;
            shows.layer = layer;
            shows.attribute = columns_[column];
            cells.emplace_back(layout.grid.cell(layer, column), shows);
        }
    return cells;
}

QString FactorisationFigure::readOut(const Selection& shows) const {
    if (!shows.layer || *shows.layer >= layers())
        return {};
    for (int column = 0; column < columns(); ++column)
        if (shows.attribute == columns_[column])
            return tr("Layer %1, information of the gates on the %2\n%3 of 1 (normalised), %4")
                .arg(statistics_.layers[*shows.layer].layer + 1)
                .arg(columnTitle(column), numberText(information(*shows.layer, column), 3), sourceText());
    return {};
}

double FactorisationFigure::heightInMm(double widthMm) const {
    const FigureStyle style = printStyle();
    const double mm = 72 / 25.4;
    const FactorisationLayout layout =
        layOutFactorisation(layers(), columns(), QRectF(0, 0, widthMm * mm, 10000), style);
    return isEmpty() ? widthMm / 2 : (layout.used.height() + style.em()) / mm;
}

void FactorisationFigure::draw(QPainter& painter, const QRectF& area, const FigureStyle& style) const {
    const FactorisationLayout layout = layOutFactorisation(layers(), columns(), area, style);
    const double inset = style.points(1);
    for (int layer = 0; layer < layers(); ++layer)
        for (int column = 0; column < columns(); ++column)
            drawCell(painter, layer, column,
                     layout.grid.cell(layer, column).adjusted(inset, inset, -inset, -inset), style);
    drawLabels(painter, layout, style);
    drawScore(painter, layout.score, style);
    paintColourScale(painter, layout.scaleBar, scaleTicks(ColourDomain{}),
                     fittingText({tr("normalised mutual information"), tr("information")},
                                 layout.scaleBar.height(), style.font(0.9)),
                     style);
}

void FactorisationFigure::drawCell(QPainter& painter, int layer, int column, const QRectF& area,
                                   const FigureStyle& style) const {
    const double value = information(layer, column);
    const bool known = !std::isnan(value);
    const QColor ink = known ? style.map.inkOn(value) : style.mutedInk;
    painter.fillRect(area, known ? style.map.at(value) : style.shade);
    const std::optional<Number> record = recordOf(layer, column);
    const bool history = record && history_->size() > 1;
    const QRectF top(area.left(), area.top(), area.width(), area.height() * (history ? 0.62 : 1));
    paintText(painter, top, Qt::AlignCenter, numberText(value, 2), large(style, area.size()), ink);
    if (!history)
        return;
    const double side = 0.08 * area.width(), foot = 0.12 * area.height();
    const QRectF lower(area.left() + side, top.bottom(), area.width() - 2 * side,
                       area.bottom() - foot - top.bottom());
    drawSparkline(painter, lower, historyOf(*record), 0, span_.highest, ink, style);
}

void FactorisationFigure::drawLabels(QPainter& painter, const FactorisationLayout& layout,
                                     const FigureStyle& style) const {
    const QFont bold = style.font(1, QFont::DemiBold);
    const double line = style.line();
    const std::array<QStringList, 2> names{
        {{tr("where: translation"), tr("where")}, {tr("what: class"), tr("what")}}};
    for (int column = 0; column < columns(); ++column) {
        const QRectF cell = layout.grid.cell(0, column);
        const QRectF above(cell.left(), cell.top() - line, cell.width(), line);
        const QString title = columnTitle(column); // "phone group", "group"
        QStringList titles{title, title.section(' ', -1)};
        if (isFactorised())
            titles = names[column];
        paintText(painter, above, Qt::AlignCenter, fittingText(titles, above.width(), bold), bold, style.ink);
    }
    for (int layer = 0; layer < layers(); ++layer) {
        const QRectF cell = layout.grid.cell(layer, 0);
        paintUpward(painter, QRectF(cell.left() - 1.2 * line, cell.top(), line, cell.height()),
                    tr("Layer %1").arg(statistics_.layers[layer].layer + 1), bold, style.ink);
    }
}

void FactorisationFigure::drawScore(QPainter& painter, const QRectF& area, const FigureStyle& style) const {
    const double line = style.line();
    if (!isFactorised()) // a score needs both
        return paintText(painter, QRectF(area.left(), area.top(), area.width(), line),
                         Qt::AlignLeft | Qt::AlignVCenter, sourceText(), style.font(0.9), style.mutedInk);
    const QFont number = style.font(2, QFont::DemiBold);
    const QString text = numberText(score(), 2);
    const double wide = textWidth(text, number);
    paintText(painter, QRectF(area.left(), area.top(), wide, 2 * line), Qt::AlignLeft | Qt::AlignVCenter,
              text, number, style.ink);
    const double left = area.left() + wide + 0.7 * style.em();
    const QString name = tr("factorisation score");
    paintText(painter, QRectF(left, area.top(), area.right() - left, 2 * line),
              Qt::AlignLeft | Qt::AlignVCenter, name, style.font(), style.ink);
    paintText(painter, QRectF(area.left(), area.top() + 2.2 * line, area.width(), line),
              Qt::AlignLeft | Qt::AlignVCenter, sourceText(), style.font(0.9), style.mutedInk);
    const double start = left + textWidth(name, style.font()) + style.em();
    if (area.right() - start > 3 * style.em())
        drawSparkline(
            painter,
            QRectF(start, area.top() + 0.3 * line, area.right() - start - style.points(2), 1.4 * line),
            historyOf(&Factorisation::score), span_.lowestScore, span_.highestScore, style.ink, style);
}

FigureKind factorisationFigure() {
    return {.id = QStringLiteral("factorisation"),
            .place = FigureKind::Place::Tab,
            .tab = 4,
            .name = QT_TRANSLATE_NOOP("Figures", "Factorisation"),
            .tip = QT_TRANSLATE_NOOP("Figures", "What each layer's gates know of where and what"),
            .curves = false,
            .make = [](const FigureMoment& moment) -> std::shared_ptr<Figure> {
                return std::make_shared<FactorisationFigure>(moment.statistics, moment.history);
            }};
}

} // namespace expertscope
