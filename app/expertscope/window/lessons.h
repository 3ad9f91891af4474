// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/run/run_config.h"

#include <QString>

#include <vector>

namespace expertscope {

/// An experiment that shows one thing, and two sentences on what to watch.
struct Lesson {
    QString name; ///< of the action: "whereAndWhat"
    QString title;
    QString hint;
    RunConfig config;
};

/// All on the built-in digits, so that they need nothing.
std::vector<Lesson> lessons();

} // namespace expertscope
