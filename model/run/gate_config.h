// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/base/json.h"
#include "model/network/gates/gate_description.h"
#include "model/run/config_reader.h"

namespace expertscope {

// A layer's gate in a configuration: its kind as "gate", and beside it that kind's settings by the names of
// the table of gates (gate_kind.h), which alone says what they are.

/// Adds them to a layer's object, every setting written out.
void writeGate(Json& layer, const GateDescription& gate, int experts);
/// Reads them, and completes them. Throws ConfigError for an unknown kind, and for a setting of another kind,
/// naming both.
GateDescription readGate(ConfigReader& layer, int experts);

/// Gives a layer's object another kind of gate; the settings of the one before are taken away.
void setGate(Json& layer, const Json& kind);
/// The place for a setting that is not written out: null where the layer's kind has none of that name. Throws
/// ConfigError where another kind has. prefix: the layer's key, "network.layers.0".
Json* placeOfGateSetting(Json& layer, const std::string& prefix, const std::string& name);

} // namespace expertscope
