// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

namespace expertscope::fuzzing {

/// The document with one of its values made another, left out or doubled: by changes of single bytes hardly
/// any JSON stays JSON. Values that are JSON in a text, as those of checkpoints, are changed within. What is
/// no JSON stays.
std::string changedJson(const std::string& text, unsigned seed);

} // namespace expertscope::fuzzing
