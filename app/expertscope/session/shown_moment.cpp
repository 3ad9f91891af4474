// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/expertscope/session/shown_moment.h"

#include "app/expertscope/session/training_session.h"

namespace expertscope {

ShownMoment::ShownMoment(TrainingSession& session, QObject* parent)
    : QObject(parent), snapshot_(std::make_shared<const TrainingSnapshot>()),
      history_(std::make_shared<const std::vector<MetricsRecord>>()) {
    connect(&session, &TrainingSession::snapshotChanged, this, &ShownMoment::setPresent);
    // The other run's figures stay until those of the new one come, at the same time.
    connect(&session, &TrainingSession::experimentChanged, this, [this] {
        setLesion({});
        setInstead(nullptr);
        showPresent();
    });
}

std::optional<double> ShownMoment::epochOfPast() const {
    return past_ ? std::optional(snapshot_->epoch) : std::nullopt;
}

void ShownMoment::setPresent(Snapshot snapshot) {
    present_ = std::move(snapshot);
    emit presentChanged();
    if (!past_)
        show(present_, present_->history);
}

void ShownMoment::showPresent() {
    if (!past_)
        return;
    past_ = false;
    emit whichChanged();
    if (present_)
        show(present_, present_->history);
}

void ShownMoment::showPast(Snapshot snapshot, History history) {
    past_ = true;
    snapshot_ = std::move(snapshot); // who hears which moment it is asks for it
    emit whichChanged();
    show(snapshot_, std::move(history));
}

void ShownMoment::show(Snapshot snapshot, History history) {
    static const auto none = std::make_shared<const std::vector<MetricsRecord>>();
    snapshot_ = std::move(snapshot);
    history_ = history ? std::move(history) : none;
    emit snapshotChanged();
    emit shownChanged();
}

void ShownMoment::setLesion(const Lesion& lesion) {
    const Lesion wanted = lesion.isEmpty() ? Lesion() : lesion;
    if (wanted == lesion_)
        return;
    lesion_ = wanted;
    emit lesionChanged();
}

void ShownMoment::setInstead(Snapshot snapshot) {
    if (!snapshot && !instead_)
        return;
    instead_ = std::move(snapshot);
    emit shownChanged();
}

} // namespace expertscope
