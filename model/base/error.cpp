// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/base/error.h"

#include <filesystem>
#include <new>
#include <system_error>

namespace expertscope {

std::string sentenceOf(const std::exception& error) {
    if (dynamic_cast<const Error*>(&error))
        return error.what();
    if (dynamic_cast<const std::bad_alloc*>(&error))
        return "There is not enough memory for this; choose a smaller network or minibatch.";
    if (const auto* file = dynamic_cast<const std::filesystem::filesystem_error*>(&error))
        return file->path1().string() + ": " + file->code().message() +
               "; check the path and its permissions.";
    const auto* system = dynamic_cast<const std::system_error*>(&error);
    if (system && system->code() == std::errc::resource_unavailable_try_again)
        return "The system gives this program no further thread, or no memory for one; ask for fewer with "
               "--threads, "
               "or raise its limits (ulimit -u, ulimit -v).";
    return "Something unforeseen went wrong (" + std::string(error.what()) +
           "); please report it with what you did.";
}

} // namespace expertscope
