// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/base/progress.h"
#include "model/data/dataset.h"
#include "model/speech/spoken_corpus.h"

#include <filesystem>

namespace expertscope {

class PhoneSet;
class WorkerPool;

/// Who spoke for runs and files that do not say it: they are of a time when no other version could.
constexpr const char* unnamedSynthesiser = "espeak-ng 1.51";

/// The data set of the synthetic corpus (see spoken_corpus.h): made once, which takes a minute or two, and
/// kept as features in `folder` (synthetic-speech-SEED.safetensors). What cannot be kept or is damaged there
/// is made again. phones: null for ARPAbet.
///
/// Another version of the synthesiser speaks otherwise, so that DataPair::madeBy says which one spoke.
/// `madeBy`: the one that is wanted; empty for the one that is installed, or, where none is, for what is
/// kept. What another version spoke stays where it is, and is taken where that version is wanted. Throws
/// FileError where the wanted one is neither kept nor installed; Cancelled.
DataPair readSyntheticSpeech(std::uint64_t seed, const std::filesystem::path& folder, WorkerPool& pool,
                             const Progress& progress = {}, const PhoneSet* phones = nullptr,
                             const SpokenCorpusSize& size = {}, const std::string& madeBy = {});

/// Why synthetic speech is not what a run was started with, and what to do: for where its hash differs.
/// here: who spoke what was found.
std::string otherSpeechSentence(std::uint64_t seed, const std::filesystem::path& folder,
                                const std::string& madeBy, const std::string& here);

} // namespace expertscope
