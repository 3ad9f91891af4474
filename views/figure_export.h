#pragma once

#include "views/figure.h"

#include <QString>
#include <QStringList>

#include <optional>

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

/// Writes the figure (or its numbers, for CSV) to a file, which appears whole or not at all.
/// Throws FileError: what could not be written, why, and what to do.
void exportFigure(const Figure& figure, const QString& path, const ExportOptions& options);

/// "png", "svg", "pdf", "csv", in any case; nullopt for others.
std::optional<FigureFormat> figureFormat(const QString& name);
QString suffixOf(FigureFormat format);

} // namespace expertscope
