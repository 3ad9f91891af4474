// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/analysis/lesion_effect.h"
#include "views/figures/selection.h"

#include <QWidget>

#include <memory>

class QLabel;
class QPushButton;
class QSlider;
class QToolButton;

namespace expertscope {

class FigureView;

/// "Expert 2 of layer 1 off", "only expert 3 of layer 2", or several of these: what a lesion is, for people.
/// layers: the gated layers' places in the network. Empty if nobody is off.
QString lesionText(const Lesion& lesion, const std::vector<int>& layers);

/// What if an expert were switched off: a switch for each expert of each layer, and what that does to the
/// errors.
class WhatIfView : public QWidget {
    Q_OBJECT

  public:
    explicit WhatIfView(QWidget* parent = nullptr);

    /// experts: how many each gated layer has; layers: their places in the network. Everybody is on.
    void setExperts(const std::vector<int>& experts, const std::vector<int>& layers);
    /// Shown as switched; emits nothing.
    void setLesion(const Lesion& lesion);
    const Lesion& lesion() const { return lesion_; }
    const std::vector<int>& layers() const { return layers_; }
    /// Null until there is one. note: of which network it is.
    void setEffect(std::shared_ptr<const LesionEffect> effect, const QString& note);
    const LesionEffect* effect() const { return effect_.get(); }
    /// Whose expert or combination can be forced.
    void setSelection(const Selection& selection);

    QSize sizeHint() const override { return {232, 400}; }

  signals:
    void lesionChosen(const expertscope::Lesion& lesion);
    void hovered(const QString& readOut);

  private:
    QWidget* makeSwitches();
    QToolButton* makeSwitch(int layer, int expert);
    void toggle(int layer, int expert, bool on);
    void force();
    void limit(int most);
    int mostExperts() const;
    void choose(const Lesion& lesion);
    bool canForce() const;
    void refresh();
    void showSummary();

    Lesion lesion_;
    std::vector<int> layers_;
    Selection selection_;
    std::shared_ptr<const LesionEffect> effect_;
    QString note_;
    QWidget *switches_ = nullptr, *holder_;
    std::vector<std::vector<QToolButton*>> buttons_;
    QPushButton *force_, *end_;
    QLabel* limitText_;
    QSlider* limit_;
    QLabel *error_, *detail_;
    FigureView* classes_;
};

} // namespace expertscope
