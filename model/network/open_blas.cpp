#include "model/network/open_blas.h"

#include <cstdlib>
#include <cstring>
#include <dlfcn.h>
#include <optional>

namespace expertscope {
namespace {

// An OpenBLAS that is older than an Intel processor takes it for a Pentium 4 and is then four times slower
// than it need be. What the processor can do is known, so say it, unless somebody already has.
void nameProcessor() {
#if defined(__x86_64__)
    if (!__builtin_cpu_is("intel"))
        return;
    if (__builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512vl") &&
        __builtin_cpu_supports("avx512bw"))
        setenv("OPENBLAS_CORETYPE", "SkylakeX", 0);
    else if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma"))
        setenv("OPENBLAS_CORETYPE", "Haswell", 0);
#endif
}

template <class Function> Function find(void* library, const char* name) {
    return reinterpret_cast<Function>(dlsym(library, name));
}

std::string nameOf(void* library) {
    const auto config = find<char* (*)()>(library, "openblas_get_config");
    const auto core = find<char* (*)()>(library, "openblas_get_corename");
    std::string version = config ? config() : ""; // "OpenBLAS 0.3.21 DYNAMIC_ARCH ..."
    const std::size_t digits = version.find_first_of("0123456789");
    version = digits == std::string::npos ? "" : version.substr(digits, version.find(' ', digits) - digits);
    return "OpenBLAS " + version + (core ? std::string(" ") + core() : "");
}

std::optional<OpenBlas> load() {
    const char* wanted = std::getenv("EXPERTSCOPE_OPENBLAS");
    if (wanted && std::strcmp(wanted, "off") == 0)
        return std::nullopt;
    nameProcessor();
    setenv("OPENBLAS_NUM_THREADS", "1", 1); // its own threads would fight the worker pool for the cores
    void* library = dlopen("libopenblas.so.0", RTLD_NOW | RTLD_LOCAL);
    if (!library)
        return std::nullopt;
    OpenBlas blas{find<OpenBlas::Sgemm>(library, "cblas_sgemm"),
                  find<OpenBlas::Dgemm>(library, "cblas_dgemm"), nameOf(library)};
    if (!blas.sgemm || !blas.dgemm)
        return std::nullopt;
    if (const auto setThreads = find<void (*)(int)>(library, "openblas_set_num_threads"))
        setThreads(1);
    return blas;
}

// Before main: the environment may only be changed while there is one thread.
const std::optional<OpenBlas> loaded = load();

} // namespace

const OpenBlas* openBlas() {
    return loaded ? &*loaded : nullptr;
}

} // namespace expertscope
