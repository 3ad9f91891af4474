// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/analysis/gating_statistics.h"
#include "model/data/example_set.h"

#include <QString>
#include <QStringList>

namespace expertscope {

/// What people call it: "phone" for the class of speech; its name where it has no title.
QString attributeTitle(const MeanGating& gating);
QString attributeTitle(const Attribute& attribute);
/// What the class with that number is called.
QString className(const ExampleSet& set, int value);
/// "shift −4 down, +3 right" for a translation's value, "class 7" for a class; else the attribute's name and
/// value's.
QString attributeValueText(const MeanGating& gating, int value);
/// Where a sound was heard: "ann/1.wav at 1.23 s", and what is said there; empty for what is none.
QString soundPlaceText(const Dataset& data, std::uint32_t example);
/// What a map or matrix over this attribute is headed with, the longest form first: "where: mean gate by
/// translation", ..., "where".
QStringList attributeHeadings(const MeanGating& gating);

} // namespace expertscope
