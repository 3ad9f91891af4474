// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/expertscope/common/recent_runs.h"

#include <QDir>
#include <QFileInfo>
#include <QSettings>

namespace expertscope {
namespace {

constexpr int mostRuns = 10;

} // namespace

RecentRuns::RecentRuns(QWidget* parent) : QMenu(tr("Re&cent runs"), parent) {
    setObjectName(QStringLiteral("recentRuns"));
    setToolTipsVisible(true);
    connect(this, &QMenu::aboutToShow, this, &RecentRuns::fill);
    fill();
}

void RecentRuns::add(const QString& path) {
    if (path.isEmpty())
        return;
    paths_.removeAll(path);
    paths_.prepend(path);
    paths_ = paths_.mid(0, mostRuns);
    fill();
}

void RecentRuns::fill() {
    paths_.removeIf(
        [](const QString& path) { return !QFileInfo::exists(QDir(path).filePath("config.json")); });
    list(*this, [this](const QString& path) { emit chosen(path); });
}

void RecentRuns::list(QMenu& menu, const std::function<void(const QString&)>& take) const {
    menu.clear();
    for (const QString& path : paths_) {
        QString name = QDir(path).dirName();
        QAction* action = menu.addAction(name.replace(QLatin1Char('&'), QLatin1String("&&")), &menu,
                                         [take, path] { take(path); });
        action->setToolTip(QDir::toNativeSeparators(path));
    }
    if (paths_.isEmpty())
        menu.addAction(tr("No runs yet"))->setEnabled(false);
}

void RecentRuns::save(QSettings& settings) const {
    if (paths_.isEmpty())
        settings.remove("recentRuns");
    else
        settings.setValue("recentRuns", paths_);
}

void RecentRuns::load(const QSettings& settings) {
    paths_ = settings.value("recentRuns").toStringList().mid(0, mostRuns);
    fill();
}

} // namespace expertscope
