// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/network/layers/layer_description.h"

#include "model/base/error.h"

#include <array>
#include <utility>

namespace expertscope {
namespace {

constexpr std::array<std::pair<Combine, const char*>, 4> combineNames{
    {{Combine::Mixture, "mixture"},
     {Combine::Single, "single"},
     {Combine::Concatenated, "concatenated"},
     {Combine::Plain, "plain"}}};

} // namespace

std::string toString(Combine combine) {
    for (const auto& [value, name] : combineNames)
        if (value == combine)
            return name;
    return "?";
}

Combine combineFromString(const std::string& text) {
    for (const auto& [value, name] : combineNames)
        if (text == name)
            return value;
    throw ConfigError("combine is \"" + text + "\"; choose mixture, single, concatenated or plain");
}

} // namespace expertscope
