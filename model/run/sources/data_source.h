// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/base/progress.h"
#include "model/data/dataset.h"
#include "model/data/placed_set.h"
#include "model/run/run_config.h"

#include <filesystem>
#include <string>
#include <vector>

namespace expertscope {

class WorkerPool;

/// A kind of data set that the program can train on: a file here beside its reader, and a line in the table
/// of data_sources.cpp. Where such data are, see data_places.h.
struct DataSource {
    std::string name;          ///< "mnist", "digits": the value of data.source
    std::string description;   ///< a line for people
    std::string expected = {}; ///< what its folder must hold; empty where it needs no folder
    /// All such data of a folder, and of those below it where they are looked for there; null where it needs
    /// no folder. Throws FileError where there is only part of it.
    std::vector<PlacedSet> (*find)(const std::filesystem::path& place) = nullptr;
    DataPair (*load)(DataDescription& data, WorkerPool& pool, const Progress& progress) = nullptr;
    /// What it is called where it has no folder to be named by: "Built-in digits".
    std::string title = {};
    std::string preparing = "data"; ///< what takes time to prepare, as the status bar says it
    bool speech = false;            ///< it has phones (data.phones), and is not translated
    bool idx = false; ///< sets of many names have its form, and may be transposed or inverted in their files
    /// Of data that were heard in no file: a whole recording, at speechRate. Throws FileError.
    std::vector<float> (*hear)(const DataDescription& data, const std::string& file) = nullptr;
};

} // namespace expertscope
