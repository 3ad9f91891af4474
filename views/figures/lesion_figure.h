// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/analysis/lesion_effect.h"
#include "views/drawing/value_labels.h"
#include "views/figures/figure.h"

#include <QCoreApplication>

#include <memory>

namespace expertscope {

/// The error of each class with all experts and with some switched off, as two bars a class.
class LesionFigure : public Figure {
    Q_DECLARE_TR_FUNCTIONS(LesionFigure)

  public:
    /// effect: may be null.
    explicit LesionFigure(std::shared_ptr<const LesionEffect> effect) : effect_(std::move(effect)) {}

    QString id() const override { return QStringLiteral("what-if-errors"); }
    QString title() const override;
    bool isEmpty() const override { return !effect_ || effect_->classNames.empty(); }
    QString emptyText() const override;
    QString summary() const override;
    QString toCsv() const override;

    std::vector<FigureCell> cells(const QRectF& area, const FigureStyle& style) const override;
    QString readOut(const Selection& shows) const override;

  protected:
    double heightInMm(double widthMm) const override { return 0.75 * widthMm; }
    void draw(QPainter& painter, const QRectF& area, const FigureStyle& style) const override;

  private:
    int classes() const { return static_cast<int>(effect_->classNames.size()); }
    QString className(int c) const { return QString::fromStdString(effect_->classNames[c]); }
    QRectF plot(const QRectF& area, const FigureStyle& style) const;
    ValueLabels nameLabels(double width, const FigureStyle& style) const;
    double top() const;

    std::shared_ptr<const LesionEffect> effect_;
};

} // namespace expertscope
