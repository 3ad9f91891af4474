// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/base/json_path.h"

#include <charconv>
#include <sstream>

namespace expertscope {

const Json* valueAt(const Json& json, const std::string& key) {
    const Json* value = &json;
    std::istringstream parts(key);
    for (std::string part; value && std::getline(parts, part, '.');) {
        std::size_t i = 0;
        const auto [end, code] = std::from_chars(part.data(), part.data() + part.size(), i);
        const bool number = code == std::errc() && end == part.data() + part.size();
        if (value->is_array())
            value = number && i < value->size() ? &(*value)[i] : nullptr;
        else
            value = value->is_object() && value->contains(part) ? &(*value)[part] : nullptr;
    }
    return value;
}

Json* valueAt(Json& json, const std::string& key) {
    return const_cast<Json*>(valueAt(std::as_const(json), key));
}

std::string textIn(const Json& json, const std::string& key) {
    const auto found = json.is_object() ? json.find(key) : json.end();
    return found != json.end() && found->is_string() ? found->get<std::string>() : std::string();
}

} // namespace expertscope
