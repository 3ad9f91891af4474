// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>

#if defined(__SSE2__)
#include <xmmintrin.h>
#endif

namespace expertscope {

/// While one lives, this thread reads and writes numbers that are too small for the normal format (below
/// 1.2e-38 in float) as 0. Velocities of inputs that stay dark and gates that lose decay that far, and
/// processors take a hundred times longer to calculate with what is left.
class FlushDenormals {
  public:
#if defined(__SSE2__)
    FlushDenormals() : before_(_mm_getcsr()) {
        _mm_setcsr(before_ | flushResults | readAsZero);
    }
    ~FlushDenormals() {
        _mm_setcsr(before_);
    }
#elif defined(__aarch64__)
    FlushDenormals() {
        asm volatile("mrs %0, fpcr" : "=r"(before_));
        asm volatile("msr fpcr, %0" ::"r"(before_ | flushToZero));
    }
    ~FlushDenormals() {
        asm volatile("msr fpcr, %0" ::"r"(before_));
    }
#else
    FlushDenormals() {}
#endif
    FlushDenormals(const FlushDenormals&) = delete;
    FlushDenormals& operator=(const FlushDenormals&) = delete;

  private:
#if defined(__SSE2__)
    static constexpr unsigned flushResults = 1u << 15, readAsZero = 1u << 6;
    unsigned before_;
#elif defined(__aarch64__)
    static constexpr std::uint64_t flushToZero = std::uint64_t{1} << 24;
    std::uint64_t before_;
#endif
};

} // namespace expertscope
