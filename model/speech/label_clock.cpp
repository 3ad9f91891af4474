// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/speech/label_clock.h"

#include "model/speech/audio_file.h"

namespace expertscope {
namespace {

constexpr double rounding = 0.1; // seconds that labels may end after the sound

/// What share of the sound the labels reach, in that unit.
double reach(double last, const LabelUnit& unit, const SoundLength& sound) {
    return last / unit.perSecond / sound.seconds;
}

bool endsWithin(double last, const LabelUnit& unit, const SoundLength& sound, double share) {
    return reach(last, unit, sound) >= share && last / unit.perSecond <= 1.02 * sound.seconds + rounding;
}

} // namespace

LabelUnit hundredNanoseconds() {
    return {1e7, "units of 100 ns"};
}
LabelUnit samplesOf(int rate) {
    return {static_cast<double>(rate), "samples, " + std::to_string(rate) + " a second"};
}
LabelUnit wholeSeconds() {
    return {1, "seconds"};
}

LabelUnit unitOf(double last, const LabelUnit& usual, const SoundLength& sound) {
    if (sound.seconds <= 0 || last <= 0)
        return usual;
    const double usualReach = reach(last, usual, sound);
    const bool tooLate = last / usual.perSecond > 1.2 * sound.seconds + 0.5;
    if (!tooLate && usualReach >= 0.6)
        return usual;
    // What ends in the middle may well be half a recording; then only a unit that fits well is believed.
    const double fittingShare = tooLate ? 0.5 : usualReach < 0.05 ? 0.8 : 0.95;
    for (const LabelUnit& other :
         {hundredNanoseconds(), samplesOf(sound.rate), samplesOf(speechRate), LabelUnit{1e3, "milliseconds"},
          LabelUnit{1e6, "microseconds"}, wholeSeconds()})
        if (other.perSecond > 0 && other.perSecond != usual.perSecond &&
            endsWithin(last, other, sound, fittingShare))
            return other;
    return usual;
}

} // namespace expertscope
