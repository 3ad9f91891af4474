// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/analysis/lesion.h"
#include "model/training/training_snapshot.h"

#include <QObject>

#include <memory>
#include <optional>
#include <vector>

namespace expertscope {

class TrainingSession;

/// The moment that all of the window shows: the present, as training goes on, or one of the past, which stays
/// until another is chosen or another run begins. Where experts are switched off, what would be stands in the
/// place of what is. Who chooses a moment sets it, and who shows it follows.
class ShownMoment : public QObject {
    Q_OBJECT

  public:
    using Snapshot = std::shared_ptr<const TrainingSnapshot>;
    using History = std::shared_ptr<const std::vector<MetricsRecord>>;

    explicit ShownMoment(TrainingSession& session, QObject* parent = nullptr);

    /// The latest of training, whether or not it is shown; null before the first.
    const Snapshot& present() const { return present_; }
    bool isPast() const { return past_; }
    /// Of the present or the past, as training had it; never null.
    const Snapshot& snapshot() const { return snapshot_; }
    /// The snapshot, or what would be in its place; never null.
    const Snapshot& shown() const { return instead_ ? instead_ : snapshot_; }
    /// The course of training, of a moment of the past with what came after it; never null.
    const History& history() const { return history_; }
    /// Where in that course a moment of the past is.
    std::optional<double> epochOfPast() const;

    void showPresent();
    void showPast(Snapshot snapshot, History history);

    /// Experts that are switched off for all that looks at the network, and for nothing else.
    const Lesion& lesion() const { return lesion_; }
    /// With nobody off it is that of any network.
    void setLesion(const Lesion& lesion);
    /// What would be with that lesion; null takes it back.
    void setInstead(Snapshot snapshot);

  signals:
    void presentChanged();
    /// Another moment of the past, or the present again; comes before what it changes.
    void whichChanged();
    void snapshotChanged();
    void lesionChanged();
    /// What is shown is another one.
    void shownChanged();

  private:
    void setPresent(Snapshot snapshot);
    void show(Snapshot snapshot, History history);

    Snapshot present_, snapshot_, instead_;
    History history_;
    bool past_ = false;
    Lesion lesion_;
};

} // namespace expertscope
