// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/expertscope/panels/timeline_controller.h"

#include "app/expertscope/session/moment_history.h"
#include "app/expertscope/session/workspace.h"
#include "model/base/error.h"
#include "views/panels/timeline_bar.h"
#include "views/panels/timeline_view.h"

#include <algorithm>

namespace expertscope {
namespace {

struct ReadPart {
    std::shared_ptr<const TimelinePart> part;
    QString wrong; ///< why there is none
};

ReadPart readPart(const Timeline::Place& place) {
    try {
        return {Timeline::read(place), {}};
    } catch (const std::exception& error) {
        return {nullptr, QString::fromStdString(sentenceOf(error))};
    }
}

} // namespace

TimelineController::TimelineController(Workspace& workspace, QObject* parent)
    : QObject(parent), workspace_(workspace), bar_(new TimelineBar) {
    TrainingSession& session = workspace.session;
    connect(&session, &TrainingSession::statusChanged, this,
            [this](const std::shared_ptr<const EngineStatus>& status) { setStatus(*status); });
    connect(&workspace.moment, &ShownMoment::presentChanged, this, &TimelineController::updateContent);
    connect(&session, &TrainingSession::onlyFiguresFound, this,
            [this] { showMoment(static_cast<int>(timeline_.moments().size()) - 1); });
    connect(&session, &TrainingSession::timelineChanged, this, &TimelineController::setTimeline);
    connect(&session, &TrainingSession::momentRecorded, this, &TimelineController::add);
    connect(
        &session, &TrainingSession::momentsWritten, this,
        [this](const RunDirectory& directory, std::int64_t step) { timeline_.setWritten(directory, step); });
    connect(bar_, &TimelineBar::momentChosen, this, &TimelineController::showMoment);
    connect(bar_, &TimelineBar::presentChosen, this, &TimelineController::showPresent);
    connect(bar_, &TimelineBar::playToggled, this, &TimelineController::togglePlaying);
    connect(bar_, &TimelineBar::speedChanged, this, [this] { player_.setInterval(1000 / bar_->speed()); });
    connect(&player_, &QTimer::timeout, this, &TimelineController::play);
    setStatus(*session.status());
}

TimelineController::~TimelineController() = default;

void TimelineController::setTimeline(const Timeline& timeline) {
    ++run_;
    stopPlaying();
    timeline_ = timeline;
    statusKnown_ = false;
    updateContent();
    showPresent();
}

void TimelineController::add(std::shared_ptr<const TrainingSnapshot> snapshot) {
    timeline_.add(std::move(snapshot));
    updateContent();
}

void TimelineController::setStatus(const EngineStatus& status) {
    status_ = status;
    const bool lengthKnown = statusKnown_;
    statusKnown_ = lengthKnown || status.state != EngineStatus::State::Loading;
    updateContent();
    if (!lengthKnown && wanted_ >= 0)
        bar_->showMoment(wanted_);
}

void TimelineController::updateContent() {
    TimelineContent content;
    if (!statusKnown_) // nor how long the line is
        return bar_->setContent(content);
    content.moments = timeline_.sharedMoments();
    const std::int64_t recorded = timeline_.moments().empty() ? 0 : timeline_.moments().back().step;
    content.stepsPerEpoch = timeline_.stepsPerEpoch();
    const auto& present = workspace_.moment.present();
    content.presentStep = std::max(present ? present->step : 0, recorded);
    content.endStep = status_.step + status_.stepsLeft;
    content.constraint = status_.plan.constraint;
    bar_->setContent(content);
}

void TimelineController::showMoment(int index) {
    stopPlaying();
    request(index);
}

void TimelineController::request(int index) {
    if (index < 0 || index >= static_cast<int>(timeline_.moments().size()))
        return showPresent();
    wanted_ = index;
    if (const Timeline::Snapshot snapshot = timeline_.find(static_cast<std::size_t>(index)))
        show(index, *snapshot);
    else
        read(index);
}

void TimelineController::read(int index) {
    const Timeline::Place place = timeline_.place(static_cast<std::size_t>(index));
    reader_.ask(
        this, [place] { return readPart(place); },
        [this, index, run = run_](const ReadPart& read) {
            if (run != run_)
                return;
            if (read.part)
                timeline_.keep(read.part);
            if (index != wanted_)
                return; // another one was asked for meanwhile, and is on its way
            const Timeline::Snapshot snapshot = timeline_.find(static_cast<std::size_t>(index));
            if (snapshot)
                show(index, *snapshot);
            else
                refuse(index, read.part
                                  ? QString::fromStdString(timeline_.missing(static_cast<std::size_t>(index)))
                                  : read.wrong);
        });
}

void TimelineController::show(int index, const TrainingSnapshot& snapshot) {
    shown_ = index;
    bar_->showMoment(index);
    workspace_.moment.showPast(withHistory(snapshot, timeline_.history()), timeline_.history());
}

/// What was shown stays. Playing passes over the moment.
void TimelineController::refuse(int index, const QString& sentence) {
    emit workspace_.notices.failed(sentence);
    if (player_.isActive())
        return request(index + 1);
    wanted_ = shown_;
    if (shown_ < 0)
        showPresent();
    else
        bar_->showMoment(shown_);
}

void TimelineController::showPresent() {
    stopPlaying();
    wanted_ = shown_ = -1;
    bar_->showPresent();
    workspace_.moment.showPresent();
}

void TimelineController::togglePlaying() {
    if (player_.isActive())
        return stopPlaying();
    if (timeline_.moments().empty())
        return;
    player_.start(1000 / bar_->speed());
    bar_->setPlaying(true);
    if (wanted_ < 0)
        request(0);
}

void TimelineController::play() {
    if (wanted_ == shown_) // else it is still being read
        request(wanted_ + 1);
}

void TimelineController::stopPlaying() {
    player_.stop();
    bar_->setPlaying(false);
}

} // namespace expertscope
