// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/expertscope/panels/figure_options.h"

#include "app/expertscope/common/window_action.h"
#include "app/expertscope/panels/figure_panels.h"
#include "views/drawing/colour_map.h"

#include <QAction>
#include <QActionGroup>
#include <QMainWindow>
#include <QMenu>
#include <QSettings>

namespace expertscope {

FigureOptions::FigureOptions(QMainWindow& window, FigurePanels& figures) : QObject(&window) {
    addColours(window, figures);
    addAutoRange(figures);
    addSorted(window, figures);
}

void FigureOptions::addColours(QMainWindow& window, FigurePanels& figures) {
    maps_ = new QMenu(tr("&Colours"), &window);
    colours_ = new QActionGroup(this);
    const QStringList names = ColourMap::names();
    for (int i = 0; i < names.size(); ++i) {
        const ColourMap map(static_cast<ColourMap::Kind>(i));
        QAction* action =
            maps_->addAction(names[i], &figures, [&figures, map] { figures.setColourMap(map); });
        action->setObjectName(QStringLiteral("colours.%1").arg(i));
        action->setCheckable(true);
        action->setChecked(i == 0);
        colours_->addAction(action);
    }
}

void FigureOptions::addAutoRange(FigurePanels& figures) {
    autoRange_ = new QAction(tr("Spread colours over the &data's range"), this);
    autoRange_->setObjectName(QStringLiteral("autoRange"));
    autoRange_->setCheckable(true);
    autoRange_->setToolTip(tr("Otherwise colours run from 0 to 1, so that moments and runs compare"));
    connect(autoRange_, &QAction::toggled, &figures, &FigurePanels::setAutoRange);
}

void FigureOptions::addSorted(QMainWindow& window, FigurePanels& figures) {
    sorted_ =
        addWindowAction(window, tr("Experts in a stable &order"), Qt::Key_O,
                        tr("Sort layer 1 by position and later layers by class, so that runs and moments "
                           "compare; numbers and colours stay"),
                        QStringLiteral("sorted"));
    sorted_->setCheckable(true);
    sorted_->setChecked(true);
    connect(sorted_, &QAction::toggled, &figures, &FigurePanels::setSorted);
}

void FigureOptions::load(const QSettings& settings) {
    const QString chosen = settings.value("window/colours").toString();
    for (QAction* action : colours_->actions())
        if (action->objectName() == chosen)
            action->trigger();
    autoRange_->setChecked(settings.value("window/autoRange").toBool());
    sorted_->setChecked(settings.value("window/sorted", true).toBool());
}

void FigureOptions::save(QSettings& settings) const {
    settings.setValue("window/colours", colours_->checkedAction()->objectName());
    settings.setValue("window/autoRange", autoRange_->isChecked());
    settings.setValue("window/sorted", sorted_->isChecked());
}

} // namespace expertscope
