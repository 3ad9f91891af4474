// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/speech/finding.h"

#include <array>
#include <cstdint>
#include <utility>

namespace expertscope {
namespace {

constexpr std::array<std::pair<FindingKind, const char*>, 20> texts{{
    {FindingKind::Unreadable, "Recordings that cannot be read, left out"},
    {FindingKind::NoLabels, "Audio files without labels of their own beside them, left out"},
    {FindingKind::SameSound, "Audio files with the same sound as another one in another form, left out"},
    {FindingKind::NoAudio, "Label files without audio beside them, left out"},
    {FindingKind::Transcript, "Transcripts (words, but no phones with their times), left out"},
    {FindingKind::Ambiguous, "Label files that may belong to several sounds of the same name, left out"},
    {FindingKind::SeveralLabels, "Audio files with several label files, of which one is read"},
    {FindingKind::DeadLink, "Links to sounds or labels that lead nowhere, left out"},
    {FindingKind::ClosedFolder, "Folders that cannot be read, left out"},
    {FindingKind::EmptyTier, "Label files in which nothing is labelled, left out"},
    {FindingKind::OtherUnit,
     "Label files that count time in another unit than usual, as the sound's length shows"},
    {FindingKind::StateLevel, "Label files by a model's states, which are joined to phones"},
    {FindingKind::SeveralTiers, "TextGrids with several tiers of phones, of which the first is read"},
    {FindingKind::LowRate, "Recordings at less than 16,000 samples a second, whose upper bands are empty"},
    {FindingKind::OutsideSets, "Recordings that are neither in TRAIN nor in TEST, left out"},
    {FindingKind::SharedSentence,
     "Recordings of SA1 and SA2, which all of TIMIT's speakers read, left out as is usual"},
    {FindingKind::PastTheEnd, "Intervals that reach past the end of their audio, used as far as it goes"},
    {FindingKind::UnknownPhone, "Intervals with phones that are not in the set, left out"},
    {FindingKind::TooShort,
     "Intervals too short to hold the middle of a frame (one comes every 10 ms), without examples"},
    {FindingKind::Unlabelled, "Frames outside every interval, left out"},
}};

} // namespace

std::vector<std::string> sentences(const std::vector<Finding>& findings) {
    std::vector<std::string> result;
    for (const auto& [kind, text] : texts) {
        std::int64_t count = 0;
        const Finding* first = nullptr;
        for (const Finding& finding : findings)
            if (finding.kind == kind) {
                first = first ? first : &finding;
                count += finding.count;
            }
        if (first)
            result.push_back(std::string(text) + ": " + std::to_string(count) +
                             " (the first: " + first->place + ").");
    }
    return result;
}

} // namespace expertscope
