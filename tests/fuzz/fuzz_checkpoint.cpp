// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/base/worker_pool.h"
#include "model/run/checkpoint.h"
#include "tests/fuzz/fuzzing.h"
#include "tests/fuzz/sealed_file.h"
#include "tests/fuzz/small_run.h"

// A checkpoint, which training then goes on from.
FUZZ_READER(checkpoint, .longest = 8000, .wrap = sealed, .change = changedAndSealed) {
    static MemoryFile file;
    static WorkerPool pool(1);
    static Trainer trainer(smallNetwork(), smallConfig().training, smallExamples(), 0, pool);
    file.hold(input);
    const TrainerState state = readCheckpoint(file.path(), trainer.network().blocks());
    understood();
    trainer.restore(state);
    use(trainer.epoch());
    use(trainer.stepsLeft());
    if (!trainer.finished())
        trainer.step();
}
