// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/duration_text.h"

#include <algorithm>
#include <cmath>
#include <cstdio>

namespace expertscope {
namespace {

constexpr double longest = 1e12; // seconds; a rate that is close to nothing asks for more

} // namespace

std::string durationText(double seconds) {
    const auto whole = std::lround(seconds > 0 ? std::min(seconds, longest) : 0.0);
    char text[32];
    if (whole >= 3600)
        std::snprintf(text, sizeof text, "%ld:%02ld:%02ld", whole / 3600, whole / 60 % 60, whole % 60);
    else
        std::snprintf(text, sizeof text, "%ld:%02ld", whole / 60, whole % 60);
    return text;
}

std::string durationUp(double seconds) {
    return durationText(std::max(1.0, std::ceil(seconds)));
}

std::string timeLeftText(double seconds) {
    return durationUp(seconds) + " left";
}

std::string rateText(double examplesPerSecond) {
    char text[48];
    std::snprintf(text, sizeof text, examplesPerSecond < 9.5 ? "%.2g examples/s" : "%.0f examples/s",
                  examplesPerSecond);
    return text;
}

} // namespace expertscope
