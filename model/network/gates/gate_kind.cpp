// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/network/gates/gate_kind.h"

#include "model/base/error.h"
#include "model/base/plain_text.h"

// A new kind of gate is a line here and a file that defines the function of that name.
#define EXPERTSCOPE_GATES(LINE)                                                                              \
    LINE(softmaxGate)                                                                                        \
    LINE(topKGate)                                                                                           \
    LINE(noisyTopKGate)                                                                                      \
    LINE(switchGate)                                                                                         \
    LINE(expertChoiceGate)                                                                                   \
    LINE(biasBalancedGate)                                                                                   \
    LINE(reluGate)                                                                                           \
    LINE(treeGate)

namespace expertscope {

#define EXPERTSCOPE_DECLARE(function) GateKind function();
#define EXPERTSCOPE_CALL(function) function(),
EXPERTSCOPE_GATES(EXPERTSCOPE_DECLARE)

const std::vector<GateKind>& gateKinds() {
    static const std::vector<GateKind> kinds{EXPERTSCOPE_GATES(EXPERTSCOPE_CALL)};
    return kinds;
}

#undef EXPERTSCOPE_CALL
#undef EXPERTSCOPE_DECLARE
#undef EXPERTSCOPE_GATES

const GateKind& kindOf(const GateDescription& description) {
    return *findKind(gateKinds(), description.kind);
}

void validate(const GateDescription& description, int experts, const std::string& key) {
    const GateKind* kind = findKind(gateKinds(), description.kind);
    if (!kind)
        throw ConfigError(key + ".gate is \"" + shortText(description.kind) + "\"; choose one of " +
                          namesOf(gateKinds()));
    kind->validate(description.settings, experts, key);
    const std::string objection =
        kind->objection ? kind->objection(Settings(*kind, description.settings, experts), experts) : "";
    if (!objection.empty())
        throw ConfigError(key + "." + objection);
}

GateSize sizeOf(const GateDescription& description, int experts) {
    const GateKind& kind = kindOf(description);
    return kind.size ? kind.size(Settings(kind, description.settings, experts), experts)
                     : GateSize{experts, 0, {}};
}

template <> std::shared_ptr<const Gate<float>> makeGate(const GateDescription& description, GateShape shape) {
    const GateKind& kind = kindOf(description);
    shape.size = sizeOf(description, shape.experts);
    return kind.makeFloat(shape, Settings(kind, description.settings, shape.experts));
}
template <>
std::shared_ptr<const Gate<double>> makeGate(const GateDescription& description, GateShape shape) {
    const GateKind& kind = kindOf(description);
    shape.size = sizeOf(description, shape.experts);
    return kind.makeDouble(shape, Settings(kind, description.settings, shape.experts));
}

} // namespace expertscope
