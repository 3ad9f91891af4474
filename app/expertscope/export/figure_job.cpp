// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/expertscope/export/figure_job.h"

#include "app/expertscope/export/any_thread_figure.h"
#include "app/output_folder.h"

#include <QClipboard>
#include <QFileInfo>
#include <QGuiApplication>
#include <QMimeData>

#include <utility>

namespace expertscope {

void FigureJob::write(const std::vector<FigureFile>& files) {
    start([this, files] { return [this, paths = writeHere(files)] { emit wrote(paths); }; });
}

/// On the job's thread.
QStringList FigureJob::writeHere(std::vector<FigureFile> files) {
    QStringList paths;
    for (FigureFile& file : files) {
        file.figure = forAnyThread(file.figure, cancelled());
        paths << file.path;
    }
    const OutputFolder folder(QFileInfo(paths.front()).path());
    exportFigures(files, [this, count = paths.size(), last = -1.](double fraction) mutable {
        const auto at = std::min(count, qRound64(fraction * static_cast<double>(count)) + 1);
        if (std::exchange(last, fraction) != fraction)
            report(fraction, tr("Drawing %1 of %2").arg(at).arg(count));
        return !cancelled();
    });
    return paths;
}

void FigureJob::copy(const std::shared_ptr<const Figure>& figure, const ExportOptions& options) {
    start([this, figure, options] {
        report(0, tr("Copying %1").arg(figure->title()));
        const ClipboardFigure drawn =
            drawForClipboard(*forAnyThread(figure, cancelled()), options, [this] { return !cancelled(); });
        throwIfCancelled();
        return [this, drawn, title = figure->title()] {
            QGuiApplication::clipboard()->setMimeData(mimeDataOf(drawn).release());
            emit copied(title);
        };
    });
}

} // namespace expertscope
