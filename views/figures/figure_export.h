// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/base/progress.h"
#include "views/figures/figure.h"

#include <QImage>
#include <QString>
#include <QStringList>

#include <functional>
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

/// Asked again and again whether something is still wanted. Empty means yes.
using Wanted = std::function<bool()>;

/// The bytes of such a file. path is what an error names. Throws FileError, and Cancelled, soon after it is
/// not wanted any more: packing a picture of 30,000 pixels takes ten seconds.
QByteArray renderFigure(const Figure& figure, const ExportOptions& options, const QString& path,
                        const Wanted& wanted = {});

/// One file that is wanted.
struct FigureFile {
    std::shared_ptr<const Figure> figure;
    QString path;
    ExportOptions options;
};
/// Writes all of them, or none: every figure is drawn and stands beside its target before the first one takes
/// its place. Throws FileError as exportFigure does, and Cancelled.
void exportFigures(const std::vector<FigureFile>& files, const Progress& progress = {});

/// A figure as a picture and as SVG, so that whatever it is pasted into takes the best.
struct ClipboardFigure {
    QByteArray svg, png;
    QImage image; ///< the same as png
};
/// Throws FileError and Cancelled.
ClipboardFigure drawForClipboard(const Figure& figure, ExportOptions options, const Wanted& wanted = {});
/// To be made on the thread that the clipboard belongs to, the window's.
std::unique_ptr<QMimeData> mimeDataOf(const ClipboardFigure& figure);

/// Writes the figure (or its numbers, for CSV) to a file, which appears whole or not at all.
/// Throws FileError: what could not be written, why, and what to do.
void exportFigure(const Figure& figure, const QString& path, const ExportOptions& options);

/// "png", "svg", "pdf", "csv", in any case; nullopt for others.
std::optional<FigureFormat> figureFormat(const QString& name);
QString suffixOf(FigureFormat format);

} // namespace expertscope
