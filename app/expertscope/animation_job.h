#pragma once

#include "model/analysis/expert_order.h"
#include "model/run/timeline.h"
#include "views/animation_plan.h"

#include <QObject>
#include <QStringList>

#include <atomic>
#include <thread>

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
class AnimationJob : public QObject {
    Q_OBJECT

  public:
    explicit AnimationJob(QObject* parent = nullptr) : QObject(parent) {}
    /// Cancels, and waits for the picture at hand.
    ~AnimationJob() override;

    /// Ends what is under way.
    void start(const Timeline& timeline, const AnimationTask& task);
    /// Nothing of it stays. The answer comes as wasCancelled.
    void cancel() { cancelled_ = true; }
    bool running() const { return running_; }

  signals:
    /// 0 to 1, and what is being done.
    void progressed(double fraction, const QString& text);
    /// unread: moments that could not be read, and are left out.
    void finished(const QStringList& paths, int unread);
    void wasCancelled();
    /// A sentence: what could not be made, and what to do.
    void failed(const QString& sentence);

  private:
    void run(Timeline timeline, const AnimationTask& task);
    template <class Signal> void post(Signal signal);
    void stop();

    std::atomic<bool> cancelled_{false};
    bool running_ = false; ///< as the window knows it
    int number_ = 0;       ///< of the latest start: what an earlier one still says is not heard
    std::thread thread_;
};

} // namespace expertscope
