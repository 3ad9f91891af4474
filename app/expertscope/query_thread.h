#pragma once

#include <QMetaObject>
#include <QObject>
#include <QThreadPool>

#include <utility>

namespace expertscope {

/// The one thread that answers the window's questions. Only the latest question waits: a new one replaces
/// those that have not begun.
class QueryThread {
  public:
    QueryThread() { pool_.setMaxThreadCount(1); }
    ~QueryThread() {
        pool_.clear();
        pool_.waitForDone();
    }

    /// Runs question() here and answer(result) on the receiver's thread. The question must capture immutable
    /// things only.
    template <class Question, class Answer> void ask(QObject* receiver, Question question, Answer answer) {
        pool_.clear();
        pool_.start([receiver, question = std::move(question), answer = std::move(answer)]() mutable {
            QMetaObject::invokeMethod(
                receiver,
                [result = question(), answer = std::move(answer)]() mutable { answer(std::move(result)); },
                Qt::QueuedConnection);
        });
    }

  private:
    QThreadPool pool_;
};

} // namespace expertscope
