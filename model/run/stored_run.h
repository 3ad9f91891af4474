// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/run/timeline.h"

#include <cstddef>
#include <filesystem>

namespace expertscope {

/// A run on disk, to be looked at and not gone on with: its data are not read and its files not touched, so
/// that it may be of any data set, and even be in progress elsewhere.
struct StoredRun {
    RunConfig config;  ///< how it began
    int changes = 0;   ///< made by hand while it ran
    Timeline timeline; ///< without an example set; has one moment at least, and the last can be found at once
};

/// Throws FileError or ConfigError: no run, of a newer version, without any moment on disk, or with the last
/// ones damaged.
StoredRun openStoredRun(const std::filesystem::path& path);

/// The index of the moment nearest to that epoch; the earlier of two. There must be one.
std::size_t momentNear(const std::vector<Moment>& moments, double epoch);

} // namespace expertscope
