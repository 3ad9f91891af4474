// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QApplication>

#include <functional>

namespace expertscope {

/// The application, which goes on where a slot or an event throws: what nobody caught nearer is told to the
/// person, by sentenceOf, and not to the terminal by an abort.
class Application : public QApplication {
  public:
    using QApplication::QApplication;

    /// Until this is called sentences go to standard error.
    void tellBy(std::function<void(const QString& sentence)> tell) { tell_ = std::move(tell); }

    bool notify(QObject* receiver, QEvent* event) override;

  private:
    std::function<void(const QString&)> tell_;
};

} // namespace expertscope
