// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QMenu>
#include <QStringList>

#include <functional>

class QSettings;

namespace expertscope {

/// The runs that were open lately, the last one first; those that are no longer there are dropped when the
/// menu opens.
class RecentRuns : public QMenu {
    Q_OBJECT

  public:
    explicit RecentRuns(QWidget* parent = nullptr);

    void add(const QString& path);
    const QStringList& paths() const { return paths_; }
    /// Fills another menu with the same runs, for another purpose.
    void list(QMenu& menu, const std::function<void(const QString& path)>& take) const;
    void save(QSettings& settings) const;
    void load(const QSettings& settings);

  signals:
    void chosen(const QString& path);

  private:
    void fill();

    QStringList paths_;
};

} // namespace expertscope
