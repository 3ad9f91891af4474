// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "views/figures/figure_export.h"

#include <QWidget>

namespace expertscope {

/// A figure on its sheet, as a file with these options will look: drawn by the same code, in proportion.
class FigurePreview : public QWidget {
    Q_OBJECT

  public:
    explicit FigurePreview(QWidget* parent = nullptr);

    /// null shows an empty place.
    void setFigure(std::shared_ptr<const Figure> figure, const ExportOptions& options);

    QSize sizeHint() const override { return {460, 420}; }
    QSize minimumSizeHint() const override { return {260, 220}; }

  protected:
    void paintEvent(QPaintEvent* event) override;

  private:
    std::shared_ptr<const Figure> figure_;
    ExportOptions options_;
};

} // namespace expertscope
