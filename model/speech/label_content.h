// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <string>

namespace expertscope {

/// What a file with a label file's ending holds: programs give transcripts the same endings.
enum class LabelContent {
    Labels,     ///< what is said from when to when
    Transcript, ///< words without times, or sentences with times
    OtherTiers, ///< a TextGrid without a tier of phones (an aligner's input, perhaps), or damaged
    Empty,
};

/// By its text; a .TextGrid's by the names of its tiers. Order, overlap and damage are left to the reader.
LabelContent labelContent(const std::string& text);

/// Of a file: a .csv or .json is an aligner's table (aligner_table.h) or, for all that it says, empty. What
/// cannot be read is taken for labels, and a .TextGrid never for a transcript, so that the reader says what
/// is wrong.
LabelContent labelContentOf(const std::filesystem::path& file);

} // namespace expertscope
