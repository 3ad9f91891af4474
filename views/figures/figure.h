// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "views/drawing/figure_style.h"
#include "views/figures/selection.h"

#include <QRectF>
#include <QString>

#include <optional>
#include <vector>

class QPainter;

namespace expertscope {

/// One thing in a figure that can be pointed at, in the units of the area the figure is painted in.
struct FigureCell {
    FigureCell() = default;
    FigureCell(const QRectF& place, const Selection& thing) : area(place), shows(thing) {}

    QRectF area;
    Selection shows;
};

/// What is under the pointer.
struct FigureHit {
    QRectF area;
    Selection shows;
    QString text; ///< what it is, its value, and how many examples (n) that rests on
};

/// A picture of immutable results: the same code paints on screen and into files. Made anew for every
/// snapshot, therefore cheap to make. Holds no widget and no state of the window.
class Figure {
  public:
    virtual ~Figure() = default;
    Figure() = default;
    Figure(const Figure&) = delete;
    Figure& operator=(const Figure&) = delete;

    /// How wide it is in print where nobody says: one column of a paper.
    virtual double usualWidthMm() const { return 84; }
    /// A file name's stem: "figure2-gating".
    virtual QString id() const = 0;
    virtual QString title() const = 0;
    /// The size it looks best at in print, of a given width: one column of a paper by default.
    QSizeF sizeInMm(double widthMm = 84) const { return {widthMm, heightInMm(widthMm)}; }
    virtual bool isEmpty() const = 0;
    /// What will appear here, shown while isEmpty().
    virtual QString emptyText() const = 0;
    /// A sentence for people who do not see the picture.
    virtual QString summary() const = 0;
    /// The numbers, with a header line (RFC 4180).
    virtual QString toCsv() const = 0;

    /// The least size at which it can be read, where there is that room: larger than the room where one has
    /// to scroll.
    virtual QSizeF leastSize(const QSizeF& room, const FigureStyle&) const { return room; }
    /// So that the two compare side by side: colours, bars or axes span what both show. A figure of another
    /// kind has nothing to share.
    virtual void shareScale(const Figure& /*other*/) {}
    /// Whether a widget draws it: paint() is then for the window's thread only. All others can be painted on
    /// any thread.
    virtual bool needsWindowThread() const { return false; }
    /// Fills the area with the style's ground and draws on it.
    void paint(QPainter& painter, const QRectF& area, const FigureStyle& style) const;

    /// Everything that can be pointed at, in reading order; the same rectangles that paint() fills.
    virtual std::vector<FigureCell> cells(const QRectF& area, const FigureStyle& style) const;
    /// The hover text of what a cell shows; empty where this figure does not show it.
    virtual QString readOut(const Selection& shows) const;
    std::optional<FigureHit> hitTest(const QPointF& position, const QRectF& area,
                                     const FigureStyle& style) const;

  protected:
    virtual double heightInMm(double widthMm) const = 0;
    /// Called with antialiasing on; never when empty.
    virtual void draw(QPainter& painter, const QRectF& area, const FigureStyle& style) const = 0;
};

} // namespace expertscope
