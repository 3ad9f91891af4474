// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "views/drawing/figure_style.h"

#include <QStringList>

class QSettings;

namespace expertscope {

enum class AnimationFormat { Frames, Mp4, WebP };

/// What is to be made of a timeline: one animation a figure.
struct AnimationPlan {
    QStringList figures{"figure2-gating"}; ///< ids, see figureSet
    AnimationFormat format = AnimationFormat::Frames;
    int width = 1280; ///< pixels; the height follows from the figure
    double framesPerSecond = 10;
    QString theme = "light";
    QString folder; ///< empty: the run's own

    void save(QSettings& settings) const;
    /// What cannot be read, or makes no sense, is as in the defaults.
    static AnimationPlan load(const QSettings& settings);

    static constexpr int leastWidth = 160, mostWidth = 3840;
    static constexpr double mostFramesPerSecond = 60;
};

/// "png", "mp4", "webp".
QString suffixOf(AnimationFormat format);

} // namespace expertscope
