// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/base/matrix.h"

#include <memory>

namespace expertscope {

/// A run of parameters that minibatches touch or leave alone as one, [first, first + count) of theta.
struct LateRow {
    Index record = 0; ///< its number among the layer's
    Index first = 0;
    Index count = 0;
    bool bias = false;
};

/// Whoever is called for each of some rows; refers to it, and takes nothing from the heap.
class LateVisitor {
  public:
    template <class Visit>
    LateVisitor(const Visit& visit)
        : visit_(std::addressof(visit)),
          call_([](const void* object, const LateRow& row) { (*static_cast<const Visit*>(object))(row); }) {}
    void operator()(const LateRow& row) const { call_(visit_, row); }

  private:
    const void* visit_;
    void (*call_)(const void*, const LateRow&);
};

} // namespace expertscope
