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

/// What a folder holds of speech, by its content: sound files at any depth that have labels (see
/// labelEndings) of the same name beside them, or, of a folder "wav", "audio" or "flac", in a folder next to
/// it (Festvox: wav and lab).
///
/// Where the folder has TRAIN and TEST (TIMIT; in any case), these are the two sets, and a speaker is the
/// folder that a file is in. Elsewhere the folders just below are the speakers, if there are at least two
/// with recordings. TIMIT's sentences SA1 and SA2 are left out: every speaker reads them, so that they would
/// be in both sets.
struct Corpus {
    std::string name;                  ///< "TIMIT", or the folder's own
    std::vector<Recording> recordings; ///< in the order of their paths
    std::vector<Finding> findings;
};

/// Never throws for what is not there: then there are no recordings. mostFiles: how many files and folders to
/// look at. Throws FileError where the folder cannot be read.
Corpus findCorpus(const std::filesystem::path& folder, std::size_t mostFiles = static_cast<std::size_t>(-1));

/// Whether it holds any recording, by the first 20,000 files: usual places may hold millions of others.
bool holdsSpeech(const std::filesystem::path& folder);

} // namespace expertscope
