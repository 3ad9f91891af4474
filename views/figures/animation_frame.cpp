// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/figures/animation_frame.h"

#include "views/drawing/figure_text.h"

#include <QPainter>

#include <cmath>

namespace expertscope {
namespace {

// What a picture's width stands for on paper: the letters are then large enough for a slide.
constexpr double widthMm = 130;
constexpr double pointsPerMm = 72 / 25.4;

int even(double pixels) {
    return 2 * static_cast<int>(std::ceil(pixels / 2));
}

double lineBelow(const FigureStyle& style) {
    return 1.6 * style.line();
}

} // namespace

FrameLook frameLook(const Figure& figure, int width, FigureStyle style) {
    style.pointSize = columnPointSize;
    style.scale = width / (widthMm * pointsPerMm);
    const double height = figure.sizeInMm(widthMm).height() * pointsPerMm * style.scale;
    return {{even(width), even(height + lineBelow(style))}, style};
}

QImage animationFrame(const Figure& figure, const QString& moment, const FrameLook& look) {
    QImage image(look.size, QImage::Format_RGB32);
    QPainter painter(&image);
    const double below = lineBelow(look.style);
    const QRectF area(0, 0, image.width(), image.height() - below),
        line(0, area.bottom(), image.width(), below);
    figure.paint(painter, area, look.style);
    painter.fillRect(line, look.style.background);
    paintText(painter, line, Qt::AlignHCenter | Qt::AlignTop, moment, look.style.font(), look.style.mutedInk);
    return image;
}

} // namespace expertscope
