// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/base/json.h"

namespace expertscope {

/// The place of "network.layers.0.experts" in the document; null where there is no such place.
const Json* valueAt(const Json& json, const std::string& key);
Json* valueAt(Json& json, const std::string& key);

} // namespace expertscope
