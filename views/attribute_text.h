#pragma once

#include "model/analysis/gating_statistics.h"

#include <QString>
#include <QStringList>

namespace expertscope {

/// "shift −4 down, +3 right" for a translation's value, "class 7" for a class; else the attribute's name and
/// value's.
QString attributeValueText(const MeanGating& gating, int value);
/// What a map or matrix over this attribute is headed with, the longest form first: "where: mean gate by
/// translation", ..., "where".
QStringList attributeHeadings(const MeanGating& gating);

} // namespace expertscope
