#include "app/duration_text.h"

#include <cmath>
#include <cstdio>

namespace expertscope {

std::string durationText(double seconds) {
    const auto whole = std::lround(seconds);
    char text[32];
    if (whole >= 3600)
        std::snprintf(text, sizeof text, "%ld:%02ld:%02ld", whole / 3600, whole / 60 % 60, whole % 60);
    else
        std::snprintf(text, sizeof text, "%ld:%02ld", whole / 60, whole % 60);
    return text;
}

} // namespace expertscope
