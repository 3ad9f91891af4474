#include "model/speech/corpus_split.h"

#include "model/base/random.h"
#include "model/speech/log_mel.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <map>

namespace expertscope {
namespace {

/// Which of n are for testing: a fifth, at least one, and not all.
std::vector<bool> drawFifth(std::size_t n, std::uint64_t seed) {
    std::vector<bool> chosen(n, false);
    const std::vector<std::uint32_t> order =
        permutation(static_cast<std::uint32_t>(n), Random(seed, Stream::SpeechSplit));
    for (std::size_t i = 0; i < std::max<std::size_t>(1, n / 5) && i + 1 < n; ++i)
        chosen[order[i]] = true;
    return chosen;
}

CorpusSplit byUtterance(const std::vector<Utterance>& utterances, const std::vector<bool>& forTest,
                        std::string rule) {
    CorpusSplit split{{}, {}, std::move(rule)};
    for (std::size_t i = 0; i < utterances.size(); ++i)
        (forTest[i] ? split.test : split.train)
            .push_back({static_cast<int>(i), 0, utterances[i].frames.cols()});
    return split;
}

CorpusSplit bySpeaker(const std::vector<Utterance>& utterances, std::uint64_t seed) {
    std::map<std::string, std::size_t> speakers;
    for (const Utterance& utterance : utterances)
        speakers.emplace(utterance.speaker, 0);
    std::size_t number = 0;
    for (auto& [name, place] : speakers)
        place = number++;
    const std::vector<bool> chosen = drawFifth(speakers.size(), seed);
    std::vector<bool> forTest;
    for (const Utterance& utterance : utterances)
        forTest.push_back(chosen[speakers[utterance.speaker]]);
    return byUtterance(utterances, forTest,
                       "The test set is " + std::to_string(std::count(chosen.begin(), chosen.end(), true)) +
                           " of the " + std::to_string(speakers.size()) + " speakers, drawn from data.seed.");
}

/// The number of the first interval of the test set: at least 1, and below their number.
std::size_t cutOf(const Utterance& utterance, const PhoneSet& phones, bool& atSilence) {
    const auto count = static_cast<std::ptrdiff_t>(utterance.intervals.size()), wanted = count - count / 5;
    std::ptrdiff_t best = std::clamp<std::ptrdiff_t>(wanted, 1, std::max<std::ptrdiff_t>(1, count - 1));
    atSilence = false;
    for (std::ptrdiff_t i = 1; i < count; ++i) {
        const auto before = phones.find(utterance.intervals[i - 1].label);
        if (!before || !phones.isSilence(*before))
            continue;
        if (!atSilence || std::abs(i - wanted) < std::abs(best - wanted))
            best = i;
        atSilence = true;
    }
    return static_cast<std::size_t>(best);
}

CorpusSplit cutInTwo(const Utterance& utterance, const PhoneSet& phones) {
    bool atSilence = false;
    const std::size_t cut = cutOf(utterance, phones, atSilence);
    const double from = cut < utterance.intervals.size() ? utterance.intervals[cut].begin : 0;
    Index frame = 0;
    while (frame < utterance.frames.cols() && frameMiddle(frame) < from)
        ++frame;
    return {{{0, 0, frame}},
            {{0, frame, utterance.frames.cols()}},
            "There is one recording only: the test set is its last " +
                std::to_string(utterance.intervals.size() - cut) + " of " +
                std::to_string(utterance.intervals.size()) + " intervals, cut off " +
                (atSilence ? "after a silence." : "between two phones.")};
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
        return cutInTwo(utterances.front(), phones);
    const std::string& first = utterances.front().speaker;
    if (all([](const Utterance& u) { return !u.speaker.empty(); }) &&
        !all([&](const Utterance& u) { return u.speaker == first; }))
        return bySpeaker(utterances, seed);
    const std::vector<bool> chosen = drawFifth(utterances.size(), seed);
    return byUtterance(utterances, chosen,
                       "No speakers are known: the test set is " +
                           std::to_string(std::count(chosen.begin(), chosen.end(), true)) + " of the " +
                           std::to_string(utterances.size()) + " recordings, drawn from data.seed.");
}

} // namespace expertscope
