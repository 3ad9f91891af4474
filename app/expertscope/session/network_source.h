// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/expertscope/common/query_thread.h"
#include "app/expertscope/session/shown_moment.h"
#include "app/expertscope/session/training_session.h"

#include <memory>
#include <optional>

namespace expertscope {

/// The network that the window's questions are put to: that in training, or, while a moment of the past is
/// shown, that of the nearest checkpoint.
class NetworkSource : public QObject {
    Q_OBJECT

  public:
    NetworkSource(TrainingSession& session, ShownMoment& moment, QueryThread& queries);

    /// The answer comes as networkChanged.
    void request();
    /// What the constraint decides from in the network that came last; null for one of the past, whose totals
    /// belong to its checkpoint's step and not to the moment shown.
    std::shared_ptr<const ConstraintState> constraint() const { return constraint_; }

  signals:
    /// note: "Checkpoint at step 600" for one of the past, else empty.
    void networkChanged(std::shared_ptr<const expertscope::Network<float>> network, const QString& note);
    /// A moment of the past has no network: a sentence why.
    void failed(const QString& sentence);

  private:
    void setMoment(std::optional<std::int64_t> step);
    void load(std::int64_t step);

    TrainingSession& session_;
    QueryThread& queries_;
    QString run_;
    std::optional<NetworkDescription> description_; ///< of the network in training
    std::optional<std::int64_t> moment_, loading_, loaded_;
    std::shared_ptr<const Network<float>> past_;
    QString pastNote_;
    std::shared_ptr<const ConstraintState> constraint_;
};

} // namespace expertscope
