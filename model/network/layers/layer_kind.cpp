// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/network/layers/layer_kind.h"

#include "model/base/error.h"
#include "model/base/plain_text.h"

// A new kind of layer is a line here and a file that defines the function of that name.
#define EXPERTSCOPE_LAYERS(LINE)                                                                             \
    LINE(expertsLayer)                                                                                       \
    LINE(dropoutLayer)

namespace expertscope {

#define EXPERTSCOPE_DECLARE(function) LayerKind function();
#define EXPERTSCOPE_CALL(function) function(),
EXPERTSCOPE_LAYERS(EXPERTSCOPE_DECLARE)

const std::vector<LayerKind>& layerKinds() {
    static const std::vector<LayerKind> kinds{EXPERTSCOPE_LAYERS(EXPERTSCOPE_CALL)};
    return kinds;
}

#undef EXPERTSCOPE_CALL
#undef EXPERTSCOPE_DECLARE
#undef EXPERTSCOPE_LAYERS

void LayerCounts::addMlp(double from, const std::vector<int>& widths, double copies) {
    inputMultiplyAdds += copies * from * widths.front();
    for (const int width : widths) {
        parameters += copies * (from + 1) * width;
        multiplyAdds += copies * from * width;
        units += copies * width;
        levels += copies;
        from = width;
    }
}

const LayerKind& kindOf(const LayerDescription& description) {
    return *findKind(layerKinds(), description.kind);
}

bool LayerDescription::hasExperts() const {
    const LayerKind* line = findKind(layerKinds(), kind);
    return line && line->hasExperts;
}

void validate(const LayerDescription& description, const std::string& key) {
    const LayerKind* kind = findKind(layerKinds(), description.kind);
    if (!kind)
        throw ConfigError(key + ".kind is \"" + shortText(description.kind) + "\"; choose one of " +
                          namesOf(layerKinds()));
    kind->validate(description.settings, description.experts, key);
    if (kind->check)
        kind->check(description, key);
}

template <>
std::shared_ptr<const Layer<float>> makeLayer(const LayerDescription& description, const LayerPlace& place) {
    return kindOf(description).makeFloat(description, place);
}
template <>
std::shared_ptr<const Layer<double>> makeLayer(const LayerDescription& description, const LayerPlace& place) {
    return kindOf(description).makeDouble(description, place);
}

} // namespace expertscope
