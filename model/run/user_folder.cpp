// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/run/user_folder.h"

#include <cstdlib>

namespace fs = std::filesystem;

namespace expertscope {

fs::path userFolder() {
    if (const char* data = std::getenv("XDG_DATA_HOME"); data && *data)
        return fs::path(data) / "expertscope";
    const char* home = std::getenv("HOME");
    return fs::path(home && *home ? home : ".") / ".local" / "share" / "expertscope";
}

} // namespace expertscope
