// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/figures/animation_plan.h"

#include <QSettings>

namespace expertscope {

QString suffixOf(AnimationFormat format) {
    switch (format) {
    case AnimationFormat::Frames:
        return "png";
    case AnimationFormat::Mp4:
        return "mp4";
    case AnimationFormat::WebP:
        return "webp";
    }
    return "png";
}

void AnimationPlan::save(QSettings& settings) const {
    settings.setValue("animation/figures", figures);
    settings.setValue("animation/format", suffixOf(format));
    settings.setValue("animation/width", width);
    settings.setValue("animation/framesPerSecond", framesPerSecond);
    settings.setValue("animation/theme", theme);
    settings.setValue("animation/folder", folder);
}

AnimationPlan AnimationPlan::load(const QSettings& settings) {
    AnimationPlan plan;
    plan.figures = settings.value("animation/figures", plan.figures).toStringList();
    const QString format = settings.value("animation/format").toString();
    for (const AnimationFormat one : {AnimationFormat::Mp4, AnimationFormat::WebP})
        if (format == suffixOf(one))
            plan.format = one;
    if (const int width = settings.value("animation/width").toInt();
        width >= leastWidth && width <= mostWidth)
        plan.width = width;
    if (const double rate = settings.value("animation/framesPerSecond").toDouble();
        rate >= 1 && rate <= mostFramesPerSecond)
        plan.framesPerSecond = rate;
    if (const QString theme = settings.value("animation/theme").toString();
        theme == QLatin1String("print") || theme == QLatin1String("dark"))
        plan.theme = theme;
    plan.folder = settings.value("animation/folder").toString();
    return plan;
}

} // namespace expertscope
