// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/drawing/play_icon.h"

#include <QGuiApplication>
#include <QIconEngine>
#include <QPainter>
#include <QPalette>

namespace expertscope {
namespace {

class PlayIconEngine : public QIconEngine {
  public:
    explicit PlayIconEngine(bool pause) : pause_(pause) {}

    void paint(QPainter* painter, const QRect& area, QIcon::Mode mode, QIcon::State) override {
        const QRectF square(area);
        const double unit = std::min(square.width(), square.height()) / 8;
        const QPointF middle = square.center();
        painter->save();
        painter->setRenderHint(QPainter::Antialiasing);
        painter->setPen(Qt::NoPen);
        painter->setBrush(QGuiApplication::palette().color(
            mode == QIcon::Disabled ? QPalette::Disabled : QPalette::Active, QPalette::ButtonText));
        if (pause_) {
            for (const double x : {-2.25, 0.75})
                painter->drawRect(
                    QRectF(middle.x() + x * unit, middle.y() - 2.5 * unit, 1.5 * unit, 5 * unit));
        } else {
            painter->drawPolygon(QPolygonF({middle + QPointF(-2, -3) * unit, middle + QPointF(3, 0) * unit,
                                            middle + QPointF(-2, 3) * unit}));
        }
        painter->restore();
    }
    QPixmap pixmap(const QSize& size, QIcon::Mode mode, QIcon::State state) override {
        QPixmap picture(size);
        picture.fill(Qt::transparent);
        QPainter painter(&picture);
        paint(&painter, QRect(QPoint(), size), mode, state);
        return picture;
    }
    QIconEngine* clone() const override { return new PlayIconEngine(*this); }

  private:
    bool pause_;
};

} // namespace

QIcon playIcon(bool pause) {
    return QIcon(new PlayIconEngine(pause));
}

} // namespace expertscope
