// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/expertscope/export/figure_job.h"

#include <functional>
#include <memory>

class QMenu;
class QWidget;

namespace expertscope {

/// What can be done with a figure, by the right mouse button or the menu key on it: copy it, see or copy its
/// numbers, export it.
class FigureMenu : public QObject {
    Q_OBJECT

  public:
    explicit FigureMenu(QObject* parent);

    using Held = std::shared_ptr<const Figure>;

    /// figure is asked when the menu opens, and what is copied and shown is of that moment; null or an empty
    /// figure has no menu.
    void serve(QWidget& view, std::function<Held()> figure);
    /// As a table, in a window of its own: what assistive technology reads of a figure.
    static void showNumbers(QWidget& view, const Held& figure);

  signals:
    /// The menu of that view is about to open at that place of it: what comes first may be added now.
    void opening(QMenu* menu, QWidget* view, const QPoint& position);
    void exportRequested();
    /// Something to tell calmly.
    void told(const QString& sentence);
    void failed(const QString& sentence);

  private:
    void open(QWidget& view, const Held& figure, const QPoint& position);
    void copy(const QWidget& view, const Held& figure);

    FigureJob copying_;
};

} // namespace expertscope
