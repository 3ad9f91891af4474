// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/speech/finding.h"

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace expertscope {

/// A sound file and its labels.
struct Recording {
    std::filesystem::path audio, labels;
    std::string speaker;         ///< empty where it is not known
    std::optional<bool> forTest; ///< where the corpus itself divides
};

/// What a folder holds of speech, by its content: sound files at any depth that have labels of the same name
/// beside them, next door or in a parallel tree (see label_index.h).
///
/// Where there are TRAIN and TEST (TIMIT; in any case), these are the two sets, and a speaker is the folder
/// that a file is in. They may stand at any depth: where it is not the folder itself that is divided they
/// must be TIMIT's, or hold most recordings; what is beside them is left out. Elsewhere the speakers are the
/// first folders that are not common to all recordings, if all are in one; of a part of TIMIT its speakers'
/// folders. TIMIT's sentences SA1 and SA2 are left out: every speaker reads them, so that they would be in
/// both sets.
struct Corpus {
    std::string name;                  ///< "TIMIT", or the folder's own
    std::vector<Recording> recordings; ///< in the order of their paths
    std::vector<Finding> findings;
};

/// Never throws for what is not there: then there are no recordings. mostFiles: how many files and folders to
/// look at, should there be neither sounds nor labels among them. Throws FileError where the folder cannot be
/// read.
Corpus findCorpus(const std::filesystem::path& folder, std::size_t mostFiles = static_cast<std::size_t>(-1));

/// Whether it holds any recording; by the first 20,000 files where none of them is one of speech, because
/// usual places may hold millions of others.
bool holdsSpeech(const std::filesystem::path& folder);

/// Why a folder with sounds or labels in it holds no speech to train on, and what to do: a sentence. Empty
/// where it holds neither, or does hold speech.
std::string whyNoSpeech(const std::filesystem::path& folder);

} // namespace expertscope
