// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "views/figures/gating_figure.h"

namespace expertscope {

/// The paper's Fig. 2 as the paper prints it: for one layer after the other the maps over the translations in
/// a row, and below them the experts x classes. One column wide; its height follows from its width.
class PrintedGatingFigure : public GatingFigure {
    Q_DECLARE_TR_FUNCTIONS(PrintedGatingFigure)

  public:
    using GatingFigure::GatingFigure;

    QString id() const override { return QStringLiteral("figure2-printed"); }
    QString title() const override { return tr("Mean gating by translation and by class"); }
    double usualWidthMm() const override { return 84; }

  protected:
    GatingLayout layOut(const QRectF& area, const FigureStyle& style) const override;
    double heightInMm(double widthMm) const override;
    void drawHeadings(QPainter& painter, const GatingLayout& layout, const FigureStyle& style) const override;
    void drawAxisTitles(QPainter& painter, const GatingLayout& layout,
                        const FigureStyle& style) const override;
};

} // namespace expertscope
