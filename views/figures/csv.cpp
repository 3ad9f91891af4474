// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/figures/csv.h"

#include <cmath>

namespace expertscope {

void CsvTable::add(const QStringList& fields) {
    for (int i = 0; i < fields.size(); ++i) {
        QString field = fields[i];
        if (field.contains('"') || field.contains(',') || field.contains('\n') || field.contains('\r'))
            field = '"' + field.replace("\"", "\"\"") + '"';
        text_ += (i > 0 ? "," : "") + field;
    }
    text_ += "\r\n";
}

QString CsvTable::number(double value) {
    return std::isnan(value) ? QString() : QString::number(value, 'g', 9);
}

} // namespace expertscope
