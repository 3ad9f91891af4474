// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QCoreApplication>

#include <atomic>
#include <chrono>
#include <future>
#include <memory>
#include <optional>

namespace expertscope {

/// Called on another thread: runs work on the window's, where alone widgets may live, and waits for what it
/// returns; empty if it was cancelled meanwhile. work may then still be run: it must own what it uses.
template <class Work>
auto onWindowThread(Work work, const std::atomic<bool>& cancelled) -> std::optional<decltype(work())> {
    const auto promise = std::make_shared<std::promise<decltype(work())>>();
    auto result = promise->get_future();
    QMetaObject::invokeMethod(
        QCoreApplication::instance(),
        [promise, work = std::move(work)]() mutable { promise->set_value(work()); }, Qt::QueuedConnection);
    while (result.wait_for(std::chrono::milliseconds(10)) != std::future_status::ready)
        if (cancelled)
            return std::nullopt;
    return result.get();
}

} // namespace expertscope
