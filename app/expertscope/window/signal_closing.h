// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/stop_signals.h"

#include <QObject>

namespace expertscope {

/// SIGINT, SIGTERM and SIGHUP close the windows as a person does, so that a run in progress is saved
/// before; then the program ends by that signal. To be made after the application and before its windows:
/// it ends after them.
class SignalClosing : public QObject {
    Q_OBJECT

  public:
    SignalClosing();
    ~SignalClosing() override;

  private:
    DeferredStop saving_;
};

} // namespace expertscope
