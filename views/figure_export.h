#pragma once

#include "views/figure.h"

#include <QString>
#include <QStringList>

#include <memory>
#include <optional>
#include <vector>

class QMimeData;

namespace expertscope {

enum class FigureFormat { Png, Svg, Pdf, Csv };

struct ExportOptions {
    FigureFormat format = FigureFormat::Pdf;
    double widthMm = 84;              ///< one column of a paper; the height is the figure's own
    std::optional<double> heightMm;   ///< overrides it
    double dpi = 300;                 ///< of PNG; vector files have none
    FigureStyle style = printStyle(); ///< its scale is set here
    QString metadata; ///< JSON: the run's configuration, kept in the file (CSV has no place for it)
};

/// How large the figure will be.
QSizeF exportSizeInMm(const Figure& figure, const ExportOptions& options);

/// The bytes of such a file. path is what an error names. Throws FileError.
QByteArray renderFigure(const Figure& figure, const ExportOptions& options, const QString& path);

/// One file that is wanted.
struct FigureFile {
    std::shared_ptr<const Figure> figure;
    QString path;
    ExportOptions options;
};
/// Writes all of them, or none: every figure is drawn and stands beside its target before the first one takes
/// its place. Throws FileError as exportFigure does.
void exportFigures(const std::vector<FigureFile>& files);

/// For the clipboard: the figure as a picture and as SVG, so that whatever it is pasted into takes the best.
std::unique_ptr<QMimeData> figureForClipboard(const Figure& figure, ExportOptions options);

/// Writes the figure (or its numbers, for CSV) to a file, which appears whole or not at all.
/// Throws FileError: what could not be written, why, and what to do.
void exportFigure(const Figure& figure, const QString& path, const ExportOptions& options);

/// "png", "svg", "pdf", "csv", in any case; nullopt for others.
std::optional<FigureFormat> figureFormat(const QString& name);
QString suffixOf(FigureFormat format);

} // namespace expertscope
