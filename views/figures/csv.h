// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <QStringList>

namespace expertscope {

/// Rows of comma-separated values as RFC 4180 has them: quoted where needed, lines ended by CR LF.
class CsvTable {
  public:
    explicit CsvTable(const QStringList& header) { add(header); }

    void add(const QStringList& fields);
    /// Nine significant digits, so that a float survives; empty for NaN.
    static QString number(double value);

    QString text() const { return text_; }

  private:
    QString text_;
};

} // namespace expertscope
