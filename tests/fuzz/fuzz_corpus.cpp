// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/base/worker_pool.h"
#include "model/speech/corpus_reader.h"
#include "tests/fuzz/fuzzing.h"

// Two recordings, the sounds and labels of each a part of the input, as a data set.
FUZZ_READER(corpus, .longest = 6000, .memory = 12 << 20) {
    static MemoryFile firstSound, firstLabels, secondSound, secondLabels;
    static WorkerPool pool(1);
    static const Folder folder;
    [[maybe_unused]] static const bool made = [] {
        folder.link("ann/1.wav", firstSound);
        folder.link("ann/1.lab", firstLabels);
        folder.link("bob/2.wav", secondSound);
        folder.link("bob/2.TextGrid", secondLabels);
        return true;
    }();
    const std::vector<std::string> parts = partsOf(input, 4);
    firstSound.hold(parts[0]);
    firstLabels.hold(parts[1]);
    secondSound.hold(parts[2]);
    secondLabels.hold(parts[3]);
    use(readCorpus(folder.path(), 0, pool).train.count());
    understood();
}
