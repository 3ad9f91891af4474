// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QHash>
#include <QMetaObject>
#include <QObject>
#include <QThreadPool>

#include <atomic>
#include <exception>
#include <memory>
#include <utility>

namespace expertscope {

/// The one thread that answers the window's questions. Of each receiver only the latest question waits: a new
/// one replaces those of the same receiver that have not begun, and nobody else's.
class QueryThread {
  public:
    QueryThread() { pool_.setMaxThreadCount(1); }
    ~QueryThread() { finish(); }

    /// Asks nothing any more, and waits for the question that is under way: its receiver may go then.
    void finish() {
        pool_.clear();
        pool_.waitForDone();
    }

    /// What people drag wants its answer before what they wait for anyway.
    enum Priority { Patient, Usual, Dragging };

    /// Runs question() here and answer(result) on the receiver's thread. The question must capture immutable
    /// things only; what it throws is thrown there. The receiver must live as long as this.
    template <class Question, class Answer>
    void ask(QObject* receiver, Question question, Answer answer, Priority priority = Usual) {
        std::shared_ptr<std::atomic<int>>& latest = latest_[receiver];
        if (!latest)
            latest = std::make_shared<std::atomic<int>>(0);
        auto work = [receiver, question = std::move(question), answer = std::move(answer), latest,
                     number = ++*latest]() mutable {
            if (number != *latest)
                return;
            try {
                QMetaObject::invokeMethod(
                    receiver,
                    [result = question(), answer = std::move(answer)]() mutable {
                        answer(std::move(result));
                    },
                    Qt::QueuedConnection);
            } catch (...) {
                QMetaObject::invokeMethod(
                    receiver, [thrown = std::current_exception()] { std::rethrow_exception(thrown); },
                    Qt::QueuedConnection);
            }
        };
        pool_.start(std::move(work), priority);
    }

  private:
    QThreadPool pool_;
    QHash<QObject*, std::shared_ptr<std::atomic<int>>> latest_; ///< the number of its latest question
};

} // namespace expertscope
