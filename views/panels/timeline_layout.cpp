// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/panels/timeline_layout.h"

#include "model/training/record_schedule.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace expertscope {
namespace {

constexpr double reach = 4;    // pixels behind the last moment that still are its own
constexpr int mostTried = 500; // labels of one roundness: more have no room anyway

} // namespace

TimelineLayout::TimelineLayout(TimelineContent content, const QRectF& track)
    : content_(std::move(content)), track_(track), lastPlace_(1) {
    const auto& moments = *content_.moments;
    const std::int64_t recorded = moments.empty() ? -1 : moments.back().step;
    const std::int64_t toCome =
        recordsBetween(recorded, std::max(content_.endStep, content_.presentStep), content_.stepsPerEpoch);
    lastPlace_ = static_cast<double>(std::max<std::int64_t>(1, content_.count() + toCome - 1));
}

double TimelineLayout::xOfPlace(double place) const {
    return track_.left() + std::clamp(place / lastPlace_, 0., 1.) * track_.width();
}

double TimelineLayout::spacing() const {
    return track_.width() / lastPlace_;
}

double TimelineLayout::placeOf(std::int64_t step) const {
    const auto& moments = *content_.moments;
    const auto part = [](std::int64_t from, std::int64_t at, std::int64_t to) {
        return static_cast<double>(at - from) / static_cast<double>(to - from);
    };
    const auto next = std::lower_bound(moments.begin(), moments.end(), step,
                                       [](const Moment& moment, std::int64_t s) { return moment.step < s; });
    const auto index = static_cast<double>(next - moments.begin());
    if (next != moments.end())
        return next->step == step || next == moments.begin()
                   ? index
                   : index - 1 + part(std::prev(next)->step, step, next->step);
    const std::int64_t last = moments.empty() ? -1 : moments.back().step;
    const std::int64_t between = recordsBetween(last, step, content_.stepsPerEpoch);
    if (between > 0)
        return index - 1 + static_cast<double>(between);
    return moments.empty() ? 0 : index - 1 + part(last, step, nextRecord(last, content_.stepsPerEpoch));
}

int TimelineLayout::momentAt(double x) const {
    if (content_.moments->empty())
        return -1;
    const double place = (x - track_.left()) / std::max(1., track_.width()) * lastPlace_;
    return std::clamp(static_cast<int>(std::lround(std::clamp(place, 0., lastPlace_))), 0,
                      content_.count() - 1);
}

bool TimelineLayout::isBehind(double x) const {
    return x > this->x(content_.count() - 1) + reach;
}

std::vector<TimelineLayout::Phase> TimelineLayout::phases() const {
    std::vector<Phase> phases;
    for (int i = 0; i < content_.count(); ++i) {
        const bool constrained =
            content_.constraint && (*content_.moments)[static_cast<std::size_t>(i)].phase == constrainedPhase;
        if (!phases.empty() && phases.back().constrained == constrained)
            continue;
        if (!phases.empty())
            phases.back().to = x(i);
        phases.push_back({x(i), x(i), constrained});
    }
    if (!phases.empty())
        phases.back().to = xOfStep(std::max(content_.presentStep, content_.moments->back().step));
    return phases;
}

std::vector<TimelineLayout::Mark>
TimelineLayout::marks(const std::function<double(std::int64_t)>& width) const {
    std::vector<Mark> marks;
    const std::int64_t last =
        std::max(content_.endStep, content_.presentStep) / std::max<std::int64_t>(1, content_.stepsPerEpoch);
    const auto tryAt = [&](std::int64_t epoch) {
        const Mark mark{epoch, xOfStep(epoch * content_.stepsPerEpoch)};
        const auto after = std::lower_bound(marks.begin(), marks.end(), epoch,
                                            [](const Mark& m, std::int64_t e) { return m.epoch < e; });
        const auto apart = [&](const Mark& a, const Mark& b) {
            return b.x - a.x >= (width(a.epoch) + width(b.epoch)) / 2;
        };
        if (after != marks.end() && (after->epoch == epoch || !apart(mark, *after)))
            return;
        if (after != marks.begin() && !apart(*std::prev(after), mark))
            return;
        marks.insert(after, mark);
    };
    tryAt(0);
    for (std::int64_t power = 1'000'000; power >= 1; power /= 10)
        for (const std::int64_t round : {5 * power, 2 * power, power})
            for (std::int64_t i = 1; i <= std::min<std::int64_t>(mostTried, last / round); ++i)
                tryAt(i * round);
    return marks;
}

} // namespace expertscope
