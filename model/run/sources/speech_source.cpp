// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/base/error.h"
#include "model/run/data_places.h"
#include "model/speech/corpus.h"
#include "model/speech/corpus_reader.h"

namespace expertscope {
namespace {

/// Sounds without labels are part of a set, and say more of it than a list of files.
bool holdsLabelledSpeech(const std::filesystem::path& folder) {
    if (holdsSpeech(folder))
        return true;
    if (const std::string why = whyNoSpeech(folder); !why.empty())
        throw FileError(why);
    return false;
}

std::vector<PlacedSet> speechIn(const std::filesystem::path& place) {
    std::error_code ignored;
    if (!std::filesystem::is_directory(place, ignored) || !holdsLabelledSpeech(place))
        return {};
    return {{"labelled speech", place, false}};
}

DataPair loadSpeech(DataDescription& data, WorkerPool& pool, const Progress& progress) {
    if (!holdsLabelledSpeech(data.path))
        recogniseFolder(data.path); // explains what is there instead
    return readCorpus(data.path, data.seed, pool, progress, phoneSetNamed(data.phones));
}

} // namespace

DataSource speechSource() {
    return {.name = "speech",
            .description =
                "labelled speech: TIMIT, or sound files with .TextGrid, .lab or .phn files beside them",
            .expected =
                "sound files (WAV, FLAC, SPHERE) with .TextGrid, .lab or .phn files of the same names",
            .find = speechIn,
            .load = loadSpeech,
            .speech = true};
}

} // namespace expertscope
