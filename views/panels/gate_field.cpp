// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/panels/gate_field.h"

#include <QCheckBox>
#include <QComboBox>
#include <QDoubleSpinBox>
#include <QGridLayout>
#include <QLabel>
#include <QSpinBox>

#include <utility>

namespace expertscope {
namespace {

constexpr int settingsARow = 2;

double shownValue(const QWidget* field) {
    if (const auto* box = qobject_cast<const QCheckBox*>(field))
        return box->isChecked();
    if (const auto* whole = qobject_cast<const QSpinBox*>(field))
        return whole->value();
    return qobject_cast<const QDoubleSpinBox*>(field)->value();
}

void showValue(QWidget* field, const GateSetting& setting, double value, int experts) {
    if (auto* box = qobject_cast<QCheckBox*>(field)) {
        box->setChecked(value != 0);
    } else if (auto* whole = qobject_cast<QSpinBox*>(field)) {
        whole->setRange(static_cast<int>(setting.leastOf(experts)),
                        static_cast<int>(setting.mostOf(experts)));
        whole->setValue(static_cast<int>(value));
    } else if (auto* number = qobject_cast<QDoubleSpinBox*>(field)) {
        number->setRange(setting.leastOf(experts), setting.mostOf(experts));
        number->setValue(value);
    }
}

} // namespace

GateField::GateField(int layer, QWidget* parent) : QWidget(parent), layer_(layer) {
    grid_ = new QGridLayout(this);
    grid_->setContentsMargins(0, 0, 0, 4);
    grid_->setHorizontalSpacing(4);
    grid_->setVerticalSpacing(3);
    kinds_ = new QComboBox;
    kinds_->setAccessibleName(tr("Gate of layer %1").arg(layer));
    for (const GateKind& kind : gateKinds()) {
        kinds_->addItem(QString::fromStdString(kind.name));
        kinds_->setItemData(kinds_->count() - 1, QString::fromStdString(kind.sentence), Qt::ToolTipRole);
    }
    grid_->setColumnStretch(2 * settingsARow - 1, 1);
    kinds_->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    kinds_->setMinimumContentsLength(7);
    connect(kinds_, &QComboBox::activated, this, &GateField::changeKind);
    auto* label = new QLabel(tr("decided by"));
    label->setBuddy(kinds_);
    grid_->addWidget(label, 0, 0, 1, 2);
    grid_->addWidget(kinds_, 0, 2, 1, 2);
    buildSettings();
}

const GateKind& GateField::kind() const {
    return gateKinds()[static_cast<std::size_t>(kinds_->currentIndex())];
}

void GateField::setGate(const GateDescription& gate, int experts) {
    const bool outer = std::exchange(filling_, true);
    const int index = kinds_->findText(QString::fromStdString(gate.kind));
    if (index >= 0 && index != kinds_->currentIndex()) {
        kinds_->setCurrentIndex(index);
        buildSettings();
    }
    experts_ = experts;
    showSettings(gate);
    shown_ = this->gate();
    filling_ = outer;
}

void GateField::showSettings(const GateDescription& gate) {
    const GateDescription complete = completed(gate, experts_);
    for (std::size_t i = 0; i < fields_.size(); ++i) {
        const GateSetting& setting = kind().settings[i];
        showValue(fields_[i], setting, complete.settings.at(setting.name), experts_);
    }
}

GateDescription GateField::gate() const {
    GateDescription gate{kind().name, {}};
    for (std::size_t i = 0; i < fields_.size(); ++i)
        gate.settings[kind().settings[i].name] = shownValue(fields_[i]);
    return gate;
}

void GateField::changeKind() {
    const bool outer = std::exchange(filling_, true);
    buildSettings();
    showSettings({kind().name, {}});
    filling_ = outer;
    tell();
}

/// Fields of the kind that is chosen now, some a row.
void GateField::buildSettings() {
    for (QWidget* widget : fields_) {
        widget->disconnect(this); // a field that loses the focus by going has nothing to tell
        widget->deleteLater();
    }
    for (QWidget* label : labels_)
        label->deleteLater();
    fields_.clear();
    labels_.clear();
    kinds_->setToolTip(tr("How the gate decides. %1").arg(QString::fromStdString(kind().sentence)));
    for (const GateSetting& setting : kind().settings) {
        const QString name = QString::fromStdString(setting.name);
        const int place = static_cast<int>(fields_.size());
        const int row = 1 + place / settingsARow, column = 2 * (place % settingsARow);
        QWidget* field = nullptr;
        if (setting.type == GateSetting::Type::Switch) {
            auto* box = new QCheckBox(name);
            connect(box, &QCheckBox::toggled, this, &GateField::tell);
            grid_->addWidget(field = box, row, column, 1, 2);
        } else {
            auto* label = new QLabel(name);
            labels_.push_back(label);
            grid_->addWidget(label, row, column, Qt::AlignRight | Qt::AlignVCenter);
            if (setting.type == GateSetting::Type::Number) {
                auto* number = new QDoubleSpinBox;
                number->setDecimals(4);
                connect(number, &QDoubleSpinBox::editingFinished, this, &GateField::tell);
                field = number;
            } else {
                auto* whole = new QSpinBox;
                connect(whole, &QSpinBox::editingFinished, this, &GateField::tell);
                field = whole;
            }
            label->setBuddy(field);
            grid_->addWidget(field, row, column + 1);
        }
        field->setToolTip(QString::fromStdString(setting.sentence));
        field->setAccessibleName(tr("%1 of layer %2").arg(name).arg(layer_));
        fields_.push_back(field);
    }
}

void GateField::tell() {
    if (!filling_ && gate() != shown_) {
        shown_ = gate();
        emit edited();
    }
}

} // namespace expertscope
