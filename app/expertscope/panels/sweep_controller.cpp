// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/expertscope/panels/sweep_controller.h"

#include "app/expertscope/session/workspace.h"
#include "model/base/error.h"
#include "model/base/file.h"
#include "model/sweep/sweep_plot.h"
#include "views/figures/sweep_figure.h"
#include "views/panels/figure_view.h"
#include "views/panels/sweep_table_view.h"

#include <QDir>
#include <QDockWidget>
#include <QTabWidget>

#include <chrono>

namespace expertscope {
namespace {

constexpr std::chrono::seconds againAfter{3};

QString firstFinished(const SweepDirectory& directory, const SweepResult& result) {
    for (const SweepCellResult& cell : result.cells)
        for (std::size_t s = 0; s < cell.runs.size(); ++s)
            if (cell.runs[s].status == SweepRun::Status::Finished)
                return QString::fromStdString(directory.runPath(cell.cell, result.sweep.seeds[s]).string());
    return {};
}

} // namespace

/// What is on disk at one moment, or why it cannot be read.
struct SweepController::Read {
    std::optional<SweepDirectory> directory;
    SweepResult result;
    std::vector<std::shared_ptr<const Figure>> plots;
    QString wrong;
};

SweepController::SweepController(QDockWidget& dock, Workspace& workspace)
    : QObject(&dock), dock_(dock), workspace_(workspace), tabs_(new QTabWidget), table_(new SweepTableView) {
    tabs_->setDocumentMode(true);
    tabs_->addTab(table_, tr("Runs"));
    dock_.setWidget(tabs_);
    dock_.hide();
    again_.setInterval(againAfter);
    connect(&again_, &QTimer::timeout, this, [this] {
        if (directory_ && dock_.isVisible())
            read(QString::fromStdString(directory_->path().string()), true);
    });
    connect(table_, &SweepTableView::runActivated, this, [this](int cell, int seed) {
        const Sweep& sweep = directory_->sweep();
        const std::filesystem::path path = directory_->runPath(sweep.cells[cell], sweep.seeds[seed]);
        try {
            if (isThere(path))
                emit runChosen(QString::fromStdString(path.string()));
            else
                emit workspace_.notices.failed(tr("%1 has not begun yet; dmoe sweep trains it.")
                                                   .arg(QString::fromStdString(path.string())));
        } catch (const Error& error) {
            emit workspace_.notices.failed(QString::fromUtf8(error.what()));
        }
    });
}

void SweepController::open(const QString& path) {
    read(path, false);
}

void SweepController::read(const QString& path, bool again) {
    workspace_.queries.ask(
        this,
        [folder = std::filesystem::path(path.toStdString())] {
            Read read;
            try {
                read.directory = SweepDirectory::open(folder);
                read.result = read.directory->readResult();
                for (const SweepPlot& plot : read.directory->sweep().plots)
                    read.plots.push_back(
                        std::make_shared<SweepFigure>(plotData(*read.directory, read.result, plot)));
            } catch (const std::exception& error) {
                read.wrong = QString::fromStdString(sentenceOf(error));
            }
            return read;
        },
        [this, again](const Read& read) { show(read, again); });
}

void SweepController::show(const Read& read, bool again) {
    if (!read.wrong.isEmpty()) {
        again_.stop(); // and what was read before stays
        return emit workspace_.notices.failed(read.wrong);
    }
    directory_ = read.directory;
    table_->setResult(read.result);
    showPlots(read);
    const bool finished = read.result.finished();
    finished ? again_.stop() : again_.start();
    if (again)
        return;
    dock_.setWindowTitle(tr("Sweep %1").arg(QString::fromStdString(read.result.sweep.name)));
    tabs_->setCurrentIndex(0);
    dock_.show();
    dock_.raise();
    table_->setFocus();
    emit opened(firstFinished(*read.directory, read.result));
}

void SweepController::showPlots(const Read& read) {
    while (tabs_->count() - 1 > static_cast<int>(read.plots.size()))
        delete tabs_->widget(tabs_->count() - 1);
    for (std::size_t i = 0; i < read.plots.size(); ++i) {
        const int tab = static_cast<int>(i) + 1;
        if (tab >= tabs_->count())
            tabs_->addTab(new FigureView, QString());
        tabs_->setTabText(tab, read.plots[i]->title());
        static_cast<FigureView*>(tabs_->widget(tab))->setFigure(read.plots[i]);
    }
}

} // namespace expertscope
