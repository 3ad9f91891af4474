// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/speech/state_labels.h"

#include "model/speech/label_lines.h"

#include <algorithm>
#include <optional>

namespace expertscope {
namespace {

struct State {
    std::string of; ///< the label without it
    std::int64_t number = 0;
};

/// "hh[3]": nothing else is written so.
std::optional<State> bracketed(const std::string& label) {
    const std::size_t open = label.rfind('[');
    if (open == std::string::npos || open == 0 || label.back() != ']')
        return std::nullopt;
    const auto number = wholeNumber(std::string_view(label).substr(open + 1, label.size() - open - 2));
    return number ? std::optional(State{label.substr(0, open), *number}) : std::nullopt;
}

/// "hh_s3": a phone might be called so, but not all of them.
std::optional<State> suffixed(const std::string& label) {
    const std::size_t at = label.rfind("_s");
    if (at == std::string::npos || at == 0)
        return std::nullopt;
    const auto number = wholeNumber(std::string_view(label).substr(at + 2));
    return number ? std::optional(State{label.substr(0, at), *number}) : std::nullopt;
}

template <class StateOf> void join(std::vector<PhoneInterval>& intervals, StateOf&& stateOf) {
    std::vector<PhoneInterval> joined;
    std::optional<State> before;
    for (PhoneInterval& interval : intervals) {
        const std::optional<State> state = stateOf(interval.label);
        const bool goesOn = state && before && state->of == before->of && state->number > before->number;
        if (goesOn) {
            joined.back().end = interval.end;
        } else {
            joined.push_back(std::move(interval));
            if (state)
                joined.back().label = state->of;
        }
        before = state;
    }
    intervals = std::move(joined);
}

} // namespace

bool joinStates(std::vector<PhoneInterval>& intervals) {
    const auto has = [](auto stateOf) {
        return [stateOf](const PhoneInterval& interval) { return stateOf(interval.label).has_value(); };
    };
    if (std::any_of(intervals.begin(), intervals.end(), has(bracketed)))
        join(intervals, bracketed);
    else if (!intervals.empty() && std::all_of(intervals.begin(), intervals.end(), has(suffixed)))
        join(intervals, suffixed);
    else
        return false;
    return true;
}

} // namespace expertscope
