// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/expertscope/session/training_session.h"

#include "app/expertscope/session/watched_recorder.h"
#include "model/base/error.h"
#include "model/run/experiment.h"
#include "model/run/run_claim.h"

namespace expertscope {
namespace {

constexpr int pollMilliseconds = 33;

} // namespace

TrainingSession::TrainingSession(int threads, QObject* parent) : QObject(parent) {
    engine_ = std::make_unique<TrainingEngine>(threads, [this] {
        QMetaObject::invokeMethod(this, &TrainingSession::publishStatus, Qt::QueuedConnection);
    });
    connect(&timer_, &QTimer::timeout, this, &TrainingSession::poll);
    timer_.start(pollMilliseconds);
}

TrainingSession::~TrainingSession() {
    engine_.reset();
}

void TrainingSession::publishStatus() {
    const auto status = engine_->status();
    const bool cancelled = cancelled_ && status->state != EngineStatus::State::Loading;
    if (!status->error.empty() || cancelled)
        emit configChanged(config_); // an edit that failed is taken back
    cancelled_ = cancelled_ && !cancelled;
    emit statusChanged(status);
}

void TrainingSession::poll() {
    if (auto snapshot = engine_->snapshots().take())
        emit snapshotChanged(std::move(snapshot));
    if (const auto copy = engine_->networks().take())
        emit networkChanged({copy, &copy->network}, {copy, &copy->constraint});
}

void TrainingSession::toggle() {
    if (engine_->status()->state == EngineStatus::State::Running)
        pause();
    else
        start();
}

Experiment TrainingSession::prepare(RunConfig& config, DataCache& cache, WorkerPool& pool,
                                    const Progress& progress) {
    const DataDescription asked = config.data;
    // A run that is opened knows which bytes it was trained on: others are refused where they are read.
    if (cache.data && dataKey(asked) == dataKey(cache.description) &&
        (asked.sha256.empty() || asked.sha256 == cache.data->sha256)) {
        cache.data->describeTo(config.network);
        config.data.sha256 = cache.data->sha256;
        config.data.madeBy = cache.description.madeBy;
        return {config.network, config.training, config.seed, cache.data};
    }
    Experiment experiment = prepareExperiment(config, pool, progress);
    cache = {config.data, experiment.data};
    postNotes(experiment.data->notes);
    return experiment;
}

void TrainingSession::postExperiment(const RunConfig& config, const QString& run, const Timeline& timeline) {
    QMetaObject::invokeMethod(
        this,
        [this, config, run, timeline] {
            config_ = config;
            emit timelineChanged(timeline);
            emit experimentChanged();
            emit configChanged(config_);
            emit runChanged(run);
        },
        Qt::QueuedConnection);
}

void TrainingSession::postNotes(const std::vector<std::string>& notes) {
    QStringList sentences;
    for (const std::string& note : notes)
        sentences << QString::fromStdString(note);
    if (!sentences.isEmpty())
        QMetaObject::invokeMethod(
            this, [this, sentences] { emit dataNoted(sentences); }, Qt::QueuedConnection);
}

void TrainingSession::postOnlyFigures(const QString& run) {
    const QString sentence = tr("%1 has no checkpoint: its figures can be looked at, compared and exported, "
                                "but it cannot be gone on "
                                "with or inspected; Reset (Ctrl+R) trains it anew.")
                                 .arg(run);
    QMetaObject::invokeMethod(
        this, [this, sentence] { emit onlyFiguresFound(sentence); }, Qt::QueuedConnection);
}

std::unique_ptr<TrainingSink> TrainingSession::watched(std::unique_ptr<RunRecorder> recorder) {
    return std::make_unique<WatchedRecorder>(
        std::move(recorder),
        [this](WatchedRecorder::Snapshot snapshot) {
            QMetaObject::invokeMethod(
                this, [this, snapshot] { emit momentRecorded(snapshot); }, Qt::QueuedConnection);
        },
        [this](const RunDirectory& directory, std::int64_t step) {
            QMetaObject::invokeMethod(
                this, [this, directory, step] { emit momentsWritten(directory, step); },
                Qt::QueuedConnection);
        });
}

EngineTask TrainingSession::makeTask(RunConfig& config, DataCache& cache, WorkerPool& pool,
                                     const Progress& progress) {
    EngineTask task;
    task.experiment = prepare(config, cache, pool, progress);
    task.makeRecorder = [this, config, folder = runsFolder_](const TrainingLoop& loop) {
        NewRun run = claimNewRunIn(folder, config);
        auto recorder =
            std::make_unique<RunRecorder>(RunDirectory::create(run.path, config), std::move(run.claim),
                                          loop.trainer().network(), loop.trainer().stepsPerEpoch());
        const QString path = QString::fromStdString(recorder->directory().path().string());
        QMetaObject::invokeMethod(
            this, [this, path] { emit runChanged(path); }, Qt::QueuedConnection);
        return watched(std::move(recorder));
    };
    return task;
}

void TrainingSession::cancelLoad() {
    cancelled_ = true;
    engine_->cancelLoad();
}

void TrainingSession::open(RunConfig config) {
    loading_ = config.data;
    config.data.sha256.clear(); // a new run takes the data as they are now
    engine_->load([this, config, cache = cache_](WorkerPool& pool, const Progress& progress) mutable {
        EngineTask task = makeTask(config, *cache, pool, progress);
        const Timeline timeline(task.experiment.stepsPerEpoch(), task.experiment.data->probe);
        postExperiment(config, {}, timeline);
        return task;
    });
}

void TrainingSession::openRun(const std::filesystem::path& path) {
    const RunDirectory directory = RunDirectory::open(path);
    loading_ = directory.config().data;
    engine_->load([this, directory, cache = cache_](WorkerPool& pool, const Progress& progress) {
        RunConfig config = directory.config();
        const std::vector<std::int64_t> found = directory.checkpoints();
        EngineTask task = makeTask(config, *cache, pool, progress);
        const Network<float> shape(task.experiment.network, config.seed);
        ResumePoint point = resumePoint(directory, shape.blocks());
        const bool onlyFigures = !point.state && directory.wasTrained();
        const Timeline timeline(directory, onlyFigures ? directory.metrics() : point.history,
                                task.experiment.stepsPerEpoch(), task.experiment.data->probe);
        task.state = std::move(point.state);
        task.history = std::move(point.history);
        task.changes = std::move(point.changes);
        task.makeRecorder = [this, directory, onlyFigures, found](const TrainingLoop& loop) {
            if (onlyFigures) // from the first step on they would be removed as beyond it
                throw FileError(directory.path().string() +
                                " has no checkpoint to go on from; Reset (Ctrl+R) trains it anew.");
            Claim claim = claimRun(directory.path());
            if (directory.checkpoints() != found) // what would be cut off here is another program's work
                throw FileError(directory.path().string() +
                                " has been trained by another program since it was opened here; open it "
                                "again (File, Open run) to go on from where it is now.");
            postNotes(
                directory.cutBeyond(claim, loop.trainer().currentStep(), loop.trainer().stepsPerEpoch()));
            return watched(std::make_unique<RunRecorder>(
                directory, std::move(claim), loop.trainer().network(), loop.trainer().stepsPerEpoch()));
        };
        const QString run = QString::fromStdString(directory.path().string());
        postExperiment(config, run, timeline);
        if (onlyFigures)
            postOnlyFigures(run);
        postNotes(point.notes);
        return task;
    });
}

} // namespace expertscope
