// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "views/drawing/colour_map.h"

#include <QFont>

class QWidget;

namespace expertscope {

/// How a figure looks, apart from what it shows. All lengths in a figure are given in points and multiplied
/// by `scale`, so the same painting code serves a window, a picture at 300 dpi and a vector file.
struct FigureStyle {
    enum class Theme { Print, Light, Dark };

    Theme theme = Theme::Light;
    QColor background;
    QColor ink;      ///< titles and numbers
    QColor mutedInk; ///< axis labels
    QColor grid;     ///< axes, separators
    QColor shade;    ///< the constrained phase behind curves
    ColourMap map;
    double pointSize = 8;
    double scale = 96. / 72.; ///< device units a point
    bool onScreen = false;    ///< letters smoothed as the desktop has them; else alike on every machine
    bool autoRange = false; ///< the colour domain follows the data; else it is fixed, so that figures compare

    double points(double length) const { return length * scale; }
    double em() const { return pointSize * scale; }
    /// The height that a line of text takes.
    double line() const { return 1.35 * em(); }
    QFont font(double relativeSize = 1, QFont::Weight weight = QFont::Normal) const;

    bool operator==(const FigureStyle&) const = default;
};

/// Letters for one column of a paper: the smallest in a figure then have 7 points.
constexpr double columnPointSize = 8;

FigureStyle lightStyle();
FigureStyle darkStyle();
/// On white, 7.5 pt; its scale is set by the export.
FigureStyle printStyle();
/// "light" and "dark"; print for anything else.
FigureStyle styleNamed(const QString& theme);
/// Light or dark by the lightness of the widget's palette, on the palette's own ground and at its screen's
/// scale; larger as the widget's font is larger than the system's, as in a presentation.
FigureStyle screenStyle(const QWidget& widget);

} // namespace expertscope
