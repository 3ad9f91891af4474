// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

#include <vector>

class QGridLayout;
class QToolButton;

namespace expertscope {

/// Which experts of a layer are shown: a tick for each, the next and the last few, all. Hidden while there
/// are so few that all have room.
class ExpertChooser : public QWidget {
    Q_OBJECT

  public:
    /// Up to so many are always all shown; of more, at first so many.
    static constexpr int alwaysAll = 8, atFirst = 4;

    explicit ExpertChooser(QWidget* parent = nullptr);

    /// Another number begins with the first few, or all.
    void setExperts(int count);
    /// From 0, in order; empty for all.
    const std::vector<int>& chosen() const { return chosen_; }
    /// As many others, those that follow (by > 0) or come before.
    void page(int by);

  signals:
    void changed();

  private:
    QToolButton* addButton(const QString& text, const QString& tip, const QString& name);
    void choose(std::vector<int> experts);
    void toggle(int expert, bool on);
    void showChosen();

    int count_ = 0;
    std::vector<int> chosen_;
    std::vector<QToolButton*> ticks_;
    QGridLayout* grid_;
};

} // namespace expertscope
