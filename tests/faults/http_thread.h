// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/app/http_server.h"

#include <QEventLoop>
#include <QThread>

#include <future>
#include <string>

namespace expertscope::testing {

/// A server with a thread of its own, for programs that wait for others.
class HttpThread {
  public:
    explicit HttpThread(const QHash<QString, QByteArray>& files) {
        std::promise<std::string> begun;
        auto address = begun.get_future();
        thread_.reset(QThread::create([files, &begun] {
            HttpServer server;
            server.files = files;
            server.listen(QHostAddress::LocalHost);
            begun.set_value(server.address().toString().toStdString());
            QEventLoop().exec();
        }));
        thread_->start();
        address_ = address.get();
    }
    ~HttpThread() {
        thread_->quit();
        thread_->wait();
    }
    const std::string& address() const { return address_; }

  private:
    std::unique_ptr<QThread> thread_;
    std::string address_;
};

} // namespace expertscope::testing
