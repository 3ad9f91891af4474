// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/network/core_type.h"

#include <algorithm>
#include <array>
#include <iterator>
#include <strings.h>
#if defined(__x86_64__)
#include <cpuid.h>
#endif

namespace expertscope {
namespace {

#if defined(__x86_64__)

/// Bit of a register (0 to 3: a, b, c, d) that the processor answers.
bool cpuid(unsigned leaf, int which, int bit) {
    std::array<unsigned, 4> answer{};
    return __get_cpuid_count(leaf, 0, &answer[0], &answer[1], &answer[2], &answer[3]) != 0 &&
           (answer[static_cast<std::size_t>(which)] >> bit & 1) != 0;
}

bool sse3() {
    return __builtin_cpu_supports("sse3") != 0;
}
bool ssse3() {
    return __builtin_cpu_supports("ssse3") != 0;
}
bool sse41() {
    return __builtin_cpu_supports("sse4.1") != 0;
}
bool sse42() {
    return __builtin_cpu_supports("sse4.2") != 0;
}
bool threeDNow() {
    return cpuid(0x80000001, 3, 31);
}
bool avx() {
    return __builtin_cpu_supports("avx") != 0;
}
bool fma4() {
    return avx() && __builtin_cpu_supports("fma4");
}
bool fma4AndFma() {
    return fma4() && __builtin_cpu_supports("fma");
}
bool avx2() {
    return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma");
}
bool avx512() {
    return avx2() && __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512vl") &&
           __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512dq") &&
           __builtin_cpu_supports("avx512cd");
}
bool bfloat16() {
    return avx512() && __builtin_cpu_supports("avx512vnni") && __builtin_cpu_supports("avx512bf16");
}
bool amx() {
    constexpr int amxBfloat16 = 22, float16 = 23, amxTile = 24, d = 3;
    return bfloat16() && cpuid(7, d, amxBfloat16) && cpuid(7, d, float16) && cpuid(7, d, amxTile);
}

constexpr const char* newest = "AVX-512 with bfloat16";
constexpr CoreType types[]{
    {"Katmai", 4, "SSE3", sse3},
    {"Coppermine", 4, "SSE3", sse3},
    {"Northwood", 4, "SSE3", sse3},
    {"Prescott", 4, "SSE3", sse3},
    {"Banias", 4, "SSE3", sse3},
    {"Atom", 4, "SSSE3", ssse3},
    {"Core2", 4, "SSSE3", ssse3},
    {"Penryn", 4, "SSE4.1", sse41},
    {"Dunnington", 4, "SSE4.1", sse41},
    {"Nehalem", 4, "SSE4.2", sse42},
    {"Athlon", 4, "3DNow!", threeDNow},
    {"Opteron", 4, "3DNow!", threeDNow},
    {"Opteron_SSE3", 4, "3DNow!", threeDNow},
    {"Barcelona", 4, "SSE3", sse3},
    {"Nano", 4, "SSSE3", ssse3},
    {"Bobcat", 4, "SSSE3", ssse3},
    {"Sandybridge", 8, "AVX", avx},
    {"Bulldozer", 8, "FMA4", fma4},
    {"Piledriver", 8, "FMA4 and FMA", fma4AndFma},
    {"Steamroller", 8, "FMA4 and FMA", fma4AndFma},
    {"Excavator", 8, "FMA4 and FMA", fma4AndFma},
    {"Zen", 8, "AVX2 and FMA", avx2},
    {"Haswell", 8, "AVX2 and FMA", avx2},
    {"Cooperlake", 16, newest, bfloat16},
    {"SapphireRapids", 16, "AVX-512 with AMX", amx},
    {"SkylakeX", 16, "AVX-512", avx512},
};

#endif

} // namespace

const CoreType* coreType([[maybe_unused]] const std::string& name) {
#if defined(__x86_64__)
    const auto* const found = std::find_if(std::begin(types), std::end(types), [&](const CoreType& type) {
        return ::strcasecmp(type.name, name.c_str()) == 0;
    });
    return found == std::end(types) ? nullptr : found;
#else
    return nullptr;
#endif
}

const CoreType* bestCoreType() {
#if defined(__x86_64__)
    for (const char* name : {"SkylakeX", "Haswell", "Sandybridge"})
        if (coreType(name)->runs())
            return coreType(name);
    return coreType("Prescott");
#else
    return nullptr;
#endif
}

} // namespace expertscope
