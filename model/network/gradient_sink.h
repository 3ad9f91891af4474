// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/base/matrix.h"

namespace expertscope {

/// A part of dL/dtheta, [first, first + count) of theta.
template <class Scalar> struct GradientPiece {
    const Scalar* values = nullptr;
    Index first = 0;
    Index count = 0;
    bool bias = false;
};

/// Who uses the gradient. It comes in pieces that fit into the innermost caches and is handed over while it
/// is there: an update that takes it at once spares a way to memory and back. Pieces are disjoint, and come
/// from several threads at once.
template <class Scalar> class GradientSink {
  public:
    virtual ~GradientSink() = default;
    virtual void take(const GradientPiece<Scalar>& piece) = 0;
    /// Tells which piece will be taken next, its values still unknown, so that what goes with it can be
    /// fetched from memory in the meantime.
    virtual void expect(const GradientPiece<Scalar>&) {}
    /// Whether pieces that are 0 because no example came near them have to be handed over, too.
    virtual bool wantsUntouched() const { return true; }
};

} // namespace expertscope
