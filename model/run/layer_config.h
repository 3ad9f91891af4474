// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/base/json.h"
#include "model/network/layers/layer_description.h"
#include "model/run/config_reader.h"

namespace expertscope {

// A layer in a configuration: its kind as "kind"; of a layer of experts, what it is, and its gate's kind as
// "gate"; and beside these the settings of both kinds, by the names of their tables (layer_kind.h,
// gate_kind.h), which alone say what they are.

/// Every setting written out.
Json toJson(const LayerDescription& layer);
/// Throws ConfigError for an unknown kind, and for a setting of another kind, naming both.
LayerDescription layerFromJson(ConfigReader reader);

/// Whether the key is of what decides which other keys of the layer there are: its kind, or its gate.
bool decidesKeys(const std::string& name);
/// What its kind, and its gate's, can be set to besides.
std::vector<std::string> settingNames(const Json& layer);
/// Gives a layer's object another kind, or another kind of gate; what is not of it is taken away. prefix: the
/// layer's key, "network.layers.0"; name: "kind" or "gate". Throws ConfigError where its table has no such.
void setKind(Json& layer, const std::string& prefix, const std::string& name, const Json& kind);
/// The place for a setting that is not written out: null where the layer has none of that name. Throws
/// ConfigError where another kind has.
Json* placeOfSetting(Json& layer, const std::string& prefix, const std::string& name);

} // namespace expertscope
