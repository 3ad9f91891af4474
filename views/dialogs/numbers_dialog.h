// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDialog>
#include <QStringList>

#include <vector>

namespace expertscope {

class Figure;

/// The numbers of a figure as a table, for screen readers, for looking one up, and for pasting elsewhere:
/// those of the moment when it was opened.
class NumbersDialog : public QDialog {
    Q_OBJECT

  public:
    explicit NumbersDialog(const Figure& figure, QWidget* parent = nullptr);
};

/// The fields of a table in CSV (RFC 4180), line by line.
std::vector<QStringList> csvRows(const QString& text);

} // namespace expertscope
