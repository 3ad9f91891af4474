#include "views/paper_figures.h"

#include <QDir>

namespace expertscope {

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
        const std::shared_ptr<const Figure> printed = figure->printed();
        for (const FigureFormat format : formats) {
            if (format == FigureFormat::Csv)
                continue;
            ExportOptions options;
            options.format = format;
            options.dpi = usual.dpi;
            options.style.pointSize = columnPointSize;
            options.widthMm = printed ? printed->usualWidthMm() : figure->usualWidthMm();
            options.style.map = usual.style.map;
            options.metadata = usual.metadata;
            const QString name = QStringLiteral("figure-%1.%2").arg(number).arg(suffixOf(format));
            files.push_back({printed ? printed : figure, QDir(folder).filePath(name), options});
        }
    }
    return files;
}

} // namespace expertscope
