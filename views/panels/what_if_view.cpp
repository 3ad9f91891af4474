// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/panels/what_if_view.h"

#include "views/drawing/figure_text.h"
#include "views/drawing/palette.h"
#include "views/figures/lesion_figure.h"
#include "views/panels/figure_view.h"

#include <QBoxLayout>
#include <QGridLayout>
#include <QLabel>
#include <QPainter>
#include <QPushButton>
#include <QSlider>
#include <QToolButton>

#include <algorithm>

namespace expertscope {
namespace {

constexpr int switchesARow = 4;

QString percent(double fraction) {
    return QStringLiteral("%1 %").arg(numberText(100 * fraction, 1));
}

/// Full where the expert is on, hollow where it is off.
QIcon swatch(int expert, bool on, const QSize& size) {
    QPixmap pixmap(size * 2); // enough for a display of twice the density
    pixmap.fill(Qt::transparent);
    QPainter painter(&pixmap);
    painter.setPen(QPen(expertColour(expert), 3));
    painter.setBrush(on ? QBrush(expertColour(expert)) : QBrush(Qt::NoBrush));
    painter.drawRect(pixmap.rect().adjusted(6, 6, -6, -6));
    return QIcon(pixmap);
}

} // namespace

QString lesionText(const Lesion& lesion, const std::vector<int>& layers) {
    QStringList parts;
    for (int k = 0; k < lesion.layers(); ++k) {
        const int layer = layers.at(k) + 1;
        if (const int only = lesion.forced(k); only >= 0) {
            parts << WhatIfView::tr("only expert %1 of layer %2").arg(only + 1).arg(layer);
            continue;
        }
        QStringList off;
        for (int e = 0; e < lesion.experts(k); ++e)
            if (lesion.isOff(k, e))
                off << QString::number(e + 1);
        if (off.size() == 1)
            parts << WhatIfView::tr("expert %1 of layer %2 off").arg(off.front()).arg(layer);
        else if (!off.isEmpty())
            parts << WhatIfView::tr("experts %1 of layer %2 off")
                         .arg(off.join(QStringLiteral(", ")))
                         .arg(layer);
    }
    if (lesion.mostOfExample() == 1)
        parts << WhatIfView::tr("only the largest gate of each layer");
    else if (lesion.mostOfExample() > 1)
        parts << WhatIfView::tr("only the %1 largest gates of each layer").arg(lesion.mostOfExample());
    QString text = parts.join(QStringLiteral("; "));
    if (!text.isEmpty())
        text[0] = text[0].toUpper();
    return text;
}

WhatIfView::WhatIfView(QWidget* parent)
    : QWidget(parent), holder_(new QWidget), force_(new QPushButton(tr("Force selected"))),
      end_(new QPushButton(tr("All on"))), limitText_(new QLabel), limit_(new QSlider(Qt::Horizontal)),
      error_(new QLabel), detail_(new QLabel), classes_(new FigureView) {
    setAccessibleName(tr("What if"));
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(6, 4, 6, 4);
    layout->setSpacing(6);
    (new QVBoxLayout(holder_))->setContentsMargins(0, 0, 0, 0);
    force_->setObjectName(QStringLiteral("forceExperts"));
    end_->setObjectName(QStringLiteral("allOn"));
    error_->setObjectName(QStringLiteral("lesionError"));
    detail_->setObjectName(QStringLiteral("lesionDetail"));
    QFont large = error_->font();
    large.setPointSizeF(1.3 * large.pointSizeF());
    large.setWeight(QFont::DemiBold);
    error_->setFont(large);
    for (QLabel* label : {error_, detail_}) {
        label->setWordWrap(true);
        label->setTextFormat(Qt::PlainText);
    }
    limit_->setObjectName(QStringLiteral("mostExperts"));
    limit_->setAccessibleName(tr("Experts an example may have"));
    limit_->setToolTip(
        tr("How many experts of each layer an example has at most: those with its largest gates, whose "
           "weights are made to sum to 1"));
    limit_->setPageStep(1);
    limitText_->setBuddy(limit_);
    auto* limits = new QHBoxLayout;
    limits->addWidget(limitText_);
    limits->addWidget(limit_, 1);
    connect(limit_, &QSlider::valueChanged, this, &WhatIfView::limit);
    auto* buttons = new QHBoxLayout;
    buttons->addWidget(force_, 1);
    buttons->addWidget(end_);
    layout->addWidget(holder_);
    layout->addLayout(limits);
    layout->addLayout(buttons);
    layout->addWidget(error_);
    layout->addWidget(detail_);
    layout->addWidget(classes_, 1);
    end_->setToolTip(tr("Switch all experts on again: the figures as they are"));
    connect(force_, &QPushButton::clicked, this, &WhatIfView::force);
    connect(end_, &QPushButton::clicked, this, [this] {
        Lesion lesion = lesion_;
        lesion.clear();
        choose(lesion);
    });
    connect(classes_, &FigureView::hovered, this, &WhatIfView::hovered);
    setExperts({}, {});
}

void WhatIfView::setExperts(const std::vector<int>& experts, const std::vector<int>& layers) {
    lesion_ = Lesion(experts);
    layers_ = layers;
    effect_.reset();
    delete switches_;
    switches_ = makeSwitches();
    holder_->layout()->addWidget(switches_);
    refresh();
}

QWidget* WhatIfView::makeSwitches() {
    auto* widget = new QWidget;
    auto* grid = new QGridLayout(widget);
    grid->setContentsMargins(0, 0, 0, 0);
    grid->setSpacing(3);
    buttons_.assign(lesion_.layers(), {});
    int row = 0;
    for (int k = 0; k < lesion_.layers(); ++k) {
        grid->addWidget(new QLabel(tr("Experts of layer %1").arg(layers_[k] + 1)), row++, 0, 1, switchesARow);
        for (int e = 0; e < lesion_.experts(k); ++e) {
            QToolButton* button = makeSwitch(k, e);
            buttons_[k].push_back(button);
            grid->addWidget(button, row + e / switchesARow, e % switchesARow);
        }
        row += (lesion_.experts(k) + switchesARow - 1) / switchesARow;
    }
    return widget;
}

QToolButton* WhatIfView::makeSwitch(int layer, int expert) {
    auto* button = new QToolButton;
    button->setObjectName(QStringLiteral("expert.%1.%2").arg(layer).arg(expert));
    button->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    button->setCheckable(true);
    button->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Fixed); // four of one width share the row
    button->setMinimumWidth(button->fontMetrics().horizontalAdvance(QStringLiteral("00")) +
                            button->iconSize().width() + 10);
    button->setFocusPolicy(Qt::StrongFocus);
    button->setAccessibleName(tr("Expert %1 of layer %2").arg(expert + 1).arg(layers_[layer] + 1));
    connect(button, &QToolButton::clicked, this,
            [this, layer, expert](bool on) { toggle(layer, expert, on); });
    return button;
}

void WhatIfView::setLesion(const Lesion& lesion) {
    lesion_ = lesion;
    if (lesion.isEmpty())
        effect_.reset();
    refresh();
}

void WhatIfView::choose(const Lesion& lesion) {
    setLesion(lesion);
    emit lesionChosen(lesion_);
}

void WhatIfView::toggle(int layer, int expert, bool on) {
    Lesion lesion = lesion_;
    lesion.setOff(layer, expert, !on);
    choose(lesion);
}

bool WhatIfView::canForce() const {
    const int layer = selection_.layer.value_or(0);
    if (!selection_.expert || layer >= lesion_.layers() || *selection_.expert >= lesion_.experts(layer))
        return false;
    return !selection_.nextExpert ||
           (layer + 1 < lesion_.layers() && *selection_.nextExpert < lesion_.experts(layer + 1));
}

void WhatIfView::force() {
    if (!canForce())
        return;
    const int layer = selection_.layer.value_or(0);
    Lesion lesion = lesion_;
    lesion.clear();
    lesion.force(layer, *selection_.expert);
    if (selection_.nextExpert)
        lesion.force(layer + 1, *selection_.nextExpert);
    choose(lesion);
}

int WhatIfView::mostExperts() const {
    int most = 1;
    for (int k = 0; k < lesion_.layers(); ++k)
        most = std::max(most, lesion_.experts(k));
    return most;
}

/// At the right end an example has all.
void WhatIfView::limit(int most) {
    Lesion lesion = lesion_;
    lesion.setMostOfExample(most >= mostExperts() ? 0 : most);
    if (!(lesion == lesion_))
        choose(lesion);
}

void WhatIfView::setEffect(std::shared_ptr<const LesionEffect> effect, const QString& note) {
    effect_ = std::move(effect);
    note_ = note;
    showSummary();
}

void WhatIfView::setSelection(const Selection& selection) {
    selection_ = selection;
    refresh();
}

void WhatIfView::refresh() {
    for (int k = 0; k < lesion_.layers(); ++k)
        for (int e = 0; e < lesion_.experts(k); ++e) {
            const bool on = !lesion_.isOff(k, e), last = on && lesion_.expertsOn(k) == 1;
            QToolButton* button = buttons_[k][e];
            button->setChecked(on);
            button->setIcon(swatch(e, on, button->iconSize()));
            button->setText(QString::number(e + 1));
            QFont font; // of the application, whose size may change, but for this
            font.setStrikeOut(!on);
            button->setFont(font);
            button->setEnabled(!last);
            button->setToolTip(last ? tr("The only expert left of this layer stays on: one has to answer")
                               : on ? tr("Switch this expert off (Space); training does not notice")
                                    : tr("Switch this expert on again (Space)"));
        }
    const int most = mostExperts(), limit = lesion_.mostOfExample() > 0 ? lesion_.mostOfExample() : most;
    const QSignalBlocker blocker(limit_);
    limit_->setRange(1, most);
    limit_->setValue(limit);
    limit_->setEnabled(most > 1);
    limitText_->setText(limit < most ? tr("Experts used: %1").arg(limit) : tr("Experts used: all"));
    force_->setEnabled(canForce());
    force_->setToolTip(canForce() ? tr("Give all the gate to the selected expert or combination")
                                  : tr("Select an expert or a combination in a figure first"));
    end_->setEnabled(!lesion_.isEmpty());
    showSummary();
}

void WhatIfView::showSummary() {
    classes_->setFigure(std::make_shared<LesionFigure>(effect_));
    if (lesion_.layers() == 0) {
        error_->clear();
        return detail_->setText(tr("Here a layer's experts can be switched off, once there is a network that "
                                   "mixes experts."));
    }
    if (lesion_.isEmpty()) {
        error_->clear();
        return detail_->setText(
            tr("Switch an expert off to see what it is for: the errors and all figures as "
               "they would be without it. Training does not notice."));
    }
    if (!effect_) {
        error_->setText(tr("Error …"));
        return detail_->setText(lesionText(lesion_, layers_));
    }
    error_->setText(tr("Error %1 → %2").arg(percent(effect_->errorBefore), percent(effect_->errorAfter)));
    const QString what = tr("%1. %2 of %3 answers change.")
                             .arg(lesionText(effect_->lesion, layers_))
                             .arg(effect_->changedAnswers)
                             .arg(effect_->examples);
    detail_->setText(note_.isEmpty() ? what : what + ' ' + note_);
}

} // namespace expertscope
