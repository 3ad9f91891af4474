// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/training/training_snapshot.h"
#include "views/figures/selection.h"

#include <QObject>

namespace expertscope {

class TrainingSession;

/// What is chosen in the window, in whichever view. Who lets people choose sets it, and who shows it follows:
/// a click anywhere is seen everywhere. Another run begins with nothing chosen.
class CurrentSelection : public QObject {
    Q_OBJECT

  public:
    explicit CurrentSelection(TrainingSession& session, QObject* parent = nullptr);

    const Selection& get() const { return selection_; }
    void set(const Selection& selection);
    void setExample(int example);
    void clear() { set({}); }
    /// The example that it stands for among those of a snapshot: the one chosen, or the best one of the
    /// combination chosen; -1 where there is none.
    int exampleOf(const TrainingSnapshot& snapshot) const;

  signals:
    /// Set, if perhaps to what it was: who answers to it answers again.
    void changed(const expertscope::Selection& selection);

  private:
    Selection selection_;
};

} // namespace expertscope
