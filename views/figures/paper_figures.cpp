// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/figures/paper_figures.h"

#include "views/figures/printed_gating_figure.h"

#include <QDir>

namespace expertscope {
namespace {

/// The same results as the paper lays them out: most figures are drawn so anyway.
std::shared_ptr<const Figure> printed(const std::shared_ptr<const Figure>& figure) {
    if (const auto gating = std::dynamic_pointer_cast<const GatingFigure>(figure))
        return std::make_shared<PrintedGatingFigure>(gating->statistics(), gating->orders());
    return figure;
}

} // namespace

int numberInPaper(const Figure& figure) {
    const QString id = figure.id(), prefix = QStringLiteral("figure");
    return id.startsWith(prefix) ? id.mid(prefix.size()).section('-', 0, 0).toInt() : 0;
}

std::vector<FigureFile> paperFiles(const std::vector<std::shared_ptr<const Figure>>& figures,
                                   const QString& folder, const QList<FigureFormat>& formats,
                                   const ExportOptions& usual) {
    std::vector<FigureFile> files;
    for (const auto& figure : figures) {
        const int number = numberInPaper(*figure);
        if (number == 0 || figure->isEmpty())
            continue;
        const std::shared_ptr<const Figure> asPrinted = printed(figure);
        for (const FigureFormat format : formats) {
            if (format == FigureFormat::Csv)
                continue;
            ExportOptions options;
            options.format = format;
            options.dpi = usual.dpi;
            options.style.pointSize = columnPointSize;
            options.widthMm = asPrinted->usualWidthMm();
            options.style.map = usual.style.map;
            options.metadata = usual.metadata;
            const QString name = QStringLiteral("figure-%1.%2").arg(number).arg(suffixOf(format));
            files.push_back({asPrinted, QDir(folder).filePath(name), options});
        }
    }
    return files;
}

} // namespace expertscope
