// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/base/worker_pool.h"

#include "model/base/error.h"
#include "model/base/flush_denormals.h"

#include <algorithm>
#include <string>
#include <system_error>
#include <utility>

namespace expertscope {
namespace {

void relax() {
#if defined(__x86_64__) || defined(__i386__)
    __builtin_ia32_pause();
#endif
}

constexpr std::uint64_t field = (std::uint64_t{1} << 20) - 1;

} // namespace

int WorkerPool::defaultThreads() {
    return std::clamp(static_cast<int>(std::thread::hardware_concurrency()), 1, maximumThreads);
}

WorkerPool::WorkerPool(int threads) {
    if (threads < 1 || threads > maximumThreads)
        throw ConfigError("the number of threads is " + std::to_string(threads) + "; choose 1 to " +
                          std::to_string(maximumThreads));
    // Spinning only pays while every thread has a core of its own.
    spins_ = threads <= defaultThreads() ? 4000 : 0;
    tickets_ = std::vector<Ticket>(threads);
    workers_.reserve(threads - 1);
    try {
        for (int i = 1; i < threads; ++i)
            workers_.emplace_back([this, i] { work(i); });
    } catch (const std::system_error& error) { // as in a container with a limit of processes
        const std::string started = std::to_string(1 + workers_.size());
        end();
        throw Error("Of " + std::to_string(threads) + " threads only " + started +
                    " can run here: " + error.code().message() + "; ask for " + started + " by --threads.");
    }
}

WorkerPool::~WorkerPool() {
    end();
}

void WorkerPool::end() {
    quit_.store(true, std::memory_order_relaxed);
    round_.fetch_add(1, std::memory_order_release);
    round_.notify_all();
    for (std::thread& worker : workers_)
        worker.join();
}

void WorkerPool::runErased(int count, void* callable, Invoke invoke) {
    if (count <= 0)
        return;
    const FlushDenormals flush; // of the caller, as the workers do
    if (workers_.empty() || count == 1 || count > maximumTasks) {
        for (int i = 0; i < count; ++i)
            invoke(callable, i, 0);
        return;
    }
    callable_ = callable;
    invoke_ = invoke;
    unfinished_.store(count, std::memory_order_relaxed);
    const std::uint32_t round = round_.load(std::memory_order_relaxed) + 1;
    const std::uint64_t word = (std::uint64_t{round} << 40) | (static_cast<std::uint64_t>(count) << 20);
    for (std::size_t t = 0; t < tickets_.size(); ++t)
        tickets_[t].word.store(word | t, std::memory_order_release);
    round_.store(round, std::memory_order_release);
    round_.notify_all();

    takeTasks(0);
    for (int spin = 0; unfinished_.load(std::memory_order_acquire) > 0; ++spin)
        spin < spins_ ? relax() : std::this_thread::yield();
    if (failed_.exchange(false, std::memory_order_acquire))
        std::rethrow_exception(std::exchange(failure_, nullptr));
}

void WorkerPool::takeTasks(int thread) {
    for (int i = 0; i < threads(); ++i)
        takeTasksOf((thread + i) % threads(), thread);
}

void WorkerPool::takeTasksOf(int owner, int thread) {
    std::atomic<std::uint64_t>& word = tickets_[owner].word;
    std::uint64_t ticket = word.load(std::memory_order_acquire);
    for (;;) {
        const std::uint64_t next = ticket & field, count = (ticket >> 20) & field;
        if (next >= count)
            return;
        if (word.compare_exchange_weak(ticket, ticket + tickets_.size(), std::memory_order_acq_rel,
                                       std::memory_order_acquire)) {
            runTask(static_cast<int>(next), thread);
            ticket = word.load(std::memory_order_acquire);
        }
    }
}

void WorkerPool::runTask(int i, int thread) {
    try {
        invoke_(callable_, i, thread);
    } catch (...) {
        // One failure is reported; failure_ is written before unfinished_ falls, so the caller sees it whole.
        if (!failed_.exchange(true, std::memory_order_acq_rel))
            failure_ = std::current_exception();
    }
    unfinished_.fetch_sub(1, std::memory_order_acq_rel);
}

void WorkerPool::work(int thread) {
    const FlushDenormals flush;
    std::uint32_t seen = 0;
    for (;;) {
        for (int spin = 0; spin < spins_ && round_.load(std::memory_order_acquire) == seen; ++spin)
            relax();
        round_.wait(seen, std::memory_order_acquire);
        seen = round_.load(std::memory_order_acquire);
        if (quit_.load(std::memory_order_relaxed))
            return;
        takeTasks(thread);
    }
}

} // namespace expertscope
