// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/panels/expert_chooser.h"

#include "views/drawing/palette.h"

#include <QBoxLayout>
#include <QGridLayout>
#include <QToolButton>

#include <algorithm>
#include <numeric>

namespace expertscope {
namespace {

constexpr int ticksInARow = 16, tickWidth = 20;

std::vector<int> upTo(int count) {
    std::vector<int> experts(static_cast<std::size_t>(std::max(0, count)));
    std::iota(experts.begin(), experts.end(), 0);
    return experts;
}

/// The expert's number over its colour, pale while it is not shown.
QString tickStyle(int expert) {
    return QStringLiteral(
               "QToolButton { border: none; border-bottom: 3px solid palette(mid); padding: 1px; }"
               "QToolButton:checked { border-bottom-color: %1; font-weight: 600; }"
               "QToolButton:!checked { color: palette(mid); }"
               "QToolButton:focus { background: palette(highlight); color: palette(highlighted-text); }")
        .arg(expertColour(expert).name());
}

} // namespace

ExpertChooser::ExpertChooser(QWidget* parent) : QWidget(parent), grid_(new QGridLayout) {
    setObjectName(QStringLiteral("expertChooser"));
    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(6, 2, 6, 0);
    layout->setSpacing(1);
    grid_->setSpacing(0);
    layout->addLayout(grid_);
    layout->addStretch(1);
    const auto button = [&](const QString& text, const QString& tip, const char* name, auto slot) {
        QToolButton* made = addButton(text, tip, QLatin1String(name));
        connect(made, &QToolButton::clicked, this, slot);
        layout->addWidget(made);
    };
    button(tr("◂"), tr("The second-layer experts before these (Page up in the figure)"), "expertsBefore",
           [this] { page(-1); });
    button(tr("▸"), tr("The second-layer experts after these (Page down in the figure)"), "expertsAfter",
           [this] { page(1); });
    button(tr("First %1").arg(atFirst), tr("Show the first %1 second-layer experts").arg(atFirst),
           "firstExperts", [this] { choose(upTo(std::min(atFirst, count_))); });
    button(tr("All"), tr("Show all second-layer experts; the figure then scrolls"), "allExperts",
           [this] { choose(upTo(count_)); });
    hide();
}

QToolButton* ExpertChooser::addButton(const QString& text, const QString& tip, const QString& name) {
    auto* button = new QToolButton;
    button->setText(text);
    button->setToolTip(tip);
    button->setAccessibleName(tip);
    button->setObjectName(name);
    button->setFocusPolicy(Qt::StrongFocus);
    return button;
}

void ExpertChooser::setExperts(int count) {
    if (count == count_)
        return;
    count_ = count;
    qDeleteAll(ticks_);
    ticks_.clear();
    for (int e = 0; count > alwaysAll && e < count; ++e) {
        QToolButton* tick = addButton(QString::number(e + 1), tr("Show second-layer expert %1").arg(e + 1),
                                      QStringLiteral("showExpert.%1").arg(e + 1));
        tick->setCheckable(true);
        tick->setFixedWidth(tickWidth);
        tick->setStyleSheet(tickStyle(e));
        connect(tick, &QToolButton::toggled, this, [this, e](bool on) { toggle(e, on); });
        grid_->addWidget(tick, e / ticksInARow, e % ticksInARow);
        ticks_.push_back(tick);
    }
    setVisible(count > alwaysAll);
    choose(count > alwaysAll ? upTo(atFirst) : std::vector<int>());
}

void ExpertChooser::choose(std::vector<int> experts) {
    if (experts == chosen_)
        return;
    chosen_ = std::move(experts);
    showChosen();
    emit changed();
}

void ExpertChooser::showChosen() {
    for (std::size_t e = 0; e < ticks_.size(); ++e) {
        const QSignalBlocker quiet(ticks_[e]);
        ticks_[e]->setChecked(std::count(chosen_.begin(), chosen_.end(), static_cast<int>(e)) > 0);
    }
}

void ExpertChooser::toggle(int expert, bool on) {
    std::vector<int> experts = chosen_;
    std::erase(experts, expert);
    if (on)
        experts.insert(std::upper_bound(experts.begin(), experts.end(), expert), expert);
    if (experts.empty()) // something is always shown
        return showChosen();
    choose(std::move(experts));
}

void ExpertChooser::page(int by) {
    const int shown = static_cast<int>(chosen_.size());
    if (shown == 0 || shown >= count_)
        return;
    const int from = by > 0 ? chosen_.back() + 1 : chosen_.front() - shown;
    std::vector<int> experts;
    for (int i = 0; i < shown; ++i)
        experts.push_back(((from + i) % count_ + count_) % count_); // counting on behind the last
    std::sort(experts.begin(), experts.end());
    choose(std::move(experts));
}

} // namespace expertscope
