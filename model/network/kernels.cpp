#include "model/network/kernels.h"

#include <cstdlib>
#include <string>

namespace expertscope {

extern const Kernels kernelsBaseline;
#ifdef EXPERTSCOPE_X86_KERNELS
extern const Kernels kernelsAvx2, kernelsAvx512;
#endif

namespace {

const Kernels& choose() {
#ifdef EXPERTSCOPE_X86_KERNELS
    const char* wanted = std::getenv("EXPERTSCOPE_KERNELS");
    const std::string most = wanted ? wanted : "avx512";
    if (most == "avx512" && __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512vl") &&
        __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512bw"))
        return kernelsAvx512;
    if (most != "baseline" && __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma"))
        return kernelsAvx2;
#endif
    return kernelsBaseline;
}

} // namespace

const Kernels& kernels() {
    static const Kernels& chosen = choose();
    return chosen;
}

} // namespace expertscope
