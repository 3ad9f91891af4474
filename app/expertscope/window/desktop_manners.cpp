// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/expertscope/window/desktop_manners.h"

#include "app/expertscope/common/recent_runs.h"
#include "app/expertscope/common/window_action.h"
#include "app/expertscope/common/window_layout.h"
#include "app/expertscope/export/animation_exporter.h"
#include "app/expertscope/export/figure_menu.h"
#include "app/expertscope/panels/figure_options.h"
#include "app/expertscope/panels/figure_panels.h"
#include "app/expertscope/session/run_command.h"
#include "app/expertscope/session/workspace.h"
#include "app/expertscope/window/about.h"
#include "app/expertscope/window/closing.h"
#include "app/expertscope/window/lessons.h"
#include "app/expertscope/window/main_window.h"
#include "app/expertscope/window/presentation.h"
#include "app/expertscope/window/shortcut_list.h"
#include "app/expertscope/window/theme.h"
#include "app/expertscope/window/tour.h"
#include "model/base/error.h"
#include "model/run/program_info.h"
#include "views/panels/curve_view.h"
#include "views/panels/experiment_panel.h"
#include "views/panels/figure_view.h"
#include "views/panels/message_bar.h"

#include <QActionGroup>
#include <QApplication>
#include <QBoxLayout>
#include <QClipboard>
#include <QMenu>
#include <QScreen>
#include <QSettings>

namespace expertscope {
namespace {

constexpr int layoutVersion = 1;

} // namespace

DesktopManners::DesktopManners(MainWindow& window, Workspace& workspace, FigurePanels& panels,
                               TimelineController& timeline, FigureOptions& options,
                               ExperimentPanel& experiment)
    : QObject(&window), window_(window), session_(workspace.session), options_(options),
      history_(workspace.session), exporter_(new FigureExporter(window, panels, workspace)),
      animations_(new AnimationExporter(window, panels, timeline, workspace)), hint_(new MessageBar),
      presentation_(new Presentation(window, layoutVersion)) {
    hint_->setObjectName(QStringLiteral("hintBar"));
    if (auto* centre = qobject_cast<QBoxLayout*>(window.centralWidget()->layout()))
        centre->insertWidget(1, hint_);
    buildLessons();
    buildRecent();
    buildExports();
    buildEdit(experiment);
    buildThemes();
    buildLayout();
    buildHelp();
    buildFigureMenus();
    connect(&session_, &TrainingSession::runChanged, this, &DesktopManners::tellArithmetic);
    connect(new Closing(window, session_), &Closing::closes, this, &DesktopManners::saveSettings);
}

DesktopManners::~DesktopManners() = default;

void DesktopManners::keepUsualLayout() {
    usualLayout_ = window_.saveState(layoutVersion);
}

QAction* DesktopManners::add(const QString& text, const QKeySequence& key, const QString& tip,
                             const char* name) {
    return addWindowAction(window_, text, key, tip, QLatin1String(name));
}

void DesktopManners::buildLessons() {
    actions_.examples = new QMenu(tr("E&xamples"), &window_);
    actions_.examples->setObjectName(QStringLiteral("examples"));
    actions_.examples->setToolTipsVisible(true);
    for (const Lesson& lesson : lessons()) {
        QAction* action =
            actions_.examples->addAction(lesson.title, this, [this, lesson] { openLesson(lesson); });
        action->setObjectName(lesson.name);
        action->setToolTip(lesson.hint);
    }
}

void DesktopManners::buildRecent() {
    recent_ = new RecentRuns(&window_);
    actions_.recent = recent_;
    connect(recent_, &RecentRuns::chosen, &window_, &MainWindow::openFolder);
    connect(&session_, &TrainingSession::runChanged, recent_, &RecentRuns::add);
}

void DesktopManners::buildExports() {
    actions_.exportFigures = add(tr("&Export figures…"), Qt::CTRL | Qt::SHIFT | Qt::Key_E,
                                 tr("Write figures as PDF, SVG, PNG or numbers"), "exportFigures");
    actions_.exportFigures->setIconText(tr("Export…"));
    connect(actions_.exportFigures, &QAction::triggered, exporter_, &FigureExporter::showDialog);
    actions_.exportAnimation = add(tr("Export a&nimation…"), Qt::CTRL | Qt::SHIFT | Qt::Key_A,
                                   tr("Make pictures or a video of the timeline"), "exportAnimation");
    connect(actions_.exportAnimation, &QAction::triggered, animations_, &AnimationExporter::showDialog);
}

void DesktopManners::buildEdit(const ExperimentPanel& experiment) {
    actions_.undo = history_.stack().createUndoAction(&window_, tr("&Undo"));
    actions_.undo->setShortcut(Qt::CTRL | Qt::Key_Z);
    actions_.undo->setObjectName(QStringLiteral("undo"));
    actions_.redo = history_.stack().createRedoAction(&window_, tr("&Redo"));
    actions_.redo->setShortcut(Qt::CTRL | Qt::SHIFT | Qt::Key_Z);
    actions_.redo->setObjectName(QStringLiteral("redo"));
    actions_.copyCommand = add(tr("Copy as &dmoe command"), Qt::CTRL | Qt::SHIFT | Qt::Key_C,
                               tr("The experiment as one line to paste into a terminal"), "copyCommand");
    connect(actions_.copyCommand, &QAction::triggered, this, &DesktopManners::copyCommand);
    connect(&experiment, &ExperimentPanel::changeRequested, &history_, &EditHistory::aboutToChange);
}

void DesktopManners::buildThemes() {
    actions_.themes = new QMenu(tr("&Theme"), &window_);
    themes_ = new QActionGroup(this);
    const std::pair<const char*, QString> themes[] = {
        {"", tr("As the &system")}, {"light", tr("&Light")}, {"dark", tr("&Dark")}};
    for (const auto& [theme, text] : themes) {
        QAction* action = actions_.themes->addAction(text);
        action->setObjectName(QStringLiteral("theme.") + QLatin1String(theme));
        action->setData(QLatin1String(theme));
        action->setCheckable(true);
        action->setChecked(*theme == '\0');
        themes_->addAction(action);
    }
    connect(themes_, &QActionGroup::triggered, this,
            [](const QAction* action) { applyTheme(action->data().toString()); });
}

void DesktopManners::buildLayout() {
    actions_.present = presentation_->action();
    connect(presentation_, &Presentation::presented, this, &DesktopManners::presented);
    actions_.resetLayout =
        add(tr("&Reset layout"), {}, tr("All panels where they were at first"), "resetLayout");
    connect(actions_.resetLayout, &QAction::triggered, this, &DesktopManners::resetLayout);
}

void DesktopManners::buildHelp() {
    actions_.shortcuts = add(tr("&Keyboard shortcuts"), QKeySequence::HelpContents,
                             tr("Every key and what it does"), "shortcuts");
    connect(actions_.shortcuts, &QAction::triggered, this, [this] { (new ShortcutList(window_))->show(); });
    actions_.about = add(tr("&About Expertscope"), {}, tr("Versions and licence"), "aboutAction");
    actions_.about->setMenuRole(QAction::AboutRole);
    connect(actions_.about, &QAction::triggered, this, [this] { showAbout(window_); });
    actions_.tour = add(tr("Take the &tour"), {}, tr("Four short hints to begin with"), "tourAction");
    connect(actions_.tour, &QAction::triggered, this, &DesktopManners::startTour);
}

void DesktopManners::buildFigureMenus() {
    auto* menu = new FigureMenu(this);
    const auto serve = [menu](auto* view) {
        menu->serve(*view, [view] { return view->heldFigure(); });
        connect(view, &std::remove_pointer_t<decltype(view)>::numbersRequested, menu,
                [view] { FigureMenu::showNumbers(*view, view->heldFigure()); });
    };
    for (FigureView* view : window_.findChildren<FigureView*>())
        serve(view);
    for (CurveView* view : window_.findChildren<CurveView*>())
        serve(view);
    connect(menu, &FigureMenu::opening, this, &DesktopManners::figureMenuOpening);
    connect(menu, &FigureMenu::exportRequested, exporter_, &FigureExporter::showDialog);
    connect(menu, &FigureMenu::told, hint_, &MessageBar::showHint);
    connect(menu, &FigureMenu::failed, &window_, &MainWindow::showError);
}

void DesktopManners::openLesson(const Lesson& lesson) {
    RunConfig config = lesson.config;
    config.seed = session_.config().seed;
    session_.open(config);
    hint_->showHint(lesson.hint);
}

/// Once, when a run begins or is opened, and not over another hint.
void DesktopManners::tellArithmetic(const QString& run) {
    QStringList notes;
    for (const std::string& note : arithmeticNotes())
        notes << QString::fromStdString(note);
    if (arithmeticTold_ || run.isEmpty() || notes.isEmpty() || !hint_->isHidden())
        return;
    arithmeticTold_ = true;
    hint_->showHint(notes.join(' '));
}

void DesktopManners::startTour() {
    delete window_.findChild<Tour*>(); // from the beginning, where it is on already
    new Tour(window_);
}

void DesktopManners::offerTour() {
    const QString seen = QStringLiteral("tour/seen");
    if (!settings_ || settings_->value(seen).toBool())
        return;
    settings_->setValue(seen, true); // once, however this session ends
    settings_->sync();
    startTour();
}

void DesktopManners::setTheme(const QString& theme) {
    for (QAction* action : themes_->actions())
        if (action->data().toString() == theme)
            action->trigger();
}

void DesktopManners::resetLayout() {
    restoreLayout(window_, usualLayout_, layoutVersion);
    emit layoutReset();
}

void DesktopManners::copyCommand() {
    try {
        const RunCommand command = runCommand(session_.config(), window_.windowFilePath());
        QApplication::clipboard()->setText(command.line);
        hint_->showHint(command.said);
    } catch (const Error& error) {
        window_.showError(QString::fromStdString(error.what()));
    }
}

void DesktopManners::keepSettings(std::unique_ptr<QSettings> settings, bool theme) {
    settings_ = std::move(settings);
    exporter_->setSettings(settings_.get());
    animations_->setSettings(settings_.get());
    recent_->load(*settings_);
    restoreSize();
    window_.restoreState(settings_->value("window/layout").toByteArray(), layoutVersion);
    if (theme)
        setTheme(settings_->value("window/theme").toString());
    options_.load(*settings_);
}

/// Qt knows when a window must shrink to fit a smaller screen, but newer versions also shrink one that was
/// wider than its screen all along, as on a desktop that scrolls.
void DesktopManners::restoreSize() {
    window_.restoreGeometry(settings_->value("window/geometry").toByteArray());
    const QSize size = settings_->value("window/size").toSize(),
                then = settings_->value("window/screen").toSize(), now = window_.screen()->size();
    const bool free = !window_.isMaximized() && !window_.isFullScreen();
    if (size.isValid() && then.isValid() && free && now.width() >= then.width() &&
        now.height() >= then.height())
        window_.resize(size);
}

void DesktopManners::saveSettings() {
    if (!settings_)
        return;
    presentation_->end(); // the next start is at a desk again
    emit aboutToSave();
    settings_->setValue("window/geometry", window_.saveGeometry());
    settings_->setValue("window/size", window_.size());
    settings_->setValue("window/screen", window_.screen()->size());
    settings_->setValue("window/layout", window_.saveState(layoutVersion));
    settings_->setValue("window/theme", themes_->checkedAction()->data());
    options_.save(*settings_);
    recent_->save(*settings_);
    settings_->sync();
}

} // namespace expertscope
