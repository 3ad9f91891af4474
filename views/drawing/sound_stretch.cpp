// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/drawing/sound_stretch.h"

#include "views/drawing/figure_text.h"
#include "views/drawing/tile_image.h"

#include <QCoreApplication>
#include <QPainter>
#include <QStringList>

#include <algorithm>
#include <cmath>

namespace expertscope {
namespace {

constexpr double spectrogram = 3.4, labels = 1.05; // lines of text

QImage imageOf(const Matrix<float>& bands) {
    float low = 1e30f, high = -1e30f;
    for (const float value : bands.reshaped())
        if (std::isfinite(value)) {
            low = std::min(low, value);
            high = std::max(high, value);
        }
    const float scale = 255 / std::max(1e-6f, high - low);
    QImage image(static_cast<int>(bands.cols()), static_cast<int>(bands.rows()), QImage::Format_Indexed8);
    for (int row = 0; row < image.height(); ++row)
        for (int column = 0; column < image.width(); ++column) {
            const float value = bands(row, column);
            image.scanLine(row)[column] =
                std::isfinite(value) ? static_cast<uchar>(scale * (value - low) + 0.5f) : uchar(0);
        }
    return image;
}

} // namespace

SoundStretch::SoundStretch(const ExampleSet& set, int example) {
    if (set.data().heard.empty())
        return;
    const NeighbouringFrames frames =
        neighbouringFrames(set.data(), static_cast<int>(set.example(example)), reach);
    image_ = imageOf(frames.bands);
    image_.setColorTable(tileColours(FigureStyle())); // painted with those of the theme
    context_ = set.shape().columns;
    for (Index column = 0; column < frames.bands.cols(); ++column)
        known_.push_back(std::isfinite(frames.bands(0, column)));
    findRuns(set, frames.labels);
}

void SoundStretch::findRuns(const ExampleSet& set, const std::vector<int>& labels_) {
    const auto& names = set.attributes().front().valueNames;
    for (int frame = 0; frame < static_cast<int>(labels_.size()); ++frame) {
        const int label = labels_[frame];
        if (label < 0)
            continue;
        const QString name = QString::fromStdString(names[label]);
        if (runs_.empty() || runs_.back().end != frame || runs_.back().name != name)
            runs_.push_back({frame, frame, name});
        runs_.back().end = frame + 1;
    }
}

QString SoundStretch::phones() const {
    QStringList names;
    for (const Run& run : runs_)
        names << run.name;
    return names.join(' ');
}

double SoundStretch::height(const FigureStyle& style) const {
    return isEmpty() ? 0 : (spectrogram + 2 * labels) * style.line();
}

void SoundStretch::paint(QPainter& painter, const QRectF& area, const FigureStyle& style) const {
    const QRectF picture(area.topLeft(), QSizeF(area.width(), spectrogram * style.line()));
    const double step = area.width() / image_.width();
    paintTile(painter, picture, image_, tileColours(style));
    for (std::size_t frame = 0; frame < known_.size(); ++frame)
        if (!known_[frame])
            painter.fillRect(QRectF(picture.left() + static_cast<double>(frame) * step, picture.top(),
                                    step + 0.5, picture.height()),
                             style.background);
    const QFont font = style.font(0.9);
    for (const Run& run : runs_) {
        const QRectF below(picture.left() + run.begin * step, picture.bottom(), (run.end - run.begin) * step,
                           labels * style.line());
        painter.setPen(QPen(style.grid, style.points(0.75)));
        painter.drawLine(below.topLeft(), below.bottomLeft());
        painter.drawLine(below.topRight(), below.bottomRight());
        const bool own = run.begin <= reach && reach < run.end;
        if (textWidth(run.name, font) <= below.width())
            paintText(painter, below, Qt::AlignCenter, run.name,
                      style.font(0.9, own ? QFont::DemiBold : QFont::Normal),
                      own ? style.ink : style.mutedInk);
    }
    const double seconds = 0.01 * reach;
    const QRectF axis(picture.left(), picture.bottom() + labels * style.line(), picture.width(),
                      labels * style.line());
    const auto time = [](double t) {
        return QCoreApplication::translate("SoundStretch", "%1 s").arg((t > 0 ? "+" : "") + numberText(t, 2));
    };
    paintText(painter, axis, Qt::AlignLeft | Qt::AlignVCenter, time(-seconds), font, style.mutedInk);
    paintText(painter, axis, Qt::AlignCenter, QStringLiteral("0"), font, style.mutedInk);
    paintText(painter, axis, Qt::AlignRight | Qt::AlignVCenter, time(seconds), font, style.mutedInk);
    const QRectF own(picture.left() + (reach - context_ / 2) * step, picture.top(), context_ * step,
                     picture.height());
    painter.setBrush(Qt::NoBrush);
    painter.setPen(QPen(style.background, style.points(2.5)));
    painter.drawRect(own);
    painter.setPen(QPen(style.ink, style.points(1)));
    painter.drawRect(own);
}

} // namespace expertscope
