// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/network/named_kind.h"

#include <QWidget>

class QComboBox;
class QGridLayout;

namespace expertscope {

/// A choice between the kinds of a table, of a layer or of its gate, and the settings of the kind that is
/// chosen, whatever they are.
class KindField : public QWidget {
    Q_OBJECT

  public:
    /// label: before the choice; accessibleName: of the choice, "Gate of layer 1", whose settings are then "k
    /// of layer 1"; kinds: the table, which stays.
    KindField(const QString& label, const QString& accessibleName, const QString& tip, int layer,
              std::vector<const NamedKind*> kinds, QWidget* parent = nullptr);

    /// experts: of the layer, which some settings cannot exceed.
    void setKind(const std::string& name, const SettingValues& values, int experts);
    const std::string& kindName() const { return kind().name; }
    SettingValues values() const;

  signals:
    /// By a person.
    void edited();

  private:
    const NamedKind& kind() const;
    void changeKind();
    void buildSettings();
    QWidget* addSetting(const KindSetting& setting, int place);
    void showSettings(const SettingValues& values);
    void tell();

    QString tip_;
    int layer_;
    std::vector<const NamedKind*> table_;
    int experts_ = 1;
    std::string shownKind_;
    SettingValues shownValues_;
    QComboBox* kinds_;
    QGridLayout* grid_;
    std::vector<QWidget*> fields_; ///< one a setting, in their order
    std::vector<QWidget*> labels_;
    bool filling_ = false; ///< the program, not a person, is changing the controls
};

} // namespace expertscope
