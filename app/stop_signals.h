// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/base/error.h"

namespace expertscope {

/// How a program ends when a signal asks it to: SIGINT (Ctrl+C), SIGTERM and SIGHUP. It ends by that very
/// signal, so that shells and schedulers tell stopped from finished; one that was ignored when the program
/// began (by nohup, say) stays ignored. Called once, first of all.
void catchStopSignals();

/// The signal that a DeferredStop has held back; 0 if none came.
int stopSignal();

/// While one lives, the first signal is only noted, for the work to be brought to a place from which it can
/// go on; without any DeferredStop it ends the program at once. So does Ctrl+C after another signal.
/// SIGTERM again changes nothing: timeout sends it to its child and to the child's group, supervisors send
/// it every second, and whoever cannot wait has SIGKILL.
class DeferredStop {
  public:
    DeferredStop();
    ~DeferredStop();
    DeferredStop(const DeferredStop&) = delete;
    DeferredStop& operator=(const DeferredStop&) = delete;
    /// The work is safe: from here on a signal ends the program at once.
    void release();

  private:
    bool held_ = true;
};

/// What is said on standard error where a signal ends the program at once; empty for nothing. Of the main
/// thread.
void setFarewell(const std::string& sentence);

/// Readable once a DeferredStop has noted a signal: for event loops.
int stopDescriptor();

/// Ends this process by that signal.
[[noreturn]] void endBySignal(int signal);

/// Work that a signal has stopped, at a place from which it can go on. The message says where and how.
class Stopped : public Error {
    using Error::Error;
};

} // namespace expertscope
