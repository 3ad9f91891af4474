// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/base/progress.h"
#include "model/base/worker_pool.h"
#include "model/training/constrained_gates.h"
#include "model/training/live_pace.h"
#include "model/training/mailbox.h"
#include "model/training/training_loop.h"

#include <atomic>
#include <condition_variable>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>

namespace expertscope {

/// What an engine is to train, made on the engine's thread.
struct EngineTask {
    Experiment experiment;
    /// Where to go on from, with what was recorded so far; from the start where empty.
    std::optional<TrainerState> state;
    std::vector<MetricsRecord> history;
    std::vector<TrainingEvent> changes; ///< made after that state at its very step, and logged already
    /// Makes the sink that keeps the run, when training first starts; may be empty.
    std::function<std::unique_ptr<TrainingSink>(const TrainingLoop&)> makeRecorder;
};

/// A network as it is at one moment, for questions.
struct NetworkCopy {
    Network<float> network;
    ConstraintState constraint; ///< that the next step decides from; not active while the gates are free
};

/// How an engine is. Immutable once published.
struct EngineStatus {
    enum class State { Empty, Loading, Paused, Running, Finished };
    State state = State::Empty;
    double loaded = 0; ///< Loading: 0 to 1
    std::string error; ///< the sentence of what went wrong last; empty if nothing did since the last start
    std::int64_t step = 0;
    std::int64_t stepsPerEpoch = 1;
    std::int64_t stepsLeft = 0;
    int phase = constrainedPhase;
    bool constrained = false; ///< gates are masked at the next step
    bool stopAfterEpoch = false;
    bool unsaved = false; ///< steps were trained since the last checkpoint
    TrainingPlan plan;    ///< with all changes so far
};

/// Trains on a thread of its own. Every method may be called from any thread and returns at once; what it
/// asks for happens between two steps. Results come out through the mailboxes and the task's sinks; the
/// engine never waits for a reader.
class TrainingEngine {
  public:
    /// Makes a task: reads data, perhaps for seconds. Runs on the engine's thread; may throw Error.
    using TaskMaker = std::function<EngineTask(WorkerPool& pool, const Progress& progress)>;

    /// statusChanged is called on the engine's thread, rarely (never once a step): post it on to your own.
    explicit TrainingEngine(int threads, std::function<void()> statusChanged = {});
    /// Stops after the step at hand, with a checkpoint if there is anything to save.
    ~TrainingEngine();

    /// Replaces what is trained at present (after a checkpoint if there is anything to save) by a new task,
    /// and cancels a load that is under way. Where it cannot be made, what was there stays and goes on,
    /// and the status has the error.
    void load(TaskMaker maker);
    /// Cancels a load that is under way.
    void cancelLoad() { ++lastLoad_; }
    void start();
    void pause();
    void step();  ///< one minibatch, then pause
    void epoch(); ///< to the end of the current epoch, then pause
    void stopAfterEpoch(bool stop);
    /// See TrainingEvent::key. What cannot be is reported in the status.
    void change(const std::string& key, double value);
    /// Asks for a copy of the network, as it is now, in networks().
    void publishNetwork();

    /// Whether live snapshots are made; the run's own records do not depend on it.
    void setLive(bool live) { live_ = live; }
    SnapshotMailbox& snapshots() { return snapshots_; }
    Mailbox<NetworkCopy>& networks() { return networks_; }
    std::shared_ptr<const EngineStatus> status() const;

  private:
    using State = EngineStatus::State;

    void post(std::function<void()> command);
    void run();
    bool takeCommands();
    void runStep();
    void afterStep();
    void publishSnapshot();
    void publishLiveSnapshot();
    void publishStatus();
    void beginTraining(const std::string& told = {});
    void halt(State state, const std::string& error);
    void saveCheckpoint();
    std::string stopTraining();
    void makeChange(const std::string& key, double value);
    void loadNow(const TaskMaker& maker, std::uint64_t number);
    template <class Work> void guarded(const Work& work);

    WorkerPool pool_;
    std::function<void()> statusChanged_;
    SnapshotMailbox snapshots_;
    Mailbox<NetworkCopy> networks_;

    std::mutex mutex_; ///< of the command queue
    std::condition_variable wake_;
    std::deque<std::function<void()>> commands_;
    std::atomic<bool> pending_{false};
    bool quit_ = false;
    std::atomic<std::uint64_t> lastLoad_{0}; ///< the load that is wanted: another one is cancelled
    std::atomic<bool> live_{true};

    mutable std::mutex statusMutex_;
    std::shared_ptr<const EngineStatus> status_ = std::make_shared<const EngineStatus>();

    // Everything below belongs to the engine's thread.
    std::unique_ptr<TrainingLoop> loop_;
    std::unique_ptr<TrainingSink> recorder_;
    std::function<std::unique_ptr<TrainingSink>(const TrainingLoop&)> makeRecorder_;
    std::vector<TrainingEvent> unheard_; ///< changes made before there was a recorder
    EngineStatus now_;
    std::int64_t pauseAt_ = -1;       ///< pause when that step is reached
    struct SavedStep : TrainingSink { ///< of the last checkpoint, whatever it was due for
        std::int64_t step = 0;
        void onCheckpoint(const TrainerState& state, CheckpointReason) override { step = state.step; }
    } saved_;
    bool diverged_ = false; ///< the present weights are of no use, and not worth a checkpoint
    LivePace livePace_;
    std::thread thread_; ///< last: starts when all else is there
};

} // namespace expertscope
