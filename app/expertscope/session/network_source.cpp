// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/expertscope/session/network_source.h"

#include "model/base/error.h"
#include "model/run/past_network.h"

#include <QLocale>

namespace expertscope {
namespace {

struct Loaded {
    PastNetwork past;
    QString error;
};

/// On the query's thread.
Loaded read(const QString& run, const NetworkDescription& description, std::int64_t step) {
    try {
        return {nearestCheckpoint(RunDirectory::open(run.toStdString()), description, step), {}};
    } catch (const Error& error) {
        return {{}, QString::fromStdString(error.what())};
    }
}

} // namespace

NetworkSource::NetworkSource(TrainingSession& session, ShownMoment& moment, QueryThread& queries)
    : session_(session), queries_(queries) {
    connect(&moment, &ShownMoment::whichChanged, this, [this, &moment] {
        setMoment(moment.isPast() ? std::optional(moment.snapshot()->step) : std::nullopt);
    });
    connect(&session_, &TrainingSession::networkChanged, this,
            [this](std::shared_ptr<const Network<float>> network,
                   std::shared_ptr<const ConstraintState> constraint) {
                description_ = network->description();
                if (!moment_) {
                    constraint_ = std::move(constraint);
                    emit networkChanged(std::move(network), {});
                } else if (!loaded_)
                    request(); // its shape was not known before
            });
    connect(&session_, &TrainingSession::runChanged, this, [this](const QString& path) { run_ = path; });
    connect(&session_, &TrainingSession::experimentChanged, this, [this] {
        description_.reset();
        moment_.reset();
        constraint_.reset();
        loading_.reset();
        loaded_.reset();
        past_.reset();
    });
}

/// From now on the network of that step; empty: the one in training.
void NetworkSource::setMoment(std::optional<std::int64_t> step) {
    if (step == moment_)
        return;
    moment_ = step;
    constraint_.reset();
    loading_.reset();
    loaded_.reset();
    request();
}

void NetworkSource::request() {
    if (!moment_ || !description_)
        return session_.requestNetwork();
    if (loaded_ == moment_) {
        if (past_)
            emit networkChanged(past_, pastNote_);
        return;
    }
    if (loading_ != moment_) // else the answer is on its way
        load(*moment_);
}

void NetworkSource::load(std::int64_t step) {
    loading_ = step;
    queries_.ask(
        this, [run = run_, description = *description_, step] { return read(run, description, step); },
        [this, step](Loaded loaded) {
            if (moment_ != step) // another moment is shown meanwhile
                return;
            loading_.reset();
            loaded_ = step;
            past_ = std::move(loaded.past.network);
            if (!past_)
                return emit failed(loaded.error);
            pastNote_ = tr("Checkpoint at step %1").arg(QLocale().toString(qlonglong(loaded.past.step)));
            emit networkChanged(past_, pastNote_);
        });
}

} // namespace expertscope
