// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

namespace expertscope {

/// What a corpus holds that gives no example, or less than it could. Counted and told, never passed over in
/// silence.
enum class FindingKind {
    Unreadable,
    NoLabels,
    SameSound,
    NoAudio,
    Transcript,
    Ambiguous,
    SeveralLabels,
    DeadLink,
    ClosedFolder,
    EmptyTier,
    OtherUnit,
    StateLevel,
    SeveralTiers,
    LowRate,
    OutsideSets,
    SharedSentence,
    PastTheEnd,
    UnknownPhone,
    TooShort,
    Unlabelled,
};

struct Finding {
    FindingKind kind;
    std::string place; ///< "PATH" or "PATH, line N"
    int count = 1;
};

/// A sentence for each kind that occurs: what it is, how often, and the first place.
std::vector<std::string> sentences(const std::vector<Finding>& findings);

} // namespace expertscope
