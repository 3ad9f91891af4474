// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/expertscope/common/query_thread.h"
#include "model/analysis/lesion.h"
#include "model/training/training_snapshot.h"

#include <QObject>
#include <QTimer>

#include <memory>

namespace expertscope {

class ProbeView;

/// Puts what is on the probe's canvas to the network, again whenever the image, the network or the lesion is
/// another one, and only while somebody sees the answer.
class ProbeController : public QObject {
    Q_OBJECT

  public:
    ProbeController(ProbeView* view, QueryThread& queries, QObject* parent = nullptr);

    /// What to ask. note: what to say of it beside the answer ("checkpoint at step 600"); may be empty.
    void setNetwork(std::shared_ptr<const Network<float>> network, const QString& note = {});
    /// What was known of the network is of no use any more.
    void forgetNetwork();
    /// Its probe set says what images are like.
    void setSnapshot(const TrainingSnapshot& snapshot);
    void setLesion(const Lesion& lesion);
    /// The example to take when asked to; below 0 there is none.
    void setSelectedExample(int example);

  signals:
    /// A younger network is wanted: some times a second while training goes on.
    void networkWanted();

  protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

  private:
    void ask();
    void wantNetwork();
    void takeExample();
    bool canAsk() const;
    QString lesionNote() const;

    ProbeView* view_;
    QueryThread& queries_;
    std::shared_ptr<const Network<float>> network_;
    std::shared_ptr<const ExampleSet> set_;
    Lesion lesion_;
    QString note_;
    int example_ = -1;
    bool following_ = false; ///< somebody sees answers, and gets younger ones
    int age_ = 0;            ///< answers to questions of an earlier one are of no use
    QTimer pause_;           ///< runs for a while after a network was asked for
    bool again_ = false;     ///< one is wanted when the pause is over
};

} // namespace expertscope
