// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/network/kernels.h"

#include <algorithm>
#include <cstdlib>
#include <string>
#include <vector>

namespace expertscope {

extern const Kernels kernelsBaseline;
#ifdef EXPERTSCOPE_X86_KERNELS
extern const Kernels kernelsAvx2, kernelsAvx512;
#endif

namespace {

struct Choice {
    const char* value; ///< of EXPERTSCOPE_KERNELS
    const Kernels* kernels;
    bool runs; ///< on this processor
};

std::vector<Choice> choicesFromTheBest() {
    std::vector<Choice> choices;
#ifdef EXPERTSCOPE_X86_KERNELS
    choices.push_back({"avx512", &kernelsAvx512,
                       __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512vl") &&
                           __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512bw")});
    choices.push_back(
        {"avx2", &kernelsAvx2, __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma")});
#endif
    choices.push_back({"baseline", &kernelsBaseline, true});
    return choices;
}

struct Chosen {
    const Kernels* kernels = nullptr;
    std::string note;
};

Chosen choose() {
    const std::vector<Choice> choices = choicesFromTheBest();
    const auto runs = [](const Choice& choice) { return choice.runs; };
    const Kernels* const best = std::find_if(choices.begin(), choices.end(), runs)->kernels;
    const char* const value = std::getenv("EXPERTSCOPE_KERNELS");
    if (!value || !*value)
        return {best, ""};
    const std::string setting = std::string("EXPERTSCOPE_KERNELS=") + value + " in the environment ";
    const auto isWanted = [&](const Choice& choice) { return std::string(value) == choice.value; };
    const auto wanted = std::find_if(choices.begin(), choices.end(), isWanted);
    if (wanted == choices.end())
        return {best, setting + "is not followed; baseline, avx2 and avx512 are what it can be."};
    if (!wanted->runs)
        return {best, setting + "is not followed, because this processor has no " + wanted->kernels->name +
                          "; unset it."};
    if (wanted->kernels == best)
        return {best, ""};
    return {wanted->kernels, setting + "makes the inner loops compute by their " + wanted->kernels->name +
                                 " kernels, without the " + best->name +
                                 " of this processor; unset it for full speed."};
}

const Chosen& chosen() {
    static const Chosen once = choose();
    return once;
}

} // namespace

const Kernels& kernels() {
    static const Kernels& once = *chosen().kernels;
    return once;
}

const char* kernelsNote() {
    return chosen().note.c_str();
}

} // namespace expertscope
