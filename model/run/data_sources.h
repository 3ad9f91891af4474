#pragma once

#include "model/base/progress.h"
#include "model/run/run_config.h"
#include "model/training/training_data.h"

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace expertscope {

class WorkerPool;

/// A kind of data set that the program can train on. A new one is a reader in model/data and one line in the
/// table of data_sources.cpp.
struct DataSource {
    std::string name;        ///< "mnist", "digits": the value of data.source
    std::string description; ///< a line for people
    std::string expected;    ///< what its folder must hold; empty where it needs no folder
    /// Whether this folder holds such data. Throws FileError where it holds part of it.
    bool (*recognises)(const std::filesystem::path& folder);
    DataPair (*load)(const DataDescription& data, WorkerPool& pool, const Progress& progress);
    bool speech = false; ///< it has phones (data.phones), and is not translated
};

const std::vector<DataSource>& dataSources();

/// Where data that are fetched go when nobody says otherwise.
std::filesystem::path userDataFolder(const std::string& source);
/// The folders that are searched without being asked: EXPERTSCOPE_DATA, where data are fetched to, and where
/// Keras and torchvision keep theirs.
std::vector<std::filesystem::path> usualDataFolders();
/// The first usual folder that holds data of that source; empty if none.
std::filesystem::path findDataFolder(const std::string& source);

/// What is in a folder, by its content. Throws FileError saying what was found and what was expected.
const DataSource& recogniseFolder(const std::filesystem::path& folder);

/// Finds, reads and prepares what the description names, and fills in its path and hash. Throws FileError,
/// ConfigError, Cancelled.
TrainingData loadTrainingData(DataDescription& data, WorkerPool& pool, const Progress& progress = {});

} // namespace expertscope
