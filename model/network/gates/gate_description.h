// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/network/named_kind.h"

namespace expertscope {

/// What decides where a configuration names no gate, as all did before there was a choice: the paper's own.
inline constexpr const char* defaultGate = "softmax";

/// Of a layer: what a gate may have to decide between.
inline constexpr int mostExperts = 4096;

/// Which kind of gate a layer has, of those in the table (gate_kind.h), and its settings; one that is left
/// out is as the table has it.
struct GateDescription {
    std::string kind = defaultGate;
    SettingValues settings;

    bool operator==(const GateDescription&) const = default;
};

} // namespace expertscope
