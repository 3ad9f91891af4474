#include "views/joint_figure.h"

#include "views/csv.h"
#include "views/expert_label.h"
#include "views/figure_text.h"
#include "views/heatmap_painting.h"
#include "views/joint_layout.h"

#include <QPainter>

#include <algorithm>
#include <cmath>

namespace expertscope {

JointFigure::JointFigure(const GatingStatistics& statistics)
    : joints_(statistics.joints), examples_(statistics.examples) {
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
            for (int j = 0; j < joints_[k].mean.cols(); ++j)
                table.add({QString::number(layerName(joints_[k].firstLayer)), QString::number(i + 1),
                           QString::number(layerName(joints_[k].secondLayer)), QString::number(j + 1),
                           CsvTable::number(joints_[k].mean(i, j)), CsvTable::number(rows_[k](i, j))});
    return table.text();
}

std::vector<FigureCell> JointFigure::cells(const QRectF& area, const FigureStyle& style) const {
    std::vector<FigureCell> cells;
    const JointLayout layout = layOutJoints(joints_, area, style);
    for (std::size_t k = 0; k < layout.grids.size(); ++k)
        for (int i = 0; i < layout.grids[k].rows; ++i)
            for (int j = 0; j < layout.grids[k].columns; ++j) {
                Selection shows;
                shows.layer = joints_[k].firstLayer;
                shows.expert = i;
                shows.nextExpert = j;
                cells.emplace_back(layout.grids[k].cell(i, j), shows);
            }
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
    return 2 / (sameColumns() ? std::max(2., columns) : columns);
}

QStringList JointFigure::scaleLabels() const {
    if (!sameColumns())
        return {"0", "1/M", "2/M"};
    const double m = static_cast<double>(joints_.front().mean.cols()), most = highestShare(m);
    const int decimals = m <= 2 ? 1 : m <= 8 ? 2 : 3;
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
    const Matrix<float>& rows = rows_[joint];
    const ColourDomain domain{0, highestShare(grid.columns)};
    paintCells(
        painter, grid, [&](int i, int j) -> double { return rows(i, j); }, domain, style);
    const QFont font = style.font();
    const bool room = grid.area.width() / grid.columns > textWidth("0.00", font) + 0.4 * style.em() &&
                      grid.area.height() / grid.rows > 1.1 * style.em();
    for (int i = 0; room && i < grid.rows; ++i)
        for (int j = 0; j < grid.columns; ++j)
            paintText(painter, grid.cell(i, j), Qt::AlignCenter, numberText(rows(i, j), 2), font,
                      style.map.inkOn(domain.place(rows(i, j))));
}

void JointFigure::drawLabels(QPainter& painter, std::size_t joint, const CellGrid& grid,
                             const FigureStyle& style) const {
    const QRectF& area = grid.area;
    const double em = style.em(), line = style.line();
    const int rowStep = area.height() / grid.rows < em ? 2 : 1;
    const int columnStep =
        area.width() / grid.columns < 2.4 * em ? (area.width() / grid.columns < 1.2 * em ? 4 : 2) : 1;
    for (int i = 0; i < grid.rows; i += rowStep)
        paintExpertLabel(
            painter,
            QRectF(area.left() - 2.7 * em, grid.cell(i, 0).top(), 2.35 * em, grid.cell(i, 0).height()), i,
            {QString::number(i + 1)}, Qt::AlignRight, style);
    for (int j = 0; j < grid.columns; j += columnStep) {
        const QRectF cell = grid.cell(0, j);
        paintExpertLabel(painter, QRectF(cell.left(), area.top() - line, cell.width(), line), j,
                         {QString::number(j + 1)}, Qt::AlignHCenter, style);
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

} // namespace expertscope
