// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <mutex>
#include <utility>

namespace expertscope {

/// Hands immutable things from one thread to another; the latest wins. The writer can see whether the last
/// one was taken, and so makes no more than the reader can use.
template <class Content> class Mailbox {
  public:
    void post(std::shared_ptr<const Content> content) {
        const std::lock_guard lock(mutex_);
        content_ = std::move(content);
    }
    /// Null where nothing new has come.
    std::shared_ptr<const Content> take() {
        const std::lock_guard lock(mutex_);
        return std::exchange(content_, nullptr);
    }
    bool empty() const {
        const std::lock_guard lock(mutex_);
        return content_ == nullptr;
    }

  private:
    mutable std::mutex mutex_;
    std::shared_ptr<const Content> content_;
};

struct TrainingSnapshot;
using SnapshotMailbox = Mailbox<TrainingSnapshot>;

} // namespace expertscope
