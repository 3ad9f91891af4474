// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "views/figures/figure_export.h"

#include <QList>
#include <QStringList>

class QSettings;

namespace expertscope {

/// What a person chose in the export dialog, kept from one time to the next. The defaults fit one column of a
/// paper.
struct ExportChoices {
    QStringList figures{"figure2-gating", "figure3-examples", "figure5-joint"}; ///< ids
    double widthMm = 84;
    double heightMm = 0; ///< 0: each figure's own
    double dpi = 300;
    double pointSize = 8;
    QString theme = "print";
    QList<FigureFormat> formats{FigureFormat::Pdf};
    QString folder; ///< empty: the run's own

    /// How one figure is written with them. map and range are the window's.
    ExportOptions options(FigureFormat format, const ColourMap& map, bool autoRange,
                          const QString& metadata) const;

    void save(QSettings& settings) const;
    /// What cannot be read, or makes no sense, is as in the defaults.
    static ExportChoices load(const QSettings& settings);
};

} // namespace expertscope
