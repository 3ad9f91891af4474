// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/panels/figure_slot.h"

#include "views/panels/curve_view.h"
#include "views/panels/figure_view.h"

namespace expertscope {

FigureSlot::FigureSlot(const FigureKind& kind) : kind_(&kind) {
    if (kind.curves)
        curves_ = new CurveView;
    else
        view_ = new FigureView;
}

QWidget* FigureSlot::widget() const {
    return curves_ ? static_cast<QWidget*>(curves_) : view_;
}

bool FigureSlot::shows(const FigureMoment& moment) const {
    return curves_ && curves_->figure() && moment.course &&
           &curves_->figure()->history() == moment.course.get();
}

void FigureSlot::setFigure(const std::shared_ptr<const Figure>& figure) const {
    if (curves_)
        curves_->setFigure(std::dynamic_pointer_cast<const CurveFigure>(figure));
    else
        view_->setFigure(figure);
}

void FigureSlot::setSelection(const Selection& selection) const {
    if (curves_)
        curves_->setSelection(selection);
    else
        view_->setSelection(selection);
}

void FigureSlot::setMarker(std::optional<double> epoch) const {
    if (curves_)
        curves_->setMarker(epoch);
}

} // namespace expertscope
