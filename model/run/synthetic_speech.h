#pragma once

#include "model/base/progress.h"
#include "model/data/dataset.h"
#include "model/speech/spoken_corpus.h"

#include <filesystem>

namespace expertscope {

class PhoneSet;
class WorkerPool;

/// The data set of the synthetic corpus (see spoken_corpus.h): made once, which takes a minute or two, and
/// kept as features in `folder` (synthetic-speech-SEED.safetensors). What cannot be kept or is damaged there
/// is made again. phones: null for ARPAbet. Throws FileError, Cancelled.
DataPair readSyntheticSpeech(std::uint64_t seed, const std::filesystem::path& folder, WorkerPool& pool,
                             const Progress& progress = {}, const PhoneSet* phones = nullptr,
                             const SpokenCorpusSize& size = {});

} // namespace expertscope
