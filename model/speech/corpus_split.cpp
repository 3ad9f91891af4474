// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/speech/corpus_split.h"

#include "model/speech/example_count.h"
#include "model/speech/fair_draw.h"
#include "model/speech/utterance_cut.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <numeric>

namespace expertscope {
namespace {

constexpr double leastShare = 0.05, mostShare = 0.6; // of a recording, for it to be cut at a silence far off

bool isFairShare(double share) {
    return share >= leastShare && share <= mostShare;
}

/// "12 %"; of very little "0.3 %".
std::string percent(double share) {
    const double value = 100 * share;
    const int tenths = static_cast<int>(std::lround(10 * value));
    return value >= 1 ? std::to_string(std::lround(value)) + " %"
                      : "0." + std::to_string(std::clamp(tenths, 0, 9)) + " %";
}

std::string shareSentence(double share, const std::string& why) {
    if (isUsualShare(share))
        return {};
    return "The test set has " + percent(share) + " of the examples, where a fifth is meant: " + why + ".";
}

std::string drawnSentence(const Drawn& drawn, const std::string& what) {
    return std::to_string(std::count(drawn.chosen.begin(), drawn.chosen.end(), true)) + " of the " +
           std::to_string(drawn.chosen.size()) + " " + what + ", drawn from data.seed" +
           (drawn.bySize ? " by how much they speak." : ".");
}

CorpusSplit byUtterance(const std::vector<Utterance>& utterances, const std::vector<bool>& forTest,
                        std::string rule) {
    CorpusSplit split{{}, {}, std::move(rule), {}};
    for (std::size_t i = 0; i < utterances.size(); ++i)
        (forTest[i] ? split.test : split.train)
            .push_back({static_cast<int>(i), 0, utterances[i].frames.cols()});
    return split;
}

Sizes sizesOf(const std::vector<Utterance>& utterances, const PhoneSet& phones) {
    Sizes sizes;
    for (const Utterance& utterance : utterances)
        sizes.push_back(examplesOf(utterance, phones).all);
    return sizes;
}

CorpusSplit bySpeaker(const std::vector<Utterance>& utterances, const Sizes& sizes, std::uint64_t seed) {
    std::map<std::string, std::size_t> speakers;
    for (const Utterance& utterance : utterances)
        speakers.emplace(utterance.speaker, 0);
    std::size_t number = 0;
    for (auto& [name, place] : speakers)
        place = number++;
    Sizes ofSpeakers(speakers.size(), 0);
    for (std::size_t i = 0; i < utterances.size(); ++i)
        ofSpeakers[speakers[utterances[i].speaker]] += sizes[i];
    const Drawn drawn = drawTestSet(ofSpeakers, seed);
    std::vector<bool> forTest;
    for (const Utterance& utterance : utterances)
        forTest.push_back(drawn.chosen[speakers[utterance.speaker]]);
    CorpusSplit split =
        byUtterance(utterances, forTest, "The test set is " + drawnSentence(drawn, "speakers"));
    split.share =
        shareSentence(shareOf(drawn.chosen, ofSpeakers), "speakers are whole, and few or of unequal length");
    return split;
}

/// The end of one utterance is for testing, and all others are to train on.
CorpusSplit cutOff(const std::vector<Utterance>& utterances, int cut, const UtteranceCut& at) {
    CorpusSplit split;
    for (int i = 0; i < static_cast<int>(utterances.size()); ++i)
        split.train.push_back({i, 0, i == cut ? at.frame : utterances[i].frames.cols()});
    const Utterance& utterance = utterances[cut];
    split.test = {{cut, at.frame, utterance.frames.cols()}};
    const std::size_t all = utterance.intervals.size();
    split.rule = "its last " + std::to_string(all - at.interval) + " of " + std::to_string(all) +
                 " intervals, cut off " + (at.atSilence ? "after a silence." : "between two phones.");
    return split;
}

double shareBehind(const Utterance& utterance, const PhoneSet& phones, const UtteranceCut& cut, Index all) {
    const std::vector<ExampleCount> counts = examplesOfIntervals(utterance, phones);
    Index behind = 0;
    for (std::size_t i = cut.interval; i < counts.size(); ++i)
        behind += counts[i].all;
    return all == 0 ? 0 : static_cast<double>(behind) / static_cast<double>(all);
}

CorpusSplit ofOneUtterance(const std::vector<Utterance>& utterances, const PhoneSet& phones) {
    const Utterance& utterance = utterances.front();
    const Index all = examplesOf(utterance, phones).all;
    UtteranceCut cut = cutByIntervals(utterance, phones);
    if (!isFairShare(shareBehind(utterance, phones, cut, all)))
        cut = cutByExamples(utterance, phones, wantedTestShare);
    CorpusSplit split = cutOff(utterances, 0, cut);
    split.rule = "There is one recording only: the test set is " + split.rule;
    split.share = shareSentence(shareBehind(utterance, phones, cut, all),
                                "there is no better place to cut the recording");
    return split;
}

/// Where the longest has nearly everything, so that no choice of whole ones is any good.
CorpusSplit ofUnequalUtterances(const std::vector<Utterance>& utterances, const PhoneSet& phones,
                                const Sizes& sizes) {
    const int longest = static_cast<int>(std::max_element(sizes.begin(), sizes.end()) - sizes.begin());
    const Index all = std::accumulate(sizes.begin(), sizes.end(), Index{0});
    const double wanted = wantedTestShare * static_cast<double>(all) / static_cast<double>(sizes[longest]);
    const UtteranceCut cut = cutByExamples(utterances[longest], phones, wanted);
    CorpusSplit split = cutOff(utterances, longest, cut);
    split.rule = "One of the " + std::to_string(utterances.size()) +
                 " recordings has nearly all examples: the test set is " + split.rule;
    split.share = shareSentence(shareBehind(utterances[longest], phones, cut, all),
                                "there is no better place to cut the recording");
    return split;
}

CorpusSplit byRecording(const std::vector<Utterance>& utterances, const PhoneSet& phones, const Sizes& sizes,
                        std::uint64_t seed) {
    const Drawn drawn = drawTestSet(sizes, seed);
    const double share = shareOf(drawn.chosen, sizes);
    if (!isFairShare(share))
        return ofUnequalUtterances(utterances, phones, sizes);
    CorpusSplit split =
        byUtterance(utterances, drawn.chosen,
                    "No speakers are known: the test set is " + drawnSentence(drawn, "recordings"));
    split.share = shareSentence(share, "recordings are whole, and few or of unequal length");
    return split;
}

} // namespace

CorpusSplit splitCorpus(const std::vector<Utterance>& utterances, const PhoneSet& phones,
                        std::uint64_t seed) {
    const auto all = [&](auto&& holds) { return std::all_of(utterances.begin(), utterances.end(), holds); };
    if (all([](const Utterance& u) { return u.forTest.has_value(); })) {
        std::vector<bool> forTest;
        for (const Utterance& utterance : utterances)
            forTest.push_back(*utterance.forTest);
        return byUtterance(utterances, forTest, "The corpus itself says what is for testing.");
    }
    if (utterances.size() == 1)
        return ofOneUtterance(utterances, phones);
    const Sizes sizes = sizesOf(utterances, phones);
    const std::string& first = utterances.front().speaker;
    if (all([](const Utterance& u) { return !u.speaker.empty(); }) &&
        !all([&](const Utterance& u) { return u.speaker == first; }))
        return bySpeaker(utterances, sizes, seed);
    return byRecording(utterances, phones, sizes, seed);
}

} // namespace expertscope
