// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "views/figures/figure_table.h"

#include <optional>

class QWidget;

namespace expertscope {

class CurveView;
class FigureView;

/// The view of one figure of the table, whichever kind of view it takes. Owns nothing: whoever puts the
/// widget into a layout does.
class FigureSlot {
  public:
    explicit FigureSlot(const FigureKind& kind);

    const FigureKind& kind() const { return *kind_; }
    QWidget* widget() const;
    FigureView* view() const { return view_; }    ///< null where it is curves
    CurveView* curves() const { return curves_; } ///< null where it is not

    /// Curves of that course are there already, and need no drawing.
    bool shows(const FigureMoment& moment) const;
    void setFigure(const std::shared_ptr<const Figure>& figure) const;
    void setSelection(const Selection& selection) const;
    /// Of curves: which moment the other figures are of.
    void setMarker(std::optional<double> epoch) const;

  private:
    const FigureKind* kind_;
    FigureView* view_ = nullptr;
    CurveView* curves_ = nullptr;
};

} // namespace expertscope
