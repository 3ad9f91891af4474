// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <QWidget>

class QFormLayout;
class QLineEdit;

namespace expertscope {

/// A line for a folder, and a button to choose it. Left empty it stands for the usual one, which is shown
/// faintly.
class FolderField : public QWidget {
    Q_OBJECT

  public:
    /// tip: of the line; title: of the dialog that chooses.
    FolderField(const QString& tip, const QString& title, QWidget* parent = nullptr);

    /// As a row of a form, with a label.
    void addTo(QFormLayout& form);
    void setUsual(const QString& folder);
    void setTyped(const QString& folder);
    /// What was typed or chosen; empty for the usual one.
    QString typed() const;
    QString folder() const;

  signals:
    void changed();

  private:
    void choose();

    QString title_, usual_;
    QLineEdit* line_;
};

} // namespace expertscope
