// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/expertscope/common/query_thread.h"
#include "model/run/timeline.h"
#include "model/training/training_engine.h"

#include <QObject>
#include <QTimer>

#include <memory>

namespace expertscope {

class TimelineBar;
struct Workspace;

/// The timeline: which moments of the past there are, and the one that a person chooses. Reads them on a
/// thread of its own, so that a slow disk holds nothing up.
class TimelineController : public QObject {
    Q_OBJECT

  public:
    TimelineController(Workspace& workspace, QObject* parent);
    ~TimelineController() override;

    TimelineBar* bar() const { return bar_; }
    const Timeline& timeline() const { return timeline_; }

    void showMoment(int index);
    void showPresent();
    void togglePlaying();

  private:
    void setStatus(const EngineStatus& status);
    void setTimeline(const Timeline& timeline);
    void add(std::shared_ptr<const TrainingSnapshot> snapshot);
    void request(int index);
    void read(int index);
    void show(int index, const TrainingSnapshot& snapshot);
    void refuse(int index, const QString& sentence);
    void play();
    void stopPlaying();
    void updateContent();

    Workspace& workspace_;
    TimelineBar* bar_;
    Timeline timeline_{1, nullptr};
    EngineStatus status_;
    bool statusKnown_ = true; ///< of a run that was loaded just now the timeline comes first
    int wanted_ = -1;         ///< the moment asked for last; -1 is the present
    int shown_ = -1;
    int run_ = 0; ///< counts the runs shown, so that an answer about another one is known as such
    QTimer player_;
    QueryThread reader_; ///< last: ends before what its answers go to
};

} // namespace expertscope
