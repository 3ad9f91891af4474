// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/expertscope/export/any_thread_figure.h"

#include "app/expertscope/common/on_window_thread.h"
#include "views/drawing/strokes.h"

namespace expertscope {
namespace {

/// Stands for a figure that only the window's thread may draw.
class AnyThreadFigure : public Figure {
  public:
    AnyThreadFigure(std::shared_ptr<const Figure> figure, const std::atomic<bool>& cancelled)
        : figure_(std::move(figure)), cancelled_(cancelled) {}

    QString id() const override { return figure_->id(); }
    QString title() const override { return figure_->title(); }
    bool isEmpty() const override { return figure_->isEmpty(); }
    QString emptyText() const override { return figure_->emptyText(); }
    QString summary() const override { return figure_->summary(); }
    QString toCsv() const override { return figure_->toCsv(); }

  protected:
    double heightInMm(double widthMm) const override { return figure_->sizeInMm(widthMm).height(); }
    void draw(QPainter& painter, const QRectF& area, const FigureStyle& style) const override {
        const auto strokes = onWindowThread(
            [figure = figure_, size = area.size(), style] {
                return strokesOf(style.font(), [&](QPainter& recorder) {
                    figure->paint(recorder, QRectF(QPointF(), size), style);
                });
            },
            cancelled_);
        if (strokes)
            paintStrokes(painter, area.topLeft(), *strokes);
    }

  private:
    std::shared_ptr<const Figure> figure_;
    const std::atomic<bool>& cancelled_;
};

} // namespace

std::shared_ptr<const Figure> forAnyThread(const std::shared_ptr<const Figure>& figure,
                                           const std::atomic<bool>& cancelled) {
    if (!figure->needsWindowThread())
        return figure;
    return std::make_shared<AnyThreadFigure>(figure, cancelled);
}

} // namespace expertscope
