// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/base/worker_pool.h"
#include "model/network/gates/gate_kind.h"
#include "tests/model/testing.h"
#include "tests/sanitized.h"

#include <atomic>

// Counts what this program takes from the heap, by standing in front of the C library's functions. Sanitizers
// stand there already.
#if defined(__GLIBC__) && !defined(EXPERTSCOPE_SANITIZED)
#define COUNTS_ALLOCATIONS
#endif

namespace {
std::atomic<long> allocations{0};
}

#ifdef COUNTS_ALLOCATIONS
extern "C" {
void* __libc_malloc(size_t);
void* __libc_calloc(size_t, size_t);
void* __libc_realloc(void*, size_t);
void* __libc_memalign(size_t, size_t);

void* malloc(size_t size) {
    ++allocations;
    return __libc_malloc(size);
}
void* calloc(size_t count, size_t size) {
    ++allocations;
    return __libc_calloc(count, size);
}
void* realloc(void* p, size_t size) {
    ++allocations;
    return __libc_realloc(p, size);
}
void* aligned_alloc(size_t alignment, size_t size) {
    ++allocations;
    return __libc_memalign(alignment, size);
}
int posix_memalign(void** p, size_t alignment, size_t size) {
    ++allocations;
    *p = __libc_memalign(alignment, size);
    return *p ? 0 : 12;
}
}
#endif

using namespace expertscope;
using namespace expertscope::testing;

class TestAllocations : public QObject {
    Q_OBJECT
  private slots:
    void initTestCase() {
#ifndef COUNTS_ALLOCATIONS
        QSKIP("allocations cannot be counted in this build");
#endif
        const long before = allocations;
        delete new std::vector<int>(1000);
        QVERIFY(allocations > before);
    }

    /// After the first step nothing is taken from the heap: not for jitter, lists, masks or the update, at
    /// the end of an epoch or of a phase, with a sparse input or a dense one.
    void noneInAStep_data() {
        QTest::addColumn<bool>("sparse");
        QTest::addColumn<int>("threads");
        QTest::addColumn<QString>("gate");
        for (const GateKind& gate : gateKinds())
            for (const bool sparse : {true, false})
                for (const int threads : {1, 3})
                    QTest::addRow("%s, %s, %d threads", gate.name.c_str(), sparse ? "sparse" : "dense",
                                  threads)
                        << sparse << threads << QString::fromStdString(gate.name);
    }
    void noneInAStep() {
        QFETCH(bool, sparse);
        QFETCH(int, threads);
        QFETCH(QString, gate);
        LayerDescription routed = layer(4, {100}, {50});
        routed.gate.kind = gate.toStdString();
        const GateKind& kind = kindOf(routed.gate);
        for (const char* setting : {"noise", "balance", "importance", "load", "z_loss"})
            if (kind.setting(setting))
                routed.gate.settings[setting] = 0.1;
        Dataset data = madeDataset(130);
        if (sparse) {
            auto& pixels = std::get<std::vector<std::uint8_t>>(data.pixels);
            for (std::size_t i = 0; i < pixels.size(); ++i)
                if (i % 5 != 0)
                    pixels[i] = 0;
        }
        TrainingPlan plan;
        plan.minibatch = 60; // the last of an epoch is not full
        plan.epochs = {4, 4};
        plan.constraint = kind.takesConstraint;
        WorkerPool pool(threads);
        Trainer trainer({8 * 7, 4, {routed, routed}}, plan,
                        {std::make_shared<const Dataset>(data), 130, Translation(data.shape, 1)}, 1, pool);
        for (int i = 0; i < 3; ++i)
            trainer.step();
        const long before = allocations;
        while (!trainer.finished())
            trainer.step();
        QCOMPARE(allocations - before, 0L);
    }
};

QTEST_APPLESS_MAIN(TestAllocations)
#include "tst_allocations.moc"
