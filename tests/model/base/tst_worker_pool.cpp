// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/base/error.h"
#include "model/base/worker_pool.h"
#include "tests/model/testing.h"

#include <numeric>

using namespace expertscope;
using namespace expertscope::testing;

class TestWorkerPool : public QObject {
    Q_OBJECT
  private slots:
    void eachTaskOnce_data() { threads(8); }
    void eachTaskOnce() {
        QFETCH(int, threads);
        WorkerPool pool(threads);
        QCOMPARE(pool.threads(), threads);
        for (int count : {0, 1, 2, 3, 4, 7, 8, 9, 63, 64, 1000, 100'000}) {
            std::vector<std::atomic<int>> times(count);
            pool.run(count, [&](int i) { ++times[i]; });
            for (const auto& t : times)
                QCOMPARE(t.load(), 1);
        }
    }

    void threadsHaveTheirNumber_data() { threads(8); }
    void threadsHaveTheirNumber() {
        QFETCH(int, threads);
        WorkerPool pool(threads);
        for (int round = 0; round < 50; ++round) {
            std::vector<std::atomic<int>> inUse(threads);
            std::atomic<int> wrong = 0;
            pool.run(200, [&](int, int thread) {
                if (thread < 0 || thread >= threads || inUse[thread]++ != 0)
                    return void(++wrong);
                --inUse[thread];
            });
            QCOMPARE(wrong.load(), 0);
        }
    }

    /// On every thread, in a list of one task too; and the caller's own arithmetic is as before.
    void tasksCalculateWithoutDenormals_data() { threads(4); }
    void tasksCalculateWithoutDenormals() {
        QFETCH(int, threads);
        WorkerPool pool(threads);
        volatile float small = 1e-30f;
        for (int count : {1, 64}) {
            std::vector<float> products(count, -1.0f);
            pool.run(count, [&](int i) { products[i] = small * 1e-10f; });
            for (float product : products)
                QCOMPARE(product, 0.0f);
        }
#if defined(__x86_64__) || defined(__aarch64__)
        QVERIFY(small * 1e-10f > 0.0f);
#endif
    }

    void moreTasksThanATicketHolds() {
        WorkerPool pool(2);
        std::atomic<int> sum = 0;
        pool.run(WorkerPool::maximumTasks + 1, [&](int) { ++sum; });
        QCOMPARE(sum.load(), WorkerPool::maximumTasks + 1);
    }

    void exceptionsComeBack_data() {
        threads(4);
    }
    void exceptionsComeBack() {
        QFETCH(int, threads);
        WorkerPool pool(threads);
        for (int round = 0; round < 200; ++round) {
            for (int failing : {0, 17, 39}) {
                const QString said = sentence<Error>([&] {
                    pool.run(40, [&](int i) {
                        if (i == failing)
                            throw Error("task " + std::to_string(i) + " fails");
                    });
                });
                QCOMPARE(said, QStringLiteral("task %1 fails").arg(failing));
            }
            // All fail: one of them comes back, and the pool works on.
            QVERIFY(sentence<Error>([&] { pool.run(40, [](int) { throw Error("all fail"); }); }) ==
                    "all fail");
            std::atomic<int> done = 0;
            pool.run(40, [&](int) { ++done; });
            QCOMPARE(done.load(), 40);
        }
    }

    void badNumbersOfThreads_data() {
        QTest::addColumn<int>("threads");
        for (int threads : {-5, 0, 257, 100'000})
            QTest::addRow("%d", threads) << threads;
    }
    void badNumbersOfThreads() {
        QFETCH(int, threads);
        QCOMPARE(sentence<ConfigError>([&] { WorkerPool pool(threads); }),
                 QStringLiteral("the number of threads is %1; choose 1 to 256").arg(threads));
    }

    void defaultSuitsTheMachine() {
        QVERIFY(WorkerPool::defaultThreads() >= 1 &&
                WorkerPool::defaultThreads() <= WorkerPool::maximumThreads);
    }

    // What one round writes the next may read on any thread.
    void manySmallRounds_data() {
        QTest::addColumn<int>("threads");
        QTest::addColumn<int>("rounds");
        QTest::newRow("1 thread") << 1 << 100'000;
        QTest::newRow("2 threads") << 2 << 100'000;
        QTest::newRow("more threads than cores, so they sleep between rounds") << 6 << 3'000;
    }
    void manySmallRounds() {
        QFETCH(int, threads);
        QFETCH(int, rounds);
        WorkerPool pool(threads);
        std::vector<int> a(5, 0), b(5, 0);
        for (int round = 0; round < rounds; ++round) {
            pool.run(5, [&](int i) { b[i] = a[(i + 1) % 5] + 1; });
            std::swap(a, b);
        }
        for (int value : a)
            QCOMPARE(value, rounds);
    }

    void poolsComeAndGo() {
        for (int i = 0; i < 300; ++i) {
            WorkerPool pool(1 + i % 5);
            std::atomic<int> done = 0;
            if (i % 3)
                pool.run(i % 7, [&](int) { ++done; });
            QCOMPARE(done.load(), i % 3 ? i % 7 : 0);
        }
    }

  private:
    static void threads(int most) {
        QTest::addColumn<int>("threads");
        for (int threads = 1; threads <= most; ++threads)
            QTest::addRow("%d threads", threads) << threads;
    }
};

QTEST_APPLESS_MAIN(TestWorkerPool)
#include "tst_worker_pool.moc"
