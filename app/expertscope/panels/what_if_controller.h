// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/expertscope/common/query_thread.h"
#include "model/analysis/lesion_effect.h"
#include "model/training/training_snapshot.h"
#include "views/figures/selection.h"

#include <QObject>
#include <QTimer>

#include <memory>

class QPoint;

class QMenu;

namespace expertscope {

class LesionBanner;
class WhatIfView;
struct Workspace;

/// Switches experts off for all that looks at the network, and for nothing else: while some are off, the
/// figures show what the statistics would be, again whenever the network is a younger one.
class WhatIfController : public QObject {
    Q_OBJECT

  public:
    WhatIfController(WhatIfView* view, LesionBanner* banner, Workspace& workspace, QObject* parent);

    WhatIfView* view() const { return view_; }
    /// Switches everybody on.
    void end();

    bool active() const;

    /// What may be done to the experts of a cell.
    void addActions(QMenu& menu, const Selection& shows);

  private:
    struct Bench; ///< what evaluates, on the query's thread alone
    void setNetwork(std::shared_ptr<const Network<float>> network, const QString& note);
    void snapshotChanged();
    void begin(const Lesion& lesion);
    void followLesion();
    void ask();
    void show(std::shared_ptr<const LesionEffect> effect, std::shared_ptr<const ExampleSet> set);
    void showBanner();

    WhatIfView* view_;
    LesionBanner* banner_;
    Workspace& workspace_;
    std::shared_ptr<Bench> bench_;
    std::shared_ptr<const Network<float>> network_;
    QString note_;
    bool fresh_ = false; ///< the lesion is new: its effect is wanted at once
    QTimer pause_;       ///< runs for a while after an effect was asked for
    bool again_ = false; ///< another is wanted when the pause is over
};

} // namespace expertscope
