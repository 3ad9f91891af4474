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
#include <QMenuBar>
#include <QScreen>
#include <QSettings>
#include <QToolBar>

namespace expertscope {
namespace {

constexpr int layoutVersion = 1;

} // namespace

DesktopManners::DesktopManners(MainWindow& window, TrainingSession& session, FigurePanels& panels,
                               TimelineController& timeline, ExperimentPanel& experiment)
    : QObject(&window), window_(window), session_(session), panels_(panels), history_(session),
      exporter_(new FigureExporter(window, panels, session)),
      animations_(new AnimationExporter(window, panels, timeline, session)), hint_(new MessageBar),
      presentation_(new Presentation(window, layoutVersion)) {
    hint_->setObjectName(QStringLiteral("hintBar"));
    if (auto* centre = qobject_cast<QBoxLayout*>(window.centralWidget()->layout()))
        centre->insertWidget(1, hint_);
    buildFileMenu();
    buildEditMenu(experiment);
    buildViewMenu();
    buildHelpMenu();
    buildFigureMenus();
    usualLayout_ = window.saveState(layoutVersion);
    connect(presentation_, &Presentation::presented, this, &DesktopManners::presented);
    connect(&session, &TrainingSession::runChanged, recent_, &RecentRuns::add);
    connect(&session, &TrainingSession::runChanged, this, &DesktopManners::tellArithmetic);
    connect(new Closing(window, session), &Closing::closes, this, &DesktopManners::saveSettings);
}

DesktopManners::~DesktopManners() = default;

QAction* DesktopManners::add(const QString& text, const QKeySequence& key, const QString& tip,
                             const char* name) {
    return addWindowAction(window_, text, key, tip, QLatin1String(name));
}

void DesktopManners::buildFileMenu() {
    auto* menu = window_.findChild<QMenu*>(QStringLiteral("fileMenu"));
    QAction* before = menu->actions().value(1); // after "New from preset"
    auto* examples = new QMenu(tr("E&xamples"), menu);
    examples->setObjectName(QStringLiteral("examples"));
    examples->setToolTipsVisible(true);
    for (const Lesson& lesson : lessons()) {
        QAction* action = examples->addAction(lesson.title, this, [this, lesson] { openLesson(lesson); });
        action->setObjectName(lesson.name);
        action->setToolTip(lesson.hint);
    }
    menu->insertMenu(before, examples);
    recent_ = new RecentRuns(menu);
    connect(recent_, &RecentRuns::chosen, &window_, &MainWindow::openFolder);
    menu->insertMenu(menu->actions().last(), recent_); // before "Quit"
    QAction* exportFigures = add(tr("&Export figures…"), Qt::CTRL | Qt::SHIFT | Qt::Key_E,
                                 tr("Write figures as PDF, SVG, PNG or numbers"), "exportFigures");
    connect(exportFigures, &QAction::triggered, exporter_, &FigureExporter::showDialog);
    menu->insertAction(menu->actions().last(), exportFigures);
    exportFigures->setIconText(tr("Export…"));
    window_.findChild<QToolBar*>(QStringLiteral("runControls"))->addAction(exportFigures);
    QAction* animation = add(tr("Export a&nimation…"), Qt::CTRL | Qt::SHIFT | Qt::Key_A,
                             tr("Make pictures or a video of the timeline"), "exportAnimation");
    connect(animation, &QAction::triggered, animations_, &AnimationExporter::showDialog);
    menu->insertAction(menu->actions().last(), animation);
    menu->insertSeparator(menu->actions().last());
}

void DesktopManners::buildEditMenu(const ExperimentPanel& experiment) {
    auto* menu = new QMenu(tr("&Edit"), &window_);
    menu->setObjectName(QStringLiteral("editMenu"));
    window_.menuBar()->insertMenu(window_.menuBar()->actions().value(1), menu);
    QAction* undo = history_.stack().createUndoAction(&window_, tr("&Undo"));
    undo->setShortcut(Qt::CTRL | Qt::Key_Z);
    undo->setObjectName(QStringLiteral("undo"));
    QAction* redo = history_.stack().createRedoAction(&window_, tr("&Redo"));
    redo->setShortcut(Qt::CTRL | Qt::SHIFT | Qt::Key_Z);
    redo->setObjectName(QStringLiteral("redo"));
    QAction* copy = add(tr("Copy as &dmoe command"), Qt::CTRL | Qt::SHIFT | Qt::Key_C,
                        tr("The experiment as one line to paste into a terminal"), "copyCommand");
    connect(copy, &QAction::triggered, this, &DesktopManners::copyCommand);
    connect(&experiment, &ExperimentPanel::changeRequested, &history_, &EditHistory::aboutToChange);
    menu->addActions({undo, redo});
    menu->addSeparator();
    menu->addAction(copy);
}

void DesktopManners::buildViewMenu() {
    auto* menu = window_.findChild<QMenu*>(QStringLiteral("viewMenu"));
    menu->addSeparator();
    buildThemeMenu(*menu);
    menu->addAction(presentation_->action());
    menu->addSeparator();
    QAction* reset = add(tr("&Reset layout"), {}, tr("All panels where they were at first"), "resetLayout");
    connect(reset, &QAction::triggered, this, &DesktopManners::resetLayout);
    menu->addAction(reset);
}

void DesktopManners::buildThemeMenu(QMenu& view) {
    QMenu* menu = view.addMenu(tr("&Theme"));
    themes_ = new QActionGroup(this);
    const std::pair<const char*, QString> themes[] = {
        {"", tr("As the &system")}, {"light", tr("&Light")}, {"dark", tr("&Dark")}};
    for (const auto& [theme, text] : themes) {
        QAction* action = menu->addAction(text);
        action->setObjectName(QStringLiteral("theme.") + QLatin1String(theme));
        action->setData(QLatin1String(theme));
        action->setCheckable(true);
        action->setChecked(*theme == '\0');
        themes_->addAction(action);
    }
    connect(themes_, &QActionGroup::triggered, this,
            [](const QAction* action) { applyTheme(action->data().toString()); });
}

void DesktopManners::buildHelpMenu() {
    QMenu* menu = window_.menuBar()->addMenu(tr("&Help"));
    QAction* keys = add(tr("&Keyboard shortcuts"), QKeySequence::HelpContents,
                        tr("Every key and what it does"), "shortcuts");
    connect(keys, &QAction::triggered, this, [this] { (new ShortcutList(window_))->show(); });
    QAction* about = add(tr("&About Expertscope"), {}, tr("Versions and licence"), "aboutAction");
    about->setMenuRole(QAction::AboutRole);
    connect(about, &QAction::triggered, this, [this] { showAbout(window_); });
    QAction* tour = add(tr("Take the &tour"), {}, tr("Four short hints to begin with"), "tourAction");
    connect(tour, &QAction::triggered, this, &DesktopManners::startTour);
    menu->addActions({keys, tour, about});
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
    window_.figureOptions().load(*settings_);
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
    window_.figureOptions().save(*settings_);
    recent_->save(*settings_);
    settings_->sync();
}

} // namespace expertscope
