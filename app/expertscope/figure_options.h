#pragma once

#include <QObject>

class QAction;
class QActionGroup;
class QMenu;
class QSettings;

namespace expertscope {

class FigurePanels;

/// How the figures show their numbers, as a person chose in the View menu: which colours, over which range.
class FigureOptions : public QObject {
    Q_OBJECT

  public:
    FigureOptions(QMenu& view, FigurePanels& figures);

    void load(const QSettings& settings);
    void save(QSettings& settings) const;

  private:
    void addColours(QMenu& view, FigurePanels& figures);
    void addAutoRange(QMenu& view, FigurePanels& figures);

    QActionGroup* colours_;
    QAction* autoRange_;
};

} // namespace expertscope
