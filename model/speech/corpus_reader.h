// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/base/progress.h"
#include "model/data/dataset.h"
#include "model/speech/phone_set.h"

#include <cstdint>
#include <filesystem>
#include <optional>

namespace expertscope {

class WorkerPool;

/// Reads a folder of speech (see corpus.h for what is found in it, label_file.h for the labels, speech_data.h
/// for the data set and how it is divided). The hash is of the files' names below the folder and of their
/// contents. What gives no example is counted in the notes, also a file that is damaged or contradicts
/// itself. Throws FileError where all are so, saying why, and where nothing is left to train or to test on;
/// Cancelled. phones: see SpeechMaterial.
DataPair readCorpus(const std::filesystem::path& folder, std::uint64_t seed, WorkerPool& pool,
                    const Progress& progress = {}, std::optional<PhoneSet> phones = {});

} // namespace expertscope
