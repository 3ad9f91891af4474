// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/data/idx_file_name.h"
#include "model/run/data_places.h"
#include "tests/fuzz/fuzzing.h"

#include <sstream>

// A folder as people have it: an input is the names of what is in it, a line each.
FUZZ_READER(data_places, .longest = 200, .memory = 4 << 20) {
    static MemoryFile file;
    static const Folder folder;
    file.hold(std::string("\0\0\1\1\0\0\0\1\0", 9));
    std::istringstream lines(input);
    int left = 4; // each has to be made and removed
    for (std::string name; left > 0 && std::getline(lines, name); --left) {
        use(parseIdxFileName(name).has_value());
        const std::filesystem::path path = std::filesystem::path(name).lexically_normal();
        if (!name.empty() && name.find('\0') == std::string::npos && path.is_relative() &&
            *path.begin() != "..")
            folder.link(path, file);
    }
    try {
        if (input.size() % 3 == 0) {
            use(findData(folder.path()).size());
        } else if (input.size() % 3 == 1) {
            DataDescription data;
            data.path = folder.path();
            use(settlePath(data));
        } else {
            use(recogniseFolder(folder.path()).name);
        }
        understood();
    } catch (const Error&) { // the folder is emptied all the same
    }
    folder.clear();
}
