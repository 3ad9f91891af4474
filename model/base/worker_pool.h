// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <atomic>
#include <cstdint>
#include <exception>
#include <thread>
#include <type_traits>
#include <vector>

namespace expertscope {

/// Runs lists of independent tasks on a fixed set of threads, the caller's among them. What a task computes
/// may not depend on who runs it: then results have the same bits on any number of threads. Task i belongs to
/// thread i mod threads(), so that the same number in two lists finds its data in the same core's cache; a
/// thread that has done its own takes over others'. Between lists the workers spin for some microseconds (a
/// training step is a few hundred) and then sleep.
class WorkerPool {
  public:
    /// threads: 1 .. maximumThreads, the caller counted; throws ConfigError otherwise.
    explicit WorkerPool(int threads);
    ~WorkerPool();
    WorkerPool(const WorkerPool&) = delete;
    WorkerPool& operator=(const WorkerPool&) = delete;

    static constexpr int maximumThreads = 256;
    static constexpr int maximumTasks = (1 << 20) - 1 - maximumThreads;
    /// The number of threads that suits this machine.
    static int defaultThreads();

    int threads() const { return static_cast<int>(workers_.size()) + 1; }

    /// Calls task(0) .. task(count - 1), each once, and returns when all have; allocates nothing. A task that
    /// takes two numbers gets the thread's too, below threads(): for scratch space of its own. The first
    /// exception thrown by a task is rethrown here, after the others have ended. Tasks calculate without
    /// denormal numbers, see FlushDenormals. One caller at a time.
    template <class Task> void run(int count, Task&& task) {
        using Callable = std::remove_reference_t<Task>;
        runErased(count, const_cast<void*>(static_cast<const void*>(&task)),
                  [](void* callable, int i, [[maybe_unused]] int thread) {
                      if constexpr (std::is_invocable_v<Callable&, int, int>)
                          (*static_cast<Callable*>(callable))(i, thread);
                      else
                          (*static_cast<Callable*>(callable))(i);
                  });
    }

  private:
    using Invoke = void (*)(void*, int, int);
    void end();
    void runErased(int count, void* callable, Invoke invoke);
    void work(int thread);
    void takeTasks(int thread);
    void takeTasksOf(int owner, int thread);
    void runTask(int i, int thread);

    std::vector<std::thread> workers_;
    void* callable_ = nullptr;
    Invoke invoke_ = nullptr;
    // Of the tasks of one thread: round (24 bits), number of tasks in the list (20) and next task (20) in one
    // word, so that a worker that is late for a round can never take a task of the next one by mistake.
    struct alignas(64) Ticket {
        std::atomic<std::uint64_t> word{0};
    };
    std::vector<Ticket> tickets_; ///< one a thread
    std::atomic<std::uint32_t> round_{0};
    std::atomic<int> unfinished_{0};
    std::atomic<bool> quit_{false};
    std::atomic<bool> failed_{false};
    std::exception_ptr failure_;
    int spins_ = 0;
};

} // namespace expertscope
