// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QIcon>
#include <QString>

class QWidget;

namespace expertscope {

/// The program's icon, in every size that a desktop asks for.
QIcon programIcon();
/// What computes and draws, a line each: for the About box and for reports.
QString versionsText();
void showAbout(QWidget& window);

} // namespace expertscope
