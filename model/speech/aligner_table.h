// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/speech/phone_interval.h"

#include <filesystem>
#include <optional>

namespace expertscope {

/// What the Montreal Forced Aligner writes where it is asked for tables, in UTF-8: .csv with the columns
/// Begin, End, Label and Type, or .json with a list [begin, end, label] for each of its "tiers". Times are in
/// seconds, and tiers are named as in its TextGrids. Such endings may be anything: empty where it is no such
/// table.
std::optional<PhoneTrack> alignerTable(const std::string& text, const std::filesystem::path& path);

} // namespace expertscope
