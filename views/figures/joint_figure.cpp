// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/figures/joint_figure.h"

#include "views/drawing/expert_label.h"
#include "views/drawing/figure_text.h"
#include "views/drawing/heatmap_painting.h"
#include "views/drawing/palette.h"
#include "views/figures/csv.h"
#include "views/figures/figure_table.h"
#include "views/figures/joint_layout.h"

#include <QPainter>

#include <algorithm>
#include <cmath>

namespace expertscope {

JointFigure::JointFigure(const GatingStatistics& statistics, ExpertOrders orders)
    : joints_(statistics.joints), orders_(fittingOrders(std::move(orders), statistics)),
      examples_(statistics.examples) {
    for (const JointAssignment& joint : joints_)
        rows_.push_back(joint.rowNormalised());
    for (const LayerStatistics& layer : statistics.layers)
        layerNames_.push_back(layer.layer);
}

int JointFigure::layerName(int index) const {
    return (index < static_cast<int>(layerNames_.size()) ? layerNames_[index] : index) + 1;
}

QString JointFigure::emptyText() const {
    return tr(
        "Here the joint assignment will appear: which second-layer experts each first-layer expert goes "
        "with. It needs a network of two mixture layers.");
}

QString JointFigure::caption(std::size_t joint) const {
    const double all = static_cast<double>(joints_[joint].mean.size());
    return tr("%1 of %2 combinations in use, I(e%3; e%4) = %5")
        .arg(numberText(joints_[joint].effectiveCombinations(), 1), numberText(all, 0))
        .arg(joints_[joint].firstLayer + 1)
        .arg(joints_[joint].secondLayer + 1)
        .arg(numberText(joints_[joint].information(), 3));
}

QString JointFigure::summary() const {
    QStringList captions;
    for (std::size_t i = 0; i < joints_.size(); ++i)
        captions << caption(i);
    return captions.isEmpty() ? emptyText() : tr("Joint assignment of experts: %1.").arg(captions.join("; "));
}

QString JointFigure::toCsv() const {
    CsvTable table(
        {"first_layer", "first_expert", "second_layer", "second_expert", "joint", "row_normalised"});
    for (std::size_t k = 0; k < joints_.size(); ++k)
        for (int i = 0; i < joints_[k].mean.rows(); ++i)
            for (int j = 0; j < joints_[k].mean.cols(); ++j) {
                const Selection shows = shownBy(k, i, j);
                const int first = *shows.expert, second = *shows.nextExpert;
                table.add({QString::number(layerName(joints_[k].firstLayer)), QString::number(first + 1),
                           QString::number(layerName(joints_[k].secondLayer)), QString::number(second + 1),
                           CsvTable::number(joints_[k].mean(first, second)),
                           CsvTable::number(rows_[k](first, second))});
            }
    return table.text();
}

Selection JointFigure::shownBy(std::size_t joint, int row, int column) const {
    Selection shows;
    shows.layer = joints_[joint].firstLayer;
    shows.expert = orders_.expert(joints_[joint].firstLayer, row);
    shows.nextExpert = orders_.expert(joints_[joint].secondLayer, column);
    return shows;
}

std::vector<FigureCell> JointFigure::cells(const QRectF& area, const FigureStyle& style) const {
    std::vector<FigureCell> cells;
    const JointLayout layout = layOutJoints(joints_, area, style);
    for (std::size_t k = 0; k < layout.grids.size(); ++k)
        for (int i = 0; i < layout.grids[k].rows; ++i)
            for (int j = 0; j < layout.grids[k].columns; ++j)
                cells.emplace_back(layout.grids[k].cell(i, j), shownBy(k, i, j));
    return cells;
}

QString JointFigure::readOut(const Selection& shows) const {
    for (std::size_t k = 0; k < joints_.size(); ++k) {
        const Matrix<float>& mean = joints_[k].mean;
        if (shows.layer != joints_[k].firstLayer || !shows.expert || !shows.nextExpert ||
            *shows.expert >= mean.rows() || *shows.nextExpert >= mean.cols())
            continue;
        return tr("Layer %1, expert %2, then layer %3, expert %4\nshare of the row %5, mean product of gates "
                  "%6, n = %7")
            .arg(layerName(joints_[k].firstLayer))
            .arg(*shows.expert + 1)
            .arg(layerName(joints_[k].secondLayer))
            .arg(*shows.nextExpert + 1)
            .arg(numberText(rows_[k](*shows.expert, *shows.nextExpert), 3),
                 numberText(mean(*shows.expert, *shows.nextExpert), 4))
            .arg(examples_);
    }
    return {};
}

double JointFigure::heightInMm(double widthMm) const {
    const FigureStyle style = printStyle();
    const double mm = 72 / 25.4;
    const JointLayout layout = layOutJoints(joints_, QRectF(0, 0, widthMm * mm, 10000), style);
    return isEmpty() ? widthMm / 2 : (layout.used.height() + style.em()) / mm;
}

bool JointFigure::sameColumns() const {
    return std::all_of(joints_.begin(), joints_.end(), [this](const JointAssignment& joint) {
        return joint.mean.cols() == joints_.front().mean.cols();
    });
}

/// Twice the even share; of a single expert the whole, where that is what the scale says.
double JointFigure::highestShare(double columns) const {
    return highest_.value_or(2 / (sameColumns() ? std::max(2., columns) : columns));
}

/// Of the matrix with the fewest columns, the whole scale where all have as many.
double JointFigure::ownHighest() const {
    double highest = 0;
    for (const JointAssignment& joint : joints_)
        highest = std::max(highest, 2 / std::max(2., static_cast<double>(joint.mean.cols())));
    return highest;
}

void JointFigure::shareScale(const Figure& figure) {
    const auto* other = dynamic_cast<const JointFigure*>(&figure);
    if (!other)
        return;
    // Matrices of several widths have no scale in numbers, and each keeps its own.
    if (!isEmpty() && !other->isEmpty() && sameColumns() && other->sameColumns())
        highest_ = std::max(ownHighest(), other->ownHighest());
}

QStringList JointFigure::scaleLabels() const {
    if (!sameColumns())
        return {"0", "1/M", "2/M"};
    const double most = highestShare(static_cast<double>(joints_.front().mean.cols()));
    const int decimals = most >= 1 ? 1 : most >= 0.25 ? 2 : 3;
    return {"0", numberText(most / 2, decimals), numberText(most, decimals)};
}

void JointFigure::draw(QPainter& painter, const QRectF& area, const FigureStyle& style) const {
    const JointLayout layout = layOutJoints(joints_, area, style);
    for (std::size_t k = 0; k < joints_.size(); ++k) {
        drawPanel(painter, k, layout.grids[k], style);
        drawLabels(painter, k, layout.grids[k], style);
    }
    paintColourScale(painter, layout.scaleBar, scaleLabels(), tr("share of the row"), style);
}

void JointFigure::drawPanel(QPainter& painter, std::size_t joint, const CellGrid& grid,
                            const FigureStyle& style) const {
    const ColourDomain domain{0, highestShare(grid.columns)};
    const auto share = [&](int row, int column) -> double {
        const Selection shows = shownBy(joint, row, column);
        return rows_[joint](*shows.expert, *shows.nextExpert);
    };
    paintCells(painter, grid, share, domain, style);
    const QFont font = style.font();
    const bool room = grid.area.width() / grid.columns > textWidth("0.00", font) + 0.4 * style.em() &&
                      grid.area.height() / grid.rows > 1.1 * style.em();
    for (int i = 0; room && i < grid.rows; ++i)
        for (int j = 0; j < grid.columns; ++j)
            paintText(painter, grid.cell(i, j), Qt::AlignCenter, numberText(share(i, j), 2), font,
                      style.map.inkOn(domain.place(share(i, j))));
}

void JointFigure::drawLabels(QPainter& painter, std::size_t joint, const CellGrid& grid,
                             const FigureStyle& style) const {
    const QRectF& area = grid.area;
    const double em = style.em(), line = style.line();
    const int rowStep = area.height() / grid.rows < em ? 2 : 1;
    // Of narrow columns the number stands alone, over a strip of its expert's colour.
    const double pitch = area.width() / grid.columns;
    const bool narrow = pitch < 2.4 * em;
    const int columnStep =
        narrow ? labelStep(pitch, textWidth(QString::number(grid.columns), style.font(0.9)) + 0.1 * em) : 1;
    for (int i = 0; i < grid.rows; i += rowStep) {
        const int expert = *shownBy(joint, i, 0).expert;
        paintExpertLabel(
            painter,
            QRectF(area.left() - 2.7 * em, grid.cell(i, 0).top(), 2.35 * em, grid.cell(i, 0).height()),
            expert, {QString::number(expert + 1)}, Qt::AlignRight, style);
    }
    for (int j = 0; j < grid.columns; ++j) {
        const QRectF cell = grid.cell(0, j);
        const int expert = *shownBy(joint, 0, j).nextExpert;
        if (narrow) {
            const QRectF strip(cell.left() + 0.08 * pitch, area.top() - style.points(3), 0.84 * pitch,
                               style.points(2));
            painter.fillRect(strip, expertColour(expert));
            if (j % columnStep == 0)
                paintText(painter, QRectF(cell.left() - em, strip.top() - line, pitch + 2 * em, line),
                          Qt::AlignCenter, QString::number(expert + 1), style.font(0.9), style.ink);
            continue;
        }
        paintExpertLabel(painter, QRectF(cell.left(), area.top() - line, cell.width(), line), expert,
                         {QString::number(expert + 1)}, Qt::AlignHCenter, style);
    }
    const QFont font = style.font(0.9);
    paintUpward(painter, QRectF(area.left() - jointLeftGutter(style), area.top(), line, area.height()),
                tr("layer %1 expert").arg(layerName(joints_[joint].firstLayer)), font, style.mutedInk);
    paintText(painter, QRectF(area.left(), area.top() - 2 * line, area.width(), line), Qt::AlignCenter,
              tr("layer %1 expert").arg(layerName(joints_[joint].secondLayer)), font, style.mutedInk);
    paintText(painter,
              QRectF(area.left() - jointLeftGutter(style), area.bottom() + 0.4 * line,
                     area.width() + jointLeftGutter(style), line),
              Qt::AlignCenter, caption(joint), font, style.ink);
}

FigureKind jointFigure() {
    return {.id = QStringLiteral("figure5-joint"),
            .place = FigureKind::Place::Tab,
            .tab = 3,
            .name = QT_TRANSLATE_NOOP("Figures", "Joint"),
            .tip = QT_TRANSLATE_NOOP("Figures",
                                     "Which experts of two layers are used together (the paper's Fig. 5)"),
            .curves = false,
            .make = [](const FigureMoment& moment) -> std::shared_ptr<Figure> {
                return std::make_shared<JointFigure>(moment.statistics, moment.orders);
            }};
}

} // namespace expertscope
