// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/expertscope/export/figure_exporter.h"
#include "app/expertscope/session/edit_history.h"
#include "app/expertscope/window/keyboard_manners.h"

#include <QByteArray>
#include <QObject>

#include <memory>

class QAction;
class QActionGroup;
class QMenu;
class QSettings;

namespace expertscope {

class AnimationExporter;
class ExperimentPanel;
class FigureOptions;
class FigurePanels;
class MainWindow;
class MessageBar;
class Presentation;
class RecentRuns;
class TimelineController;
struct Lesson;
struct Workspace;

/// What every good desktop program does, beside its own work: remembers its layout and the last runs, has
/// themes, undo, a list of its keys, an export dialog, a mode for the projector, and closes without loss. Has
/// one calm bar for hints.
class DesktopManners : public QObject {
    Q_OBJECT

  public:
    /// What it hands out to the menus.
    struct Actions {
        QMenu *examples, *recent, *themes;
        QAction *exportFigures, *exportAnimation, *undo, *redo, *copyCommand, *present, *resetLayout,
            *shortcuts, *tour, *about;
    };

    DesktopManners(MainWindow& window, Workspace& workspace, FigurePanels& panels,
                   TimelineController& timeline, FigureOptions& options, ExperimentPanel& experiment);
    ~DesktopManners() override;

    /// Restores what these settings hold, and keeps them from now on. Without them (pictures, tests) nothing
    /// is remembered and nothing of the user's is read. theme: whether that is restored too.
    void keepSettings(std::unique_ptr<QSettings> settings, bool theme);
    void openLesson(const Lesson& lesson);
    /// Shows the tour, unless these settings know of it already. Without settings it is shown on request
    /// alone.
    void offerTour();
    EditHistory& history() { return history_; }
    const RecentRuns& recentRuns() const { return *recent_; }
    const Actions& actions() const { return actions_; }
    /// All is in its place: what a reset of the layout goes back to.
    void keepUsualLayout();

  signals:
    /// See FigureMenu::opening.
    void figureMenuOpening(QMenu* menu, QWidget* view, const QPoint& position);
    /// The layout is about to be stored: what is there for a while only has to go.
    void aboutToSave();
    /// All docks are where they were at first.
    void layoutReset();
    /// The presentation began or ended, and the docks changed with it.
    void presented(bool on);

  private:
    void tellArithmetic(const QString& run);
    QAction* add(const QString& text, const QKeySequence& key, const QString& tip, const char* name);
    void buildLessons();
    void buildRecent();
    void buildExports();
    void buildEdit(const ExperimentPanel& experiment);
    void buildLayout();
    void buildThemes();
    void buildHelp();
    void buildFigureMenus();
    void setTheme(const QString& theme);
    void startTour();
    void resetLayout();
    void copyCommand();
    void restoreSize();
    void saveSettings();

    MainWindow& window_;
    TrainingSession& session_;
    FigureOptions& options_;
    Actions actions_{};
    EditHistory history_;
    FigureExporter* exporter_;
    AnimationExporter* animations_;
    KeyboardManners keyboard_;
    MessageBar* hint_;
    bool arithmeticTold_ = false;
    RecentRuns* recent_;
    QActionGroup* themes_;
    Presentation* presentation_;
    QByteArray usualLayout_; ///< as it was built
    std::unique_ptr<QSettings> settings_;
};

} // namespace expertscope
