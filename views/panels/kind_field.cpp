// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/panels/kind_field.h"

#include <QCheckBox>
#include <QComboBox>
#include <QDoubleSpinBox>
#include <QGridLayout>
#include <QLabel>
#include <QLineEdit>
#include <QRegularExpression>
#include <QSpinBox>

#include <cmath>
#include <functional>
#include <numeric>
#include <utility>

namespace expertscope {
namespace {

constexpr int settingsARow = 2;
constexpr int settingDecimals = 4;

/// Enough for what it is where nobody sets it.
int decimalsOf(const KindSetting& setting) {
    const double small = setting.initial > 0 ? -std::log10(setting.initial) : 0;
    return std::max(settingDecimals, static_cast<int>(std::ceil(small)) + 2);
}

/// "2, 2"; what is no number is left out, so that a half-written list is refused for what it is.
SettingValue listFrom(const QString& text) {
    std::vector<double> numbers;
    for (const QString& part : text.split(QRegularExpression(QStringLiteral("[^0-9]+")), Qt::SkipEmptyParts))
        numbers.push_back(part.toDouble());
    return SettingValue(std::move(numbers));
}

SettingValue shownValue(const QWidget* field) {
    if (const auto* list = qobject_cast<const QLineEdit*>(field))
        return listFrom(list->text());
    if (const auto* box = qobject_cast<const QCheckBox*>(field))
        return double(box->isChecked());
    if (const auto* whole = qobject_cast<const QSpinBox*>(field))
        return whole->value();
    return qobject_cast<const QDoubleSpinBox*>(field)->value();
}

/// Factors of another number of experts say nothing any more.
bool fits(const SettingValue& value, int experts) {
    return std::accumulate(value.list().begin(), value.list().end(), 1.0, std::multiplies<>()) == experts;
}

void showValue(QWidget* field, const KindSetting& setting, const SettingValue& shown, int experts) {
    const double value = shown.number();
    if (auto* list = qobject_cast<QLineEdit*>(field)) {
        list->setText(QString::fromStdString(
            expertscope::valueText((fits(shown, experts) ? shown : setting.initialOf(experts)).list())));
    } else if (auto* box = qobject_cast<QCheckBox*>(field)) {
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

KindField::KindField(const QString& label, const QString& accessibleName, const QString& tip, int layer,
                     std::vector<const NamedKind*> kinds, QWidget* parent)
    : QWidget(parent), tip_(tip), layer_(layer), table_(std::move(kinds)) {
    auto* lines = new QVBoxLayout(this);
    lines->setContentsMargins(0, 0, 0, 0);
    lines->setSpacing(3);
    auto* choice = new QHBoxLayout;
    choice->setSpacing(4);
    lines->addLayout(choice);
    grid_ = new QGridLayout;
    grid_->setHorizontalSpacing(4);
    grid_->setVerticalSpacing(3);
    lines->addLayout(grid_);
    kinds_ = new QComboBox;
    kinds_->setAccessibleName(accessibleName);
    for (const NamedKind* kind : table_) {
        kinds_->addItem(QString::fromStdString(kind->name));
        kinds_->setItemData(kinds_->count() - 1, QString::fromStdString(kind->sentence), Qt::ToolTipRole);
    }
    kinds_->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    kinds_->setMinimumContentsLength(7);
    connect(kinds_, &QComboBox::activated, this, &KindField::changeKind);
    auto* before = new QLabel(label);
    before->setBuddy(kinds_);
    choice->addWidget(before);
    choice->addWidget(kinds_, 1);
    grid_->setColumnStretch(2 * settingsARow, 1);
    buildSettings();
}

const NamedKind& KindField::kind() const {
    return *table_[static_cast<std::size_t>(kinds_->currentIndex())];
}

void KindField::setKind(const std::string& name, const SettingValues& values, int experts) {
    const bool outer = std::exchange(filling_, true);
    const int index = kinds_->findText(QString::fromStdString(name));
    if (index >= 0 && index != kinds_->currentIndex()) {
        kinds_->setCurrentIndex(index);
        buildSettings();
    }
    experts_ = experts;
    showSettings(values);
    shownKind_ = kindName();
    shownValues_ = this->values();
    filling_ = outer;
}

SettingValues KindField::values() const {
    SettingValues values;
    for (std::size_t i = 0; i < fields_.size(); ++i)
        values[kind().settings[i].name] = shownValue(fields_[i]);
    return kind().shortened(std::move(values), experts_);
}

void KindField::showSettings(const SettingValues& values) {
    const SettingValues complete = kind().completed(values, experts_);
    for (std::size_t i = 0; i < fields_.size(); ++i) {
        const KindSetting& setting = kind().settings[i];
        showValue(fields_[i], setting, complete.at(setting.name), experts_);
    }
}

void KindField::changeKind() {
    const bool outer = std::exchange(filling_, true);
    buildSettings();
    showSettings({});
    filling_ = outer;
    tell();
}

/// Fields of the kind that is chosen now, some a row.
void KindField::buildSettings() {
    for (QWidget* widget : fields_) {
        widget->disconnect(this); // a field that loses the focus by going has nothing to tell
        widget->deleteLater();
    }
    for (QWidget* label : labels_)
        label->deleteLater();
    fields_.clear();
    labels_.clear();
    kinds_->setToolTip(tip_ + QLatin1Char(' ') + QString::fromStdString(kind().sentence));
    for (const KindSetting& setting : kind().settings)
        fields_.push_back(addSetting(setting, static_cast<int>(fields_.size())));
}

QWidget* KindField::addSetting(const KindSetting& setting, int place) {
    const QString name = QString::fromStdString(setting.name);
    const int row = place / settingsARow, column = 2 * (place % settingsARow);
    QWidget* field = nullptr;
    if (setting.type == KindSetting::Type::Switch) {
        auto* box = new QCheckBox(name);
        connect(box, &QCheckBox::toggled, this, &KindField::tell);
        grid_->addWidget(field = box, row, column, 1, 2);
    } else {
        if (setting.list()) {
            auto* list = new QLineEdit;
            connect(list, &QLineEdit::editingFinished, this, &KindField::tell);
            field = list;
        } else if (setting.whole()) {
            auto* whole = new QSpinBox;
            connect(whole, &QSpinBox::editingFinished, this, &KindField::tell);
            field = whole;
        } else {
            auto* number = new QDoubleSpinBox;
            number->setDecimals(decimalsOf(setting));
            number->setSingleStep(0.1);
            connect(number, &QDoubleSpinBox::editingFinished, this, &KindField::tell);
            field = number;
        }
        auto* label = new QLabel(name);
        label->setBuddy(field);
        labels_.push_back(label);
        grid_->addWidget(label, row, column, Qt::AlignRight | Qt::AlignVCenter);
        grid_->addWidget(field, row, column + 1);
    }
    field->setToolTip(QString::fromStdString(setting.sentence));
    field->setAccessibleName(tr("%1 of layer %2").arg(name).arg(layer_));
    return field;
}

void KindField::tell() {
    if (filling_ || (kindName() == shownKind_ && values() == shownValues_))
        return;
    shownKind_ = kindName();
    shownValues_ = values();
    emit edited();
}

} // namespace expertscope
