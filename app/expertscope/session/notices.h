// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>

namespace expertscope {

/// What anybody in the window has to say, and where it is read is nobody's business but the window's.
class Notices : public QObject {
    Q_OBJECT

  signals:
    /// A sentence: what could not be done, why, and what to do.
    void failed(const QString& sentence);
    /// A sentence to read calmly.
    void hinted(const QString& sentence);
    /// What the pointer or the keys are on; empty when on nothing.
    void readOut(const QString& text);
};

} // namespace expertscope
