// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/dialogs/figure_preview.h"

#include <QPainter>

#include <algorithm>

namespace expertscope {
namespace {

constexpr double mmPerInch = 25.4;
constexpr int margin = 12;

} // namespace

FigurePreview::FigurePreview(QWidget* parent) : QWidget(parent) {
    setAccessibleName(tr("Preview"));
}

void FigurePreview::setFigure(std::shared_ptr<const Figure> figure, const ExportOptions& options) {
    figure_ = std::move(figure);
    options_ = options;
    setAccessibleDescription(figure_ ? figure_->title() : QString());
    update();
}

void FigurePreview::paintEvent(QPaintEvent*) {
    if (!figure_)
        return;
    const QSizeF mm = exportSizeInMm(*figure_, options_);
    const QSizeF room = size() - QSize(2 * margin, 2 * margin);
    // Never larger than it will be on paper by more than half: a small figure looks small.
    const double natural = 1.5 * logicalDpiX() / mmPerInch;
    const double pixelsPerMm = std::min({room.width() / mm.width(), room.height() / mm.height(), natural});
    if (!(pixelsPerMm > 0))
        return;
    QRectF sheet(QPointF(), mm * pixelsPerMm);
    sheet.moveCenter(QRectF(rect()).center());
    sheet.moveTopLeft(sheet.topLeft().toPoint());
    QPainter painter(this);
    painter.fillRect(sheet.adjusted(-1, -1, 1, 1), palette().color(QPalette::Mid));
    FigureStyle style = options_.style;
    style.scale = pixelsPerMm * mmPerInch / 72;
    painter.setClipRect(sheet);
    figure_->paint(painter, sheet, style);
}

} // namespace expertscope
