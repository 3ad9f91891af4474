// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/network/open_blas.h"

#include "model/base/error.h"
#include "model/network/core_type.h"

#include <cstdlib>
#include <cstring>
#include <dlfcn.h>
#include <optional>
#include <sched.h>
#include <strings.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

namespace expertscope {
namespace {

constexpr const char* coreVariable = "OPENBLAS_CORETYPE";

// The processors that this program was given, before any library had a say: GNU's OpenMP is loaded with
// another library, and where OMP_PROC_BIND or its like is set it binds the first thread to one processor, and
// all later ones with it. Functions of this section run before those of libraries.
cpu_set_t processorsGiven;
long processorsBytes = -1;

__attribute__((no_sanitize("address", "thread", "undefined"))) void keepProcessors() {
    processorsBytes = ::syscall(SYS_sched_getaffinity, 0, sizeof processorsGiven, &processorsGiven);
}
__attribute__((section(".preinit_array"), used)) void (*const keepProcessorsFirst)() = keepProcessors;

void takeProcessorsBack() {
    if (processorsBytes > 0)
        ::sched_setaffinity(0, sizeof processorsGiven, &processorsGiven);
}

struct Loaded {
    std::optional<OpenBlas> blas;
    std::vector<std::string> notes;
};

std::string setting(const char* variable, const std::string& value) {
    return std::string(variable) + "=" + value + " in the environment ";
}

// An OpenBLAS that is older than an Intel processor takes it for a Pentium 4 and is then four times slower
// than it need be. What the processor can do is known, so say it, unless somebody already has.
void nameProcessor() {
#if defined(__x86_64__)
    if (!__builtin_cpu_is("intel"))
        return;
    for (const char* name : {"SkylakeX", "Haswell"})
        if (coreType(name)->runs()) {
            setenv(coreVariable, name, 0);
            return;
        }
#endif
}

/// What another has set; empty where nobody has, and where it is of no use: then it is as if nobody had.
std::string coreAskedFor(std::vector<std::string>& notes) {
    const char* const value = std::getenv(coreVariable);
    const std::string asked = value ? value : "";
    const CoreType* const type = coreType(asked);
    if (asked.empty() || (type && type->runs()) || !bestCoreType()) {
        if (asked.empty())
            unsetenv(coreVariable);
        return asked;
    }
    notes.push_back(setting(coreVariable, asked) +
                    (type ? std::string("is not followed, because this processor has no ") + type->needs
                          : "is not followed, because it is no processor that is known here") +
                    "; unset it.");
    unsetenv(coreVariable);
    return "";
}

template <class Function> Function find(void* library, const char* name) {
    return reinterpret_cast<Function>(dlsym(library, name));
}

std::string versionOf(void* library) {
    const auto config = find<char* (*)()>(library, "openblas_get_config");
    const std::string text = config ? config() : ""; // "OpenBLAS 0.3.21 DYNAMIC_ARCH ..."
    const std::size_t digits = text.find_first_of("0123456789");
    return digits == std::string::npos ? "OpenBLAS"
                                       : "OpenBLAS " + text.substr(digits, text.find(' ', digits) - digits);
}

std::string coreOf(void* library) {
    const auto core = find<char* (*)()>(library, "openblas_get_corename");
    return core ? core() : "";
}

/// asked: that was followed. Says what computes where it is not what was asked for, or could be faster.
void judgeCore(const std::string& asked, const std::string& blas, const std::string& core,
               std::vector<std::string>& notes) {
    const CoreType *const real = coreType(core), *const best = bestCoreType();
    if (real && best && real->registers < best->registers)
        notes.push_back(asked.empty()
                            ? blas + " takes this processor for a " + core + " and computes without " +
                                  best->needs + ", which it has; set " + coreVariable + "=" + best->name +
                                  " in the environment for full speed."
                            : setting(coreVariable, asked) + "makes " + blas + " compute for a " + core +
                                  ", without the " + best->needs +
                                  " of this processor; unset it for full speed.");
    else if (!asked.empty() && !core.empty() && ::strcasecmp(asked.c_str(), core.c_str()) != 0)
        notes.push_back(setting(coreVariable, asked) + "is not known to " + blas + ", which computes for a " +
                        core + "; unset it.");
}

Loaded load() {
    Loaded result;
    const char* const value = std::getenv("EXPERTSCOPE_OPENBLAS");
    const std::string wanted = value ? value : "";
    if (wanted == "off")
        return result;
    if (!wanted.empty() && wanted != "on")
        result.notes.push_back(setting("EXPERTSCOPE_OPENBLAS", wanted) +
                               "is not followed; off and on are what it can be.");
    const std::string asked = coreAskedFor(result.notes);
    nameProcessor();
    setenv("OPENBLAS_NUM_THREADS", "1", 1); // its own threads would fight the worker pool for the cores
    void* library = dlopen("libopenblas.so.0", RTLD_NOW | RTLD_LOCAL);
    if (!library)
        return result;
    const std::string version = versionOf(library), core = coreOf(library);
    OpenBlas blas{find<OpenBlas::Sgemm>(library, "cblas_sgemm"),
                  find<OpenBlas::Dgemm>(library, "cblas_dgemm"), version + (core.empty() ? "" : " " + core)};
    if (!blas.sgemm || !blas.dgemm)
        return result;
    if (const auto setThreads = find<void (*)(int)>(library, "openblas_set_num_threads"))
        setThreads(1);
    judgeCore(asked, version, core, result.notes);
    result.blas = blas;
    return result;
}

Loaded loadAndTakeProcessorsBack() {
    Loaded result = load();
    takeProcessorsBack();
    return result;
}

// Before main: the environment may only be changed while there is one thread.
const Loaded loaded = loadAndTakeProcessorsBack();

} // namespace

void requireProductMemory(int threads) {
    constexpr std::size_t aThread = (std::size_t{128} << 20) + 4096; // OpenBLAS 0.3: with a page before it
    if (!openBlas())
        return;
    std::vector<void*> taken; // as there, one by one, and not touched
    for (int i = 0; i < threads; ++i) {
        void* memory = ::mmap(nullptr, aThread, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
        if (memory == MAP_FAILED)
            break;
        taken.push_back(memory);
    }
    for (void* memory : taken)
        ::munmap(memory, aThread);
    if (static_cast<int>(taken.size()) < threads)
        throw ConfigError(
            "To multiply with " + openBlas()->name + " takes 134 MB of address space a thread (" +
            std::to_string(threads) +
            " here), and this program may not have so much; raise its limit (ulimit -v), ask for "
            "fewer threads, or set EXPERTSCOPE_OPENBLAS=off in the environment");
}

const OpenBlas* openBlas() {
    return loaded.blas ? &*loaded.blas : nullptr;
}

const std::vector<std::string>& openBlasNotes() {
    return loaded.notes;
}

} // namespace expertscope
