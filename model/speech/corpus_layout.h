// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/speech/corpus.h"

namespace expertscope {

/// Finds out what a corpus' folders say: which recordings are for testing, whose they are, and whether it is
/// TIMIT (see Corpus). sounds: all sound files, with labels or not, in small letters as they stand below the
/// root.
void readLayout(Corpus& corpus, const std::filesystem::path& root,
                const std::vector<std::filesystem::path>& sounds);

} // namespace expertscope
