// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/base/worker_pool.h"
#include "model/run/synthetic_speech.h"
#include "tests/fuzz/fuzzing.h"
#include "tests/fuzz/sealed_file.h"

// The features of the synthetic corpus as they are kept. Somebody is asked for who is not installed, so that
// nothing is spoken where the file is refused.
FUZZ_READER(synthetic_speech, .longest = 12000, .wrap = sealed, .change = changedAndSealed) {
    static MemoryFile file;
    static WorkerPool pool(1);
    static const Folder folder;
    [[maybe_unused]] static const bool made = [] {
        folder.link("synthetic-speech-0.safetensors", file);
        return true;
    }();
    file.hold(input);
    use(readSyntheticSpeech(0, folder.path(), pool, {}, nullptr, SpokenCorpusSize{1, 1}, "nobody 1.0")
            .train.count());
    understood();
}
