// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/base/json.h"

namespace expertscope {

/// The place of "network.layers.0.experts" in the document; null where there is no such place.
const Json* valueAt(const Json& json, const std::string& key);
Json* valueAt(Json& json, const std::string& key);

/// The text of that key, for who can do without: empty where it is absent or something else, or where the
/// document is no object.
std::string textIn(const Json& json, const std::string& key);

} // namespace expertscope
