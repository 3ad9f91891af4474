// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/analysis/expert_matching.h"
#include "model/run/stored_run.h"

#include <QObject>

#include <filesystem>
#include <memory>
#include <optional>
#include <set>
#include <vector>

class QAction;
class QMainWindow;
class QMenu;

namespace expertscope {

class CompareView;
struct ComparedMoment;
class FigurePanels;
class RecentRuns;
struct Workspace;

/// A stored run beside the run at hand, whatever moment that one shows: while it lasts, two columns take the
/// place of the window's figures and docks. Reading and matching happen on the query's thread.
class CompareController : public QObject {
    Q_OBJECT

  public:
    CompareController(QMainWindow& window, Workspace& workspace, FigurePanels& figures);

    CompareView* view() const { return view_; }
    /// To choose the run, and to end.
    QAction* action() const { return action_; }
    /// A new menu, of the runs that were open lately.
    QMenu* makeMenu(const RecentRuns& recent);

    /// Reads the run and shows it; until then, and if it cannot be shown, all stays as it is.
    void open(const QString& path);
    void end();
    bool isActive() const { return run_.has_value(); }
    /// Shows another run than the one at hand.
    bool isOfOtherRun(const QWidget* figure) const;

    // The docks were brought back, or put away, by somebody else:
    void layoutReset();
    /// A presentation began or ended; its end restores the layout of its beginning.
    void presented(bool on);

  private:
    using Snapshot = Timeline::Snapshot;
    struct Question;
    struct Answer;
    static Answer answer(const Question& question);

    void choose();
    void begin(StoredRun run, const QString& name);
    void follow();
    ComparedMoment leftMoment() const;
    void show(const ComparedMoment& left, const Answer& answer);
    void hideDocks();
    void updateDifferences();

    QMainWindow& window_;
    Workspace& workspace_;
    FigurePanels& figures_;
    CompareView* view_;
    QAction* action_;
    QObject opening_; ///< whose question is the run to open; this one's are moments of it
    std::optional<StoredRun> run_;
    int opened_ = 0; ///< counts runs, so that an answer about another one is known as such
    QString leftName_, rightName_;
    Snapshot right_; ///< the moment of the stored run that is shown
    std::vector<LayerMatching> matching_;
    std::set<std::filesystem::path> unreadable_; ///< files of it; each is told of once
    QByteArray layoutBefore_;                    ///< of the window, with its docks
    bool presentedComparing_ = false;            ///< a presentation began while comparing
};

} // namespace expertscope
