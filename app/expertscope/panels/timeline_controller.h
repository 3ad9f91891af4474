// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/expertscope/common/query_thread.h"
#include "model/run/timeline.h"
#include "model/training/training_engine.h"

#include <QObject>
#include <QTimer>

#include <memory>

namespace expertscope {

class FigurePanels;
class TimelineBar;
class TrainingSession;

/// What moment the figures show: the present, as training goes on, or one of the past, which stays until
/// another is chosen. Reads moments of the past on a thread of its own, so that a slow disk holds nothing up.
class TimelineController : public QObject {
    Q_OBJECT

  public:
    TimelineController(TrainingSession& session, FigurePanels& figures, QObject* parent);
    ~TimelineController() override;

    TimelineBar* bar() const { return bar_; }
    bool showsPast() const { return shown_ >= 0; }
    /// The latest of training, whether or not it is what the figures show; null before the first.
    const TrainingSnapshot* present() const { return present_.get(); }
    /// Of the moment of the past that is shown: "epoch 3.2, constrained, step 1,920".
    QString pastText() const;
    const Timeline& timeline() const { return timeline_; }

    void setPresent(std::shared_ptr<const TrainingSnapshot> snapshot);
    void setStatus(const EngineStatus& status);
    void showMoment(int index);
    void showPresent();
    void togglePlaying();

  signals:
    /// Another moment of the past, or the present again.
    void shownChanged();
    /// A sentence: why a moment cannot be shown.
    void failed(const QString& sentence);

  private:
    void setTimeline(const Timeline& timeline);
    void add(std::shared_ptr<const TrainingSnapshot> snapshot);
    void request(int index);
    void read(int index);
    void show(int index, const TrainingSnapshot& snapshot);
    void refuse(int index, const QString& sentence);
    void play();
    void stopPlaying();
    void updateContent();

    FigurePanels& figures_;
    TimelineBar* bar_;
    Timeline timeline_{1, nullptr};
    std::shared_ptr<const TrainingSnapshot> present_;
    EngineStatus status_;
    bool statusKnown_ = true; ///< of a run that was loaded just now the timeline comes first
    int wanted_ = -1;         ///< the moment asked for last; -1 is the present
    int shown_ = -1;
    int run_ = 0; ///< counts the runs shown, so that an answer about another one is known as such
    QTimer player_;
    QueryThread reader_; ///< last: ends before what its answers go to
};

} // namespace expertscope
