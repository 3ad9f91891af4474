// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>

#include <atomic>
#include <functional>
#include <thread>

namespace expertscope {

/// Work on a thread of its own, one at a time, that can be cancelled and is heard on the window's thread.
class BackgroundJob : public QObject {
    Q_OBJECT

  public:
    explicit BackgroundJob(QObject* parent = nullptr) : QObject(parent) {}
    ~BackgroundJob() override { stop(); }

    /// Nothing of it stays. The answer comes as wasCancelled.
    void cancel() { cancelled_ = true; }
    bool running() const { return running_; }

  signals:
    /// 0 to 1, and what is being done.
    void progressed(double fraction, const QString& text);
    void wasCancelled();
    /// A sentence: what could not be made, and what to do.
    void failed(const QString& sentence);

  protected:
    /// What is to be done on the window's thread in the end.
    using Ending = std::function<void()>;

    /// Ends what is under way, then begins. The work owns what it uses, and throws Cancelled soon after
    /// cancelled() is set.
    void start(std::function<Ending()> work);
    /// For the work, on its thread.
    void report(double fraction, const QString& text);
    const std::atomic<bool>& cancelled() const { return cancelled_; }
    void throwIfCancelled() const;

    /// Cancels, and waits for the piece at hand. Nothing more is heard of it. What derives from this calls it
    /// in its destructor: the work may use all of it.
    void stop();

  private:
    void run(const std::function<Ending()>& work);
    void post(Ending saying);
    void end(Ending saying);

    std::atomic<bool> cancelled_{false};
    bool running_ = false; ///< as the window knows it
    int number_ = 0;       ///< of the latest start: what an earlier one still says is not heard
    std::thread thread_;
};

} // namespace expertscope
