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

std::string valueText(const std::vector<double>& list) {
    std::string text;
    for (const double value : list)
        text += (text.empty() ? "" : ", ") + valueText(value);
    return text;
}

double KindSetting::leastOf(int) const {
    return type == Type::Experts || type == Type::Factors ? 1 : type == Type::Switch ? 0 : least;
}

double KindSetting::mostOf(int experts) const {
    return type == Type::Experts || type == Type::Factors ? experts : type == Type::Switch ? 1 : most;
}

SettingValue KindSetting::initialOf(int experts) const {
    if (!list())
        return std::min(initial, mostOf(experts));
    std::vector<double> primes;
    for (int left = experts, factor = 2; left > 1;) {
        if (factor * factor > left)
            factor = left;
        if (left % factor != 0) {
            ++factor;
            continue;
        }
        primes.push_back(factor);
        left /= factor;
    }
    if (primes.empty())
        primes = {1};
    return SettingValue(std::move(primes));
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

SettingValues NamedKind::shortened(SettingValues values, int experts) const {
    for (const KindSetting& one : settings)
        if (const auto found = values.find(one.name);
            found != values.end() && found->second == one.initialOf(experts))
            values.erase(found);
    return values;
}

void NamedKind::validate(const SettingValues& values, int experts, const std::string& key) const {
    for (const auto& [settingName, value] : values) {
        const std::string place = key + "." + shortText(settingName);
        const KindSetting* one = setting(settingName);
        if (!one)
            throw ConfigError(place + " is no setting of " + name + "; leave it out");
        const double least = one->leastOf(experts), most = one->mostOf(experts);
        double product = 1;
        for (const double number : value.list()) {
            if (!(number >= least && number <= most) || (one->whole() && number != std::trunc(number)))
                throw ConfigError(place + " is " + valueText(number) + "; choose " + valueText(least) +
                                  (least == most ? "" : " to " + valueText(most)));
            product *= number;
        }
        if (one->list() ? product != experts : value.list().size() != 1)
            throw ConfigError(
                place + " is [" + valueText(value.list()) + "]; choose " +
                (one->list() ? "numbers whose product is that of the experts, " + std::to_string(experts)
                             : "one number"));
    }
}

} // namespace expertscope
