// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>

namespace expertscope {

/// A PDF that Qt wrote, without what makes the same figure another file each time: the date, with its time
/// zone, goes, and the table of objects follows; an identifier drawn at random becomes one of the contents.
QByteArray steadyPdf(QByteArray pdf);

} // namespace expertscope
