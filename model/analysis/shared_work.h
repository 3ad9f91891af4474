// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/base/worker_pool.h"

namespace expertscope {

/// task(0) .. task(count - 1) on the pool's threads, or here where there is none.
template <class Task> void shareWork(WorkerPool* pool, int count, Task&& task) {
    if (pool)
        return pool->run(count, task);
    for (int i = 0; i < count; ++i)
        task(i);
}

} // namespace expertscope
