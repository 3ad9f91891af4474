// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/data/example_set.h"
#include "model/network/network.h"

#include <QObject>
#include <QTimer>

#include <memory>

namespace expertscope {

class ProbeView;
struct Workspace;

/// Puts what is on the probe's canvas to the network, again whenever the image, the network or the lesion is
/// another one, and only while somebody sees the answer.
class ProbeController : public QObject {
    Q_OBJECT

  public:
    ProbeController(ProbeView* view, Workspace& workspace, QObject* parent);

  protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

  private:
    void setNetwork(std::shared_ptr<const Network<float>> network, const QString& note);
    void snapshotChanged();
    int example() const;
    void ask();
    void wantNetwork();
    void takeExample();
    bool canAsk() const;
    QString lesionNote() const;

    ProbeView* view_;
    Workspace& workspace_;
    std::shared_ptr<const Network<float>> network_;
    std::shared_ptr<const ExampleSet> set_;
    QString note_;
    bool following_ = false; ///< somebody sees answers, and gets younger ones
    int age_ = 0;            ///< answers to questions of an earlier one are of no use
    QTimer pause_;           ///< runs for a while after a network was asked for
    bool again_ = false;     ///< one is wanted when the pause is over
};

} // namespace expertscope
