// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/network/named_kind.h"

#include "model/base/error.h"
#include "model/base/plain_text.h"

#include <algorithm>
#include <cmath>
#include <sstream>

namespace expertscope {

std::string valueText(double value) {
    std::ostringstream text;
    text << value;
    return text.str();
}

double KindSetting::leastOf(int) const {
    return type == Type::Experts ? 1 : type == Type::Switch ? 0 : least;
}

double KindSetting::mostOf(int experts) const {
    return type == Type::Experts ? experts : type == Type::Switch ? 1 : most;
}

double KindSetting::initialOf(int experts) const {
    return std::min(initial, mostOf(experts));
}

const KindSetting* NamedKind::setting(const std::string& settingName) const {
    const auto found = std::find_if(settings.begin(), settings.end(),
                                    [&](const KindSetting& one) { return one.name == settingName; });
    return found == settings.end() ? nullptr : &*found;
}

SettingValues NamedKind::completed(SettingValues values, int experts) const {
    for (const KindSetting& one : settings)
        values.emplace(one.name, one.initialOf(experts));
    return values;
}

void NamedKind::validate(const SettingValues& values, int experts, const std::string& key) const {
    for (const auto& [settingName, value] : values) {
        const std::string place = key + "." + shortText(settingName);
        const KindSetting* one = setting(settingName);
        if (!one)
            throw ConfigError(place + " is no setting of " + name + "; leave it out");
        const double least = one->leastOf(experts), most = one->mostOf(experts);
        if (!(value >= least && value <= most) || (one->whole() && value != std::trunc(value)))
            throw ConfigError(place + " is " + valueText(value) + "; choose " + valueText(least) +
                              (least == most ? "" : " to " + valueText(most)));
    }
}

} // namespace expertscope
