// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "views/figures/curve_figure.h"
#include "views/figures/selection.h"

#include <QElapsedTimer>
#include <QTimer>
#include <QWidget>

#include <memory>
#include <optional>

class QCPRange;
class QCustomPlot;

namespace expertscope {

class EpochMarker;

/// Shows one CurveFigure live: wheel zooms the epochs, dragging moves them, a double click (or 0) shows all;
/// the pointer and the arrow keys read values off. A click on a curve, or the keys up and down, choose what
/// it is of; a click beside them, or Esc, nothing. New numbers leave a zoomed range where it is.
class CurveView : public QWidget {
    Q_OBJECT

  public:
    explicit CurveView(QWidget* parent = nullptr);

    /// Cheap: draws at most four times a second, and nothing while hidden.
    void setFigure(std::shared_ptr<const CurveFigure> figure);
    const CurveFigure* figure() const { return figure_.get(); }
    /// The same, for those that keep it: the view may show another one soon.
    std::shared_ptr<const CurveFigure> heldFigure() const { return figure_; }
    /// A line at that epoch, to show which moment of the past the other figures are of.
    void setMarker(std::optional<double> epoch);
    std::optional<double> marker() const;
    /// What is chosen, here or in any other figure.
    void setSelection(const Selection& selection);
    const Selection& selection() const { return selection_; }
    bool isZoomed() const { return zoomed_; }
    void showAll();

    QSize sizeHint() const override { return {340, 330}; }
    QSize minimumSizeHint() const override { return {160, 120}; }

  signals:
    void selected(const expertscope::Selection& selection);
    /// N: the numbers are wanted as a table.
    void numbersRequested();
    /// What the pointer or the arrow keys are on; empty when on nothing.
    void hovered(const QString& readOut);

  protected:
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void showEvent(QShowEvent* event) override;
    void changeEvent(QEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void leaveEvent(QEvent* event) override;
    bool eventFilter(QObject* watched, QEvent* event) override;

  private:
    void refresh();
    void rebuildIfNeeded(const FigureStyle& style);
    void shareEpochs();
    void setEpochs(const QCPRange& range, bool byUser);
    void zoom(double factor);
    void readAt(double epoch, const QPoint& globalPosition);
    void step(int records);
    void chooseAt(const QPointF& place);
    bool chooseNext(int curves);
    void describe();

    std::shared_ptr<const CurveFigure> figure_;
    QCustomPlot* plot_;
    EpochMarker* marker_;
    QTimer timer_;
    QElapsedTimer sinceDrawn_;
    QString builtShape_, builtPlainShape_; ///< with what was chosen, and with nothing
    std::optional<FigureStyle> builtStyle_;
    QString builtId_;
    Selection selection_;
    QPoint pressed_;               ///< where the mouse was
    std::optional<double> cursor_; ///< the epoch that is read off
    bool zoomed_ = false;
    bool sharing_ = false;
};

} // namespace expertscope
