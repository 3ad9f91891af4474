// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QTemporaryFile>

namespace expertscope {

/// Figures are lettered in shades of grey also where this machine's rules for fonts (fontconfig's) want the
/// edges of letters jagged: Qt obeys them, whatever it is asked for. Made before the application and gone
/// after it is there: it has read the rules by then. They hold for everything else as they did.
class SmoothLetters {
  public:
    SmoothLetters();
    ~SmoothLetters();
    SmoothLetters(const SmoothLetters&) = delete;
    SmoothLetters& operator=(const SmoothLetters&) = delete;

  private:
    const QByteArray usual_; ///< where the rules are; empty: where fontconfig has them
    QTemporaryFile rules_;
};

} // namespace expertscope
