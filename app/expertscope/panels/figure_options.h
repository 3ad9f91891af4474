// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>

class QAction;
class QActionGroup;
class QMainWindow;
class QMenu;
class QSettings;

namespace expertscope {

class FigurePanels;

/// How the figures show their numbers, as a person chose in the View menu: which colours, over which range,
/// and in which order experts stand.
class FigureOptions : public QObject {
    Q_OBJECT

  public:
    FigureOptions(QMainWindow& window, FigurePanels& figures);

    QMenu* colours() const { return maps_; }
    QAction* autoRange() const { return autoRange_; }
    QAction* sorted() const { return sorted_; }

    void load(const QSettings& settings);
    void save(QSettings& settings) const;

  private:
    void addColours(QMainWindow& window, FigurePanels& figures);
    void addAutoRange(FigurePanels& figures);
    void addSorted(QMainWindow& window, FigurePanels& figures);

    QMenu* maps_;
    QActionGroup* colours_;
    QAction *autoRange_, *sorted_;
};

} // namespace expertscope
