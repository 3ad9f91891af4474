// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/run/run_config.h"

#include <QString>

namespace expertscope {

/// An experiment as one line for a shell.
struct RunCommand {
    QString line;
    QString said; ///< a sentence: what is on the clipboard now
};

/// run: its folder; empty before the first step. Where settings were changed while it trained, no list of
/// settings can say when, and the line replays the folder. Throws FileError where its events cannot be read.
RunCommand runCommand(const RunConfig& config, const QString& run);

} // namespace expertscope
