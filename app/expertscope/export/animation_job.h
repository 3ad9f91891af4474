// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/expertscope/export/background_job.h"
#include "model/analysis/expert_order.h"
#include "model/run/timeline.h"
#include "views/figures/animation_plan.h"

#include <QStringList>

namespace expertscope {

/// An animation and what it takes from the window.
struct AnimationTask {
    AnimationPlan plan; ///< with a folder
    FigureStyle style;
    ExpertOrders orders;    ///< how experts stand in every picture: as now, so that nothing jumps
    QString metadata;       ///< JSON: the run's configuration, kept in the files
    bool constraint = true; ///< whether the run has a constrained phase, for the texts
};

/// Draws the moments of a timeline, one picture a moment, with the code that paints the screen, on a thread
/// of its own. What comes of it appears whole or not at all: pictures as a folder FIGURE-frames with
/// frame-00001.png and so on (another number is added where that exists), videos as FIGURE.mp4 or FIGURE.webp
/// (in place of an older one).
class AnimationJob : public BackgroundJob {
    Q_OBJECT

  public:
    using BackgroundJob::BackgroundJob;
    ~AnimationJob() override { stop(); }

    /// Ends what is under way.
    void make(const Timeline& timeline, const AnimationTask& task);

  signals:
    /// unread: moments that could not be read, and are left out.
    void finished(const QStringList& paths, int unread);
};

} // namespace expertscope
