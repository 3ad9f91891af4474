// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/run/run_config.h"
#include "model/run/run_directory.h"
#include "model/run/timeline.h"
#include "model/training/training_engine.h"

#include <QObject>
#include <QStringList>
#include <QTimer>

#include <memory>

namespace expertscope {

class RunRecorder;

/// The window's side of training: turns intents into the engine's commands, and what the engine publishes
/// into signals on the window's thread. Keeps runs in the user's folder for runs.
class TrainingSession : public QObject {
    Q_OBJECT

  public:
    explicit TrainingSession(int threads, QObject* parent = nullptr);
    ~TrainingSession() override;

    const RunConfig& config() const { return config_; }
    std::shared_ptr<const EngineStatus> status() const { return engine_->status(); }
    /// Where runs are kept; the user's own folder unless set before the first start.
    void setRunsFolder(const std::filesystem::path& folder) { runsFolder_ = folder; }

    /// What open or a data folder begin from, without loading anything yet.
    void setConfig(const RunConfig& config) { config_ = config; }
    /// A new, untrained experiment.
    void open(RunConfig config);
    /// Goes on with a run on disk, at its last checkpoint. One that has none any more, but figures of what
    /// was trained, is only there to be looked at: no start is made with it. Throws FileError if it is none.
    void openRun(const std::filesystem::path& path);
    /// Stops reading or making data; what was there before stays.
    void cancelLoad();
    /// What is being read or made, or was last.
    const DataDescription& loading() const { return loading_; }
    /// The present configuration from its first step again, as a new run.
    void reset() { open(config_); }

    void start() { engine_->start(); }
    void pause() { engine_->pause(); }
    void toggle();
    void step() { engine_->step(); }
    void epoch() { engine_->epoch(); }
    void stopAfterEpoch(bool stop) { engine_->stopAfterEpoch(stop); }
    void change(const QString& key, double value) { engine_->change(key.toStdString(), value); }
    /// The answer comes as networkChanged.
    void requestNetwork() { engine_->publishNetwork(); }

  signals:
    void snapshotChanged(std::shared_ptr<const expertscope::TrainingSnapshot> snapshot);
    void statusChanged(std::shared_ptr<const expertscope::EngineStatus> status);
    /// constraint: that the next training step decides from.
    void networkChanged(std::shared_ptr<const expertscope::Network<float>> network,
                        std::shared_ptr<const expertscope::ConstraintState> constraint);
    /// Another experiment is loaded, its configuration complete (the data's path and hash, the network's
    /// inputs); or an edit could not be made or was cancelled, and this is what stays.
    void configChanged(const expertscope::RunConfig& config);
    /// Another experiment is loaded, and this is what was recorded of it so far.
    void timelineChanged(const expertscope::Timeline& timeline);
    /// The figures were recorded, as the next moment of the timeline.
    void momentRecorded(std::shared_ptr<const expertscope::TrainingSnapshot> snapshot);
    /// The moments up to that step can be read from the run's folder.
    void momentsWritten(const expertscope::RunDirectory& directory, std::int64_t step);
    /// A new experiment takes the place of the one before: what was known of its network is of no use.
    void experimentChanged();
    /// Data or a run were read, and this is what their reader has to tell; not again for data that are still
    /// there.
    void dataNoted(const QStringList& sentences);
    /// A run was opened whose weights are gone, so that its figures are all there is; a sentence.
    void onlyFiguresFound(const QString& sentence);
    /// The folder that training is kept in; empty before the first step of a new run.
    void runChanged(const QString& path);

  private:
    /// The data that was read last, so that another experiment on it begins at once. The engine's thread
    /// alone uses it.
    struct DataCache {
        DataDescription description;
        std::shared_ptr<const TrainingData> data;
    };

    void poll();
    void publishStatus();
    // On the engine's thread:
    void postExperiment(const RunConfig& config, const QString& run, const Timeline& timeline);
    void postOnlyFigures(const QString& run);
    void postNotes(const std::vector<std::string>& notes);
    std::unique_ptr<TrainingSink> watched(std::unique_ptr<RunRecorder> recorder);
    EngineTask makeTask(RunConfig& config, DataCache& cache, WorkerPool& pool, const Progress& progress);
    Experiment prepare(RunConfig& config, DataCache& cache, WorkerPool& pool, const Progress& progress);

    RunConfig config_;
    DataDescription loading_;
    bool cancelled_ = false; ///< and the engine has not said yet what stays
    std::filesystem::path runsFolder_ = userRunsFolder();
    std::shared_ptr<DataCache> cache_ = std::make_shared<DataCache>();
    QTimer timer_;
    std::unique_ptr<TrainingEngine> engine_;
};

} // namespace expertscope
