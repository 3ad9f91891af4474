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

class FigurePanels;
class LesionBanner;
class WhatIfView;

/// Switches experts off for all that looks at the network, and for nothing else: while some are off, the
/// figures show what the statistics would be, again whenever the network is a younger one.
class WhatIfController : public QObject {
    Q_OBJECT

  public:
    WhatIfController(WhatIfView* view, LesionBanner* banner, FigurePanels* figures, QueryThread& queries,
                     QObject* parent = nullptr);

    /// What to ask. note: a sentence on which network that is ("Of the checkpoint at step 600."); may be
    /// empty.
    void setNetwork(std::shared_ptr<const Network<float>> network, const QString& note = {});
    /// The figures have another snapshot.
    void snapshotChanged();
    void setSelection(const Selection& selection);
    /// Switches everybody on.
    void end();

    bool active() const;

    /// What may be done to the experts of a cell.
    void addActions(QMenu& menu, const Selection& shows);

  signals:
    void networkWanted();
    void lesionChanged(const expertscope::Lesion& lesion);

  private:
    struct Bench; ///< what evaluates, on the query's thread alone
    void begin(const Lesion& lesion);
    void ask();
    void show(std::shared_ptr<const LesionEffect> effect, std::shared_ptr<const ExampleSet> set);
    void showBanner();

    WhatIfView* view_;
    LesionBanner* banner_;
    FigurePanels* figures_;
    QueryThread& queries_;
    std::shared_ptr<Bench> bench_;
    std::shared_ptr<const Network<float>> network_;
    QString note_;
    bool fresh_ = false; ///< the lesion is new: its effect is wanted at once
    QTimer pause_;       ///< runs for a while after an effect was asked for
    bool again_ = false; ///< another is wanted when the pause is over
};

} // namespace expertscope
