// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/analysis/image_answer.h"
#include "views/panels/probe_layout.h"

#include <QImage>
#include <QStringList>
#include <QWidget>

#include <memory>

namespace expertscope {

/// What a network says of the image on the canvas: its answer, and a column for each gated layer with its
/// gates as bars and a map of who would take the image at every shift; below, the class posterior.
class ProbeResults : public QWidget {
    Q_OBJECT

  public:
    explicit ProbeResults(QWidget* parent = nullptr);

    void setClassNames(const QStringList& names);
    /// seen: the image as the network sees it, before it is moved. note: what else there is to say of the
    /// network, if anything. A null answer leaves the view empty.
    void setAnswer(std::shared_ptr<const ImageAnswer> answer, const QImage& seen, const QString& note);
    const ImageAnswer* answer() const { return answer_.get(); }

    /// Where the k-th gated layer's map is drawn.
    QRectF mapArea(int k) const;
    QSize sizeHint() const override { return {220, 330}; }
    QSize minimumSizeHint() const override { return {150, 120}; }

  signals:
    /// Clicked, or dragged to, in a map.
    void shiftChosen(int dy, int dx);
    /// What the pointer is on; empty when on nothing.
    void hovered(const QString& readOut);

  protected:
    void paintEvent(QPaintEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void leaveEvent(QEvent* event) override;

  private:
    /// There must be an answer.
    ProbeLayout places() const;
    std::optional<ProbeLayout::Place> placeAt(const QPointF& position) const;
    QString className(int value) const;
    QString readOut(const ProbeLayout::Place& place) const;
    void choose(const QPointF& position);
    void describe();
    void paintHeader(QPainter& painter, const FigureStyle& style, const ProbeLayout& at) const;
    void paintGates(QPainter& painter, const FigureStyle& style, const ProbeLayout& at, int k) const;
    void paintMap(QPainter& painter, const FigureStyle& style, const QRectF& map, int k) const;
    void paintPosterior(QPainter& painter, const FigureStyle& style, const ProbeLayout& at) const;

    std::shared_ptr<const ImageAnswer> answer_;
    QStringList classNames_;
    QImage seen_;
    QString note_;
};

} // namespace expertscope
