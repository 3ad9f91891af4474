// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/expertscope/panels/compare_controller.h"

#include "app/expertscope/common/recent_runs.h"
#include "app/expertscope/common/window_action.h"
#include "app/expertscope/common/window_layout.h"
#include "app/expertscope/panels/figure_panels.h"
#include "app/expertscope/session/workspace.h"
#include "model/base/error.h"
#include "model/run/config_difference.h"
#include "views/panels/compare_view.h"
#include "views/panels/figure_view.h"
#include "views/panels/timeline_view.h"

#include <QAction>
#include <QDir>
#include <QDockWidget>
#include <QFileDialog>
#include <QMainWindow>
#include <QMenu>

namespace expertscope {
namespace {

struct Opened {
    std::optional<StoredRun> run;
    QString wrong; ///< why there is none
};

/// On the query's thread.
Opened openRun(const std::filesystem::path& path) {
    try {
        return {openStoredRun(path), {}};
    } catch (const std::exception& error) {
        return {std::nullopt, QString::fromStdString(sentenceOf(error))};
    }
}

QString runName(const QString& path) {
    return QDir(path).dirName();
}

QString momentOf(const TrainingSnapshot& snapshot, bool constraint) {
    return momentText({snapshot.step, snapshot.epoch, snapshot.phase}, constraint);
}

} // namespace

/// What one look at both runs needs to know.
struct CompareController::Question {
    ComparedMoment left; ///< all of it as it is now: the figures may go on before the answer comes
    Snapshot right;      ///< what is shown now, and stays if the file cannot be read
    Timeline::Place place;
    std::int64_t step = -1; ///< of the moment to read from there; -1: right is the one
    QString missing;        ///< what to say if it is not there
    std::vector<LayerMatching> present;
};

struct CompareController::Answer {
    Snapshot right;
    std::shared_ptr<const TimelinePart> part; ///< that it was read from
    std::vector<LayerMatching> matching;
    QString wrong; ///< why it is not the moment that was asked for
};

CompareController::Answer CompareController::answer(const Question& question) {
    Answer answer;
    answer.right = question.right;
    try {
        if (question.step >= 0) {
            answer.part = Timeline::read(question.place);
            for (const Snapshot& snapshot : answer.part->snapshots)
                if (snapshot->step == question.step)
                    answer.right = snapshot;
            if (answer.right->step != question.step)
                answer.wrong = question.missing;
        }
    } catch (const std::exception& error) {
        answer.wrong = QString::fromStdString(sentenceOf(error));
    }
    answer.matching =
        matchExperts(question.left.snapshot->statistics, answer.right->statistics, question.present);
    return answer;
}

CompareController::CompareController(QMainWindow& window, Workspace& workspace, FigurePanels& figures)
    : QObject(&window), window_(window), workspace_(workspace), figures_(figures), view_(new CompareView) {
    const TrainingSession& session = workspace.session;
    view_->hide();
    action_ = addWindowAction(window, tr("&Compare…"), Qt::CTRL | Qt::Key_M,
                              tr("Show a stored run beside this one, or this one alone again"),
                              QStringLiteral("compareRuns"));
    connect(action_, &QAction::triggered, this, [this] { isActive() ? end() : choose(); });
    connect(&figures_, &FigurePanels::changed, this, &CompareController::follow);
    connect(&session, &TrainingSession::runChanged, this, [this](const QString& path) {
        leftName_ = path.isEmpty() ? QString() : runName(path);
        follow();
    });
    connect(&session, &TrainingSession::configChanged, this, &CompareController::updateDifferences);
    connect(&session, &TrainingSession::experimentChanged, this, [this] { matching_.clear(); });
    connect(view_, &CompareView::momentChosen, this, &CompareController::follow);
    connect(view_, &CompareView::otherRunRequested, this, &CompareController::choose);
    connect(view_, &CompareView::endRequested, this, &CompareController::end);
    connect(view_, &CompareView::selected, &workspace.selection, &CurrentSelection::set);
    connect(view_, &CompareView::hovered, &workspace.notices, &Notices::readOut);
    connect(&workspace.selection, &CurrentSelection::changed, view_, &CompareView::setSelection);
}

QMenu* CompareController::makeMenu(const RecentRuns& recent) {
    auto* runs = new QMenu(tr("Compare wit&h"), &window_);
    runs->setObjectName(QStringLiteral("compareWith"));
    runs->setToolTipsVisible(true);
    connect(runs, &QMenu::aboutToShow, this,
            [this, runs, &recent] { recent.list(*runs, [this](const QString& path) { open(path); }); });
    return runs;
}

void CompareController::choose() {
    const QString path = QFileDialog::getExistingDirectory(&window_, tr("Folder of the run to compare with"),
                                                           QString::fromStdString(userRunsFolder().string()));
    if (!path.isEmpty())
        open(path);
}

void CompareController::open(const QString& path) {
    workspace_.queries.ask(
        &opening_, [folder = std::filesystem::path(path.toStdString())] { return openRun(folder); },
        [this, name = runName(path)](Opened opened) {
            if (opened.run)
                begin(std::move(*opened.run), name);
            else
                emit workspace_.notices.failed(opened.wrong);
        });
}

void CompareController::begin(StoredRun run, const QString& name) {
    if (!isActive()) {
        layoutBefore_ = window_.saveState();
        hideDocks();
        figures_.gating()->hide();
        view_->show();
        action_->setText(tr("End &comparison"));
    }
    ++opened_;
    run_ = std::move(run);
    rightName_ = name;
    right_ = run_->timeline.find(run_->timeline.moments().size() - 1);
    matching_.clear();
    unreadable_.clear();
    updateDifferences();
    follow();
}

void CompareController::end() {
    if (!isActive())
        return;
    run_.reset();
    right_.reset();
    view_->hide();
    figures_.gating()->show();
    action_->setText(tr("&Compare…"));
    restoreLayout(window_, layoutBefore_);
}

void CompareController::hideDocks() {
    for (QDockWidget* dock : window_.findChildren<QDockWidget*>())
        dock->hide();
}

void CompareController::layoutReset() {
    if (!isActive())
        return;
    layoutBefore_ = window_.saveState();
    hideDocks();
}

void CompareController::presented(bool on) {
    if (on)
        presentedComparing_ = isActive();
    else if (!presentedComparing_)
        layoutReset();
    else if (!isActive())
        restoreLayout(window_, layoutBefore_);
}

void CompareController::updateDifferences() {
    if (isActive())
        view_->setDifferences(
            differencesText(configDifferences(workspace_.session.config(), run_->config), run_->changes));
}

void CompareController::follow() {
    if (!isActive())
        return;
    const FigureStyle style = figures_.gating()->figureStyle();
    view_->setColours(style.map, style.autoRange);
    Question question;
    question.left = leftMoment();
    question.right = right_;
    question.present = matching_;
    Timeline& timeline = run_->timeline;
    const std::size_t index = view_->moment() == CompareView::Last
                                  ? timeline.moments().size() - 1
                                  : momentNear(timeline.moments(), question.left.snapshot->epoch);
    question.place = timeline.place(index);
    if (const Snapshot kept = timeline.find(index))
        question.right = kept;
    else if (!unreadable_.contains(question.place.file)) {
        question.step = timeline.moments()[index].step;
        question.missing = QString::fromStdString(timeline.missing(index));
    }
    workspace_.queries.ask(
        this, [question] { return answer(question); },
        [this, left = question.left, file = question.place.file, opened = opened_](const Answer& answer) {
            if (opened != opened_ || !isActive())
                return;
            if (answer.part)
                run_->timeline.keep(answer.part);
            if (!answer.wrong.isEmpty() && unreadable_.insert(file).second)
                emit workspace_.notices.failed(answer.wrong);
            show(left, answer);
        });
}

ComparedMoment CompareController::leftMoment() const {
    ComparedMoment left;
    left.snapshot = workspace_.moment.shown();
    left.history = workspace_.moment.history();
    left.marker = workspace_.moment.epochOfPast();
    left.orders = fittingOrders(figures_.orders(), left.snapshot->statistics);
    left.title = tr("%1: %2").arg(leftName_.isEmpty() ? tr("The run at hand, not stored yet") : leftName_,
                                  momentOf(*left.snapshot, workspace_.session.config().training.constraint));
    return left;
}

void CompareController::show(const ComparedMoment& left, const Answer& answer) {
    right_ = answer.right;
    matching_ = answer.matching;
    const Timeline& timeline = run_->timeline;
    ComparedMoment other;
    auto right = std::make_shared<TrainingSnapshot>(*right_);
    right->history = timeline.history(); // its small curves show all of the run, as the large ones do
    other.snapshot = right;
    other.history = timeline.history();
    if (right_->step != timeline.moments().back().step)
        other.marker = right_->epoch;
    other.orders = orderBeside(left.orders, matching_, right_->statistics);
    other.title = tr("%1: %2").arg(rightName_, momentOf(*right_, run_->config.training.constraint));
    view_->showMoments(left, other, matching_);
}

bool CompareController::isOfOtherRun(const QWidget* figure) const {
    return view_->isRight(figure);
}

} // namespace expertscope
