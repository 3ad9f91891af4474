// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/training/training_engine.h"

#include "model/base/error.h"

#include <algorithm>

namespace expertscope {
namespace {

/// Empty where it was cancelled: whoever did that knows.
std::string reasonToHalt(const std::exception& error) {
    return dynamic_cast<const Cancelled*>(&error) ? std::string() : sentenceOf(error);
}

NetworkCopy copyOf(const Trainer& trainer) {
    NetworkCopy copy{trainer.network(), {}};
    if (trainer.constrained())
        copy.constraint = {trainer.constraints(), trainer.plan().margin};
    return copy;
}

} // namespace

TrainingEngine::TrainingEngine(int threads, std::function<void()> statusChanged)
    : pool_(threads), statusChanged_(std::move(statusChanged)), thread_([this] { run(); }) {}

TrainingEngine::~TrainingEngine() {
    cancelLoad();
    post([this] { quit_ = true; });
    thread_.join();
}

void TrainingEngine::post(std::function<void()> command) {
    {
        const std::lock_guard lock(mutex_);
        commands_.push_back(std::move(command));
    }
    pending_.store(true, std::memory_order_release);
    wake_.notify_one();
}

void TrainingEngine::load(TaskMaker maker) {
    const std::uint64_t number = ++lastLoad_;
    post([this, maker = std::move(maker), number] { loadNow(maker, number); });
}

void TrainingEngine::start() {
    post([this] {
        pauseAt_ = -1;
        beginTraining();
    });
}

void TrainingEngine::pause() {
    post([this] {
        if (now_.state == State::Running)
            halt(State::Paused, "");
    });
}

void TrainingEngine::step() {
    post([this] {
        if (loop_)
            pauseAt_ = loop_->trainer().currentStep() + 1;
        beginTraining();
    });
}

void TrainingEngine::epoch() {
    post([this] {
        if (loop_) {
            const std::int64_t perEpoch = loop_->trainer().stepsPerEpoch();
            pauseAt_ = (loop_->trainer().currentStep() / perEpoch + 1) * perEpoch;
        }
        beginTraining();
    });
}

void TrainingEngine::stopAfterEpoch(bool stop) {
    post([this, stop] {
        now_.stopAfterEpoch = stop;
        publishStatus();
    });
}

void TrainingEngine::change(const std::string& key, double value) {
    post([this, key, value] {
        if (!loop_)
            return;
        guarded([&] {
            try {
                makeChange(key, value);
            } catch (const ConfigError& error) { // no reason to pause
                now_.error = error.what();
            }
        });
        publishStatus();
    });
}

void TrainingEngine::makeChange(const std::string& key, double value) {
    const int phase = loop_->trainer().phase();
    loop_->apply(key, value);
    if (makeRecorder_ && !recorder_)
        unheard_.push_back(
            {TrainingEvent::Kind::Change, loop_->trainer().currentStep(), key, value, "", phase});
    if (loop_->finished() != (now_.state == State::Finished)) // cut short, or there is more to train again
        halt(loop_->finished() ? State::Finished : State::Paused, "");
}

void TrainingEngine::publishNetwork() {
    post([this] {
        if (loop_)
            guarded([&] { networks_.post(std::make_shared<const NetworkCopy>(copyOf(loop_->trainer()))); });
    });
}

std::shared_ptr<const EngineStatus> TrainingEngine::status() const {
    const std::lock_guard lock(statusMutex_);
    return status_;
}

void TrainingEngine::run() {
    while (takeCommands())
        if (now_.state == State::Running)
            runStep();
    stopTraining();
}

/// False when the engine is to end. Waits while there is nothing to train.
bool TrainingEngine::takeCommands() {
    if (now_.state == State::Running && !pending_.load(std::memory_order_acquire))
        return true;
    std::deque<std::function<void()>> taken;
    {
        std::unique_lock lock(mutex_);
        wake_.wait(lock, [&] { return !commands_.empty() || now_.state == State::Running; });
        taken.swap(commands_);
        pending_.store(false, std::memory_order_release);
    }
    for (const auto& command : taken)
        command();
    return !quit_;
}

/// Whatever goes wrong pauses the training with its sentence; the engine lives on.
template <class Work> void TrainingEngine::guarded(const Work& work) {
    try {
        work();
    } catch (const std::exception& error) {
        diverged_ = diverged_ || dynamic_cast<const DivergenceError*>(&error);
        halt(loop_ ? State::Paused : State::Empty, reasonToHalt(error));
    }
}

/// told: what the status says nevertheless.
void TrainingEngine::beginTraining(const std::string& told) {
    if (!loop_ || now_.state == State::Running)
        return;
    if (loop_->finished()) {
        now_.state = State::Finished;
        return publishStatus();
    }
    guarded([&] {
        if (!recorder_ && makeRecorder_) {
            recorder_ = makeRecorder_(*loop_);
            loop_->addSink(*recorder_);
            loop_->addSink(saved_); // after the recorder, so that it hears of what was written
        }
        for (; recorder_ && !unheard_.empty(); unheard_.erase(unheard_.begin()))
            recorder_->onEvent(unheard_.front());
        now_.error = told;
        now_.state = State::Running;
        loop_->log({TrainingEvent::Kind::Start, 0, "", 0, ""});
        publishStatus();
    });
}

void TrainingEngine::runStep() {
    guarded([&] {
        const int phase = loop_->trainer().phase();
        loop_->step();
        diverged_ = false;
        if (loop_->trainer().phase() != phase)
            publishStatus();
        afterStep();
    });
}

void TrainingEngine::afterStep() {
    const std::int64_t step = loop_->trainer().currentStep();
    const bool epochEnded = step % loop_->trainer().stepsPerEpoch() == 0;
    if (loop_->finished()) {
        halt(State::Finished, "");
    } else if (step == pauseAt_ || (epochEnded && now_.stopAfterEpoch)) {
        now_.stopAfterEpoch = false;
        halt(State::Paused, "");
    } else {
        publishLiveSnapshot();
    }
}

void TrainingEngine::halt(State state, const std::string& error) {
    const bool ran = now_.state == State::Running;
    now_.state = state;
    now_.error = error;
    pauseAt_ = -1;
    const auto attempt = [&](const auto& work) { // the first error is the one to tell
        try {
            work();
        } catch (const std::exception& another) {
            if (now_.error.empty())
                now_.error = another.what();
        }
    };
    if (ran && loop_) {
        const auto kind = error.empty() ? TrainingEvent::Kind::Pause : TrainingEvent::Kind::Error;
        attempt([&] { loop_->log({kind, 0, "", 0, error}); });
        attempt([&] { saveCheckpoint(); });
    }
    if (loop_)
        attempt([&] { publishSnapshot(); });
    publishStatus();
}

/// Before the loop is dropped; returns the sentence of what could not be saved, empty if all was.
std::string TrainingEngine::stopTraining() {
    if (now_.state == State::Running) {
        halt(State::Paused, "");
        return now_.error;
    }
    std::string failure;
    try {
        saveCheckpoint();
    } catch (const std::exception& error) {
        failure = error.what();
    }
    return failure;
}

void TrainingEngine::saveCheckpoint() {
    if (!loop_ || !recorder_ || diverged_ || loop_->trainer().currentStep() == saved_.step)
        return;
    loop_->checkpoint(CheckpointReason::Pause);
}

void TrainingEngine::publishSnapshot() {
    if (live_)
        snapshots_.post(std::make_shared<const TrainingSnapshot>(loop_->snapshot()));
}

void TrainingEngine::publishLiveSnapshot() {
    if (!live_)
        return;
    const LivePace::Clock::time_point begin = LivePace::Clock::now();
    if (!livePace_.due(begin) || !snapshots_.empty())
        return;
    publishSnapshot();
    livePace_.made(begin, LivePace::Clock::now());
}

void TrainingEngine::publishStatus() {
    if (loop_) {
        const Trainer& trainer = loop_->trainer();
        now_.step = trainer.currentStep();
        now_.stepsPerEpoch = trainer.stepsPerEpoch();
        now_.stepsLeft = trainer.stepsLeft();
        now_.phase = trainer.phase();
        now_.constrained = trainer.constrained();
        now_.plan = trainer.plan();
        now_.unsaved = trainer.currentStep() != saved_.step && !diverged_;
    }
    {
        const std::lock_guard lock(statusMutex_);
        status_ = std::make_shared<const EngineStatus>(now_);
    }
    if (statusChanged_)
        statusChanged_();
}

void TrainingEngine::loadNow(const TaskMaker& maker, std::uint64_t number) {
    if (number != lastLoad_)
        return; // cancelled before it began
    const EngineStatus interrupted = now_;
    const std::int64_t pauseAt = pauseAt_;
    const std::string failure = stopTraining();
    const State before = now_.state;
    now_.state = State::Loading;
    now_.loaded = 0;
    now_.stopAfterEpoch = false;
    pauseAt_ = -1;
    publishStatus();
    const Progress progress = [this, number](double fraction) {
        now_.loaded = fraction;
        publishStatus();
        return number == lastLoad_;
    };
    try {
        EngineTask task = maker(pool_, progress);
        auto loop = std::make_unique<TrainingLoop>(std::move(task.experiment), pool_);
        loop->restore(task.state.value_or(loop->trainer().state()), std::move(task.history));
        for (const TrainingEvent& change : task.changes)
            loop->apply(change);
        recorder_.reset();
        unheard_.clear();
        diverged_ = false;
        loop_ = std::move(loop);
        makeRecorder_ = std::move(task.makeRecorder);
        saved_.step = loop_->trainer().currentStep();
    } catch (const std::exception& error) { // what was there before is still there, and goes on
        now_.stopAfterEpoch = interrupted.stopAfterEpoch;
        halt(before, reasonToHalt(error));
        pauseAt_ = pauseAt;
        if (interrupted.state == State::Running && failure.empty())
            beginTraining(now_.error);
        return;
    }
    guarded([&] { halt(loop_->finished() ? State::Finished : State::Paused, failure); });
}

} // namespace expertscope
