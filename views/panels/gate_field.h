// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/network/gates/gate_kind.h"

#include <QWidget>

class QComboBox;
class QGridLayout;

namespace expertscope {

/// How one layer's gate decides: a kind of the table of gates, and that kind's settings, whatever they are.
class GateField : public QWidget {
    Q_OBJECT

  public:
    /// layer: counts from 1, for those who hear the form.
    explicit GateField(int layer, QWidget* parent = nullptr);

    /// experts: of the layer, which some settings cannot exceed.
    void setGate(const GateDescription& gate, int experts);
    GateDescription gate() const;

  signals:
    /// By a person.
    void edited();

  private:
    const GateKind& kind() const;
    void changeKind();
    void buildSettings();
    void showSettings(const GateDescription& gate);
    void tell();

    int layer_;
    int experts_ = 1;
    GateDescription shown_;
    QComboBox* kinds_;
    QGridLayout* grid_;
    std::vector<QWidget*> fields_; ///< one a setting, in their order
    std::vector<QWidget*> labels_;
    bool filling_ = false; ///< the program, not a person, is changing the controls
};

} // namespace expertscope
