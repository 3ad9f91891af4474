// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/expertscope/export/animation_exporter.h"

#include "app/expertscope/export/figure_exporter.h"
#include "app/expertscope/export/job_in_dialog.h"
#include "app/expertscope/export/video_encoder.h"
#include "app/expertscope/panels/figure_panels.h"
#include "app/expertscope/panels/timeline_controller.h"
#include "app/expertscope/session/workspace.h"
#include "model/run/provenance.h"
#include "views/dialogs/animation_dialog.h"
#include "views/figures/figure_table.h"
#include "views/panels/figure_view.h"

#include <QDir>
#include <QSettings>

namespace expertscope {

AnimationExporter::AnimationExporter(QWidget& window, FigurePanels& panels, TimelineController& timeline,
                                     Workspace& workspace)
    : QObject(&window), window_(window), panels_(panels), timeline_(timeline), workspace_(workspace) {
    connect(&workspace.session, &TrainingSession::runChanged, this,
            [this](const QString& path) { run_ = path; });
    connect(&panels, &FigurePanels::changed, this, &AnimationExporter::follow);
    connect(&job_, &AnimationJob::finished, this, &AnimationExporter::finish);
}

void AnimationExporter::showDialog() {
    if (!dialog_)
        makeDialog();
    dialog_->show();
    dialog_->raise();
    dialog_->activateWindow();
    if (!job_.running())
        dialog_->setFigures(
            figureSet(workspace_.moment.shown()->statistics, workspace_.moment.shown()->probe, nullptr));
    follow();
}

void AnimationExporter::makeDialog() {
    dialog_ = new AnimationDialog(!videoEncoder().isEmpty(), &window_);
    if (settings_)
        dialog_->setPlan(AnimationPlan::load(*settings_));
    connect(dialog_, &AnimationDialog::planChanged, this, [this] {
        if (settings_)
            dialog_->plan().save(*settings_);
    });
    connect(dialog_, &AnimationDialog::startRequested, this, &AnimationExporter::start);
    showIn(job_, *dialog_);
}

void AnimationExporter::follow() {
    if (!dialog_ || !dialog_->isVisible() || job_.running())
        return;
    dialog_->setMoments(static_cast<int>(timeline_.timeline().moments().size()));
    dialog_->setUsualFolder(usualFiguresFolder(run_));
}

void AnimationExporter::start() {
    const FigureStyle shown = panels_.gating()->figureStyle();
    AnimationTask task;
    task.plan = dialog_->plan();
    task.plan.folder = dialog_->folder();
    task.style = styleNamed(task.plan.theme);
    task.style.map = shown.map;
    task.style.autoRange = shown.autoRange;
    task.orders = panels_.orders();
    task.constraint = workspace_.session.status()->plan.constraint;
    const TrainingSnapshot& snapshot = *workspace_.moment.snapshot();
    task.metadata = QString::fromStdString(
        provenance(workspace_.session.config(), snapshot.step, snapshot.statistics.examples));
    job_.make(timeline_.timeline(), task);
    dialog_->setRunning(true);
}

void AnimationExporter::finish(const QStringList& paths, int unread) {
    dialog_->setRunning(false);
    const QString wrote = paths.size() == 1 ? tr("Made %1.").arg(QDir::toNativeSeparators(paths.front()))
                                            : tr("Made %1 animations in %2.")
                                                  .arg(paths.size())
                                                  .arg(QDir::toNativeSeparators(dialog_->folder()));
    dialog_->showMade(
        unread == 0 ? wrote : tr("%1 %2 moments could not be read and are left out.").arg(wrote).arg(unread));
}

} // namespace expertscope
