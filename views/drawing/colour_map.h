// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QColor>
#include <QString>
#include <QStringList>

namespace expertscope {

/// A value in 0..1 as a colour. Viridis and cividis read the same for colour-blind people and in grey print;
/// the paper's blue-to-red is there to compare with its Figures 2 and 5.
class ColourMap {
  public:
    enum class Kind { Viridis, Cividis, Grey, Paper };

    explicit ColourMap(Kind kind = Kind::Viridis) : kind_(kind) {}

    Kind kind() const { return kind_; }
    /// The colour of a value, clamped to 0..1; a neutral grey for NaN.
    QColor at(double value) const;
    /// Black or white, whichever reads on at(value).
    QColor inkOn(double value) const;
    /// As shown to people, in the order of Kind.
    static QStringList names();

    bool operator==(const ColourMap&) const = default;

  private:
    Kind kind_;
};

/// 0 black .. 1 white: relative luminance (WCAG).
double luminance(const QColor& colour);

} // namespace expertscope
