// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

namespace expertscope {

/// What OpenBLAS calls the kind of processor it computes for ("Haswell"), as far as this program knows it:
/// one that the processor cannot run ends the program at the first product, and one of a lesser processor
/// computes as slowly as that did.
struct CoreType {
    const char* name;
    int registers;     ///< how many floats its products take at a time: 4 (SSE), 8 (AVX), 16 (AVX-512)
    const char* needs; ///< "AVX2 and FMA"
    bool (*runs)();    ///< whether this processor has what it needs
};

/// Whatever its case; null where the name is not known. There are none but for x86.
const CoreType* coreType(const std::string& name);

/// One whose products take as many floats at a time as this processor can; null where that is not known.
const CoreType* bestCoreType();

} // namespace expertscope
