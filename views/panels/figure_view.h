// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "views/figures/figure.h"

#include <QWidget>

#include <memory>
#include <optional>

namespace expertscope {

/// Shows one Figure: hover read-out that follows new numbers, arrow keys to walk from cell to cell, click or
/// Enter to select. The style follows the palette and the font of the widget.
class FigureView : public QWidget {
    Q_OBJECT

  public:
    explicit FigureView(QWidget* parent = nullptr);

    /// Cheap enough for ten times a second: paints when the event loop comes to it.
    void setFigure(std::shared_ptr<const Figure> figure);
    const Figure* figure() const { return figure_.get(); }
    /// The same, for those that keep it: the view may show another one soon.
    std::shared_ptr<const Figure> heldFigure() const { return figure_; }
    /// Frames what agrees with the selection, wherever it was made.
    void setSelection(const Selection& selection);
    const Selection& selection() const { return selection_; }
    void setColourMap(ColourMap map);
    void setAutoRange(bool on);
    FigureStyle figureStyle() const;

    QSize sizeHint() const override { return {420, 330}; }
    QSize minimumSizeHint() const override { return {160, 120}; }

  signals:
    /// Clicked, or Enter on the cell that the arrow keys reached; empty when clicked beside all cells.
    void selected(const expertscope::Selection& selection);
    /// Double-clicked, or Shift+Enter: the examples behind a cell are wanted.
    void examplesRequested(const expertscope::Selection& selection);
    /// N: the numbers are wanted as a table.
    void numbersRequested();
    /// The arrow keys went to a cell there.
    void reached(const QRect& area);
    /// What the pointer or the arrow keys are on; empty when on nothing.
    void hovered(const QString& readOut);

  protected:
    bool event(QEvent* event) override;
    void paintEvent(QPaintEvent* event) override;
    void changeEvent(QEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseDoubleClickEvent(QMouseEvent* event) override;
    void leaveEvent(QEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void focusOutEvent(QFocusEvent* event) override;

  private:
    const std::vector<FigureCell>& cells() const;
    const FigureCell* cellAt(const QPointF& position) const;
    const FigureCell* hoveredCell() const;
    void setHovered(const FigureCell* cell);
    void moveHovered(int horizontally, int vertically);
    void showReadOut();
    void forgetCells();
    void drawFrames(QPainter& painter, const FigureStyle& style) const;
    void describe();

    std::shared_ptr<const Figure> figure_;
    Selection selection_;
    std::optional<Selection> hovered_;
    ColourMap map_;
    bool autoRange_ = false;
    mutable std::optional<std::vector<FigureCell>> cells_; ///< of this figure at this size
};

} // namespace expertscope
