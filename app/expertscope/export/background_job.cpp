// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/expertscope/export/background_job.h"

#include "model/base/error.h"

namespace expertscope {

void BackgroundJob::stop() {
    cancelled_ = true;
    if (thread_.joinable())
        thread_.join();
}

void BackgroundJob::start(std::function<Ending()> work) {
    stop();
    cancelled_ = false;
    running_ = true;
    ++number_;
    thread_ = std::thread([this, work = std::move(work)] { run(work); });
}

void BackgroundJob::run(const std::function<Ending()>& work) {
    try {
        end(work());
    } catch (const Cancelled&) {
        end([this] { emit wasCancelled(); });
    } catch (const std::exception& error) {
        end([this, sentence = QString::fromStdString(sentenceOf(error))] { emit failed(sentence); });
    }
}

/// On the window's thread, unless another one was started meanwhile.
void BackgroundJob::post(Ending saying) {
    QMetaObject::invokeMethod(
        this,
        [this, saying = std::move(saying), number = number_] {
            if (number == number_)
                saying();
        },
        Qt::QueuedConnection);
}

void BackgroundJob::end(Ending saying) {
    post([this, saying = std::move(saying)] {
        running_ = false;
        saying();
    });
}

void BackgroundJob::report(double fraction, const QString& text) {
    post([this, fraction, text] { emit progressed(fraction, text); });
}

void BackgroundJob::throwIfCancelled() const {
    if (cancelled_)
        throw Cancelled();
}

} // namespace expertscope
