// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/expertscope/export/figure_exporter.h"

#include "app/expertscope/export/job_in_dialog.h"
#include "app/expertscope/panels/figure_panels.h"
#include "app/expertscope/session/workspace.h"
#include "model/run/provenance.h"
#include "views/dialogs/export_dialog.h"
#include "views/figures/figure_table.h"
#include "views/panels/figure_view.h"

#include <QDir>
#include <QSettings>
#include <QStandardPaths>

namespace expertscope {

QString usualFiguresFolder(const QString& run) {
    return run.isEmpty() ? QDir(QStandardPaths::writableLocation(QStandardPaths::DocumentsLocation))
                               .filePath(QStringLiteral("Expertscope"))
                         : QDir(run).filePath(QStringLiteral("figures"));
}

FigureExporter::FigureExporter(QWidget& window, FigurePanels& panels, Workspace& workspace)
    : QObject(&window), window_(window), panels_(panels), workspace_(workspace) {
    connect(&panels, &FigurePanels::changed, this, &FigureExporter::follow);
    connect(&workspace.session, &TrainingSession::runChanged, this, [this](const QString& path) {
        run_ = path;
        follow();
    });
}

void FigureExporter::showDialog() {
    if (!dialog_)
        makeDialog();
    dialog_->show();
    dialog_->raise();
    dialog_->activateWindow();
    follow();
}

void FigureExporter::makeDialog() {
    dialog_ = new ExportDialog(&window_);
    if (settings_)
        dialog_->setChoices(ExportChoices::load(*settings_));
    connect(dialog_, &ExportDialog::choicesChanged, this, [this] {
        if (settings_)
            dialog_->choices().save(*settings_);
    });
    connect(dialog_, &ExportDialog::exportRequested, this, [this](const std::vector<FigureFile>& files) {
        dialog_->setRunning(true);
        job_.write(files);
    });
    connect(dialog_, &ExportDialog::copyRequested, this,
            [this](const std::shared_ptr<const Figure>& figure, const ExportOptions& options) {
                dialog_->setRunning(true);
                job_.copy(figure, options);
            });
    showIn(job_, *dialog_);
    connect(&job_, &FigureJob::wrote, dialog_, [this](const QStringList& paths) {
        dialog_->setRunning(false);
        const QString first = QDir::toNativeSeparators(paths.front());
        dialog_->showMade(paths.size() == 1
                              ? tr("Wrote %1.").arg(first)
                              : tr("Wrote %1 files to %2.").arg(paths.size()).arg(QFileInfo(first).path()));
    });
    connect(&job_, &FigureJob::copied, dialog_, [this](const QString& title) {
        dialog_->setRunning(false);
        dialog_->showMade(tr("%1 is on the clipboard.").arg(title));
    });
}

void FigureExporter::follow() {
    if (!dialog_ || !dialog_->isVisible())
        return;
    const TrainingSnapshot& snapshot = *workspace_.moment.shown();
    const GatingStatistics& statistics = snapshot.statistics;
    const FigureStyle style = panels_.gating()->figureStyle();
    dialog_->setColours(style.map, style.autoRange);
    dialog_->setUsualFolder(usualFiguresFolder(run_));
    dialog_->setFigures(
        figureSet(statistics, snapshot.probe, snapshot.history, panels_.orders()),
        QString::fromStdString(provenance(workspace_.session.config(), snapshot.step, statistics.examples)));
}

} // namespace expertscope
