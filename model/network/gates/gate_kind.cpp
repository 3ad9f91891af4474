// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/network/gates/gate_kind.h"

#include "model/base/error.h"
#include "model/base/plain_text.h"

// A new kind of gate is a line here and a file that defines the function of that name.
#define EXPERTSCOPE_GATES(LINE)                                                                              \
    LINE(softmaxGate)                                                                                        \
    LINE(topKGate)

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

template <>
std::shared_ptr<const Gate<float>> makeGate(const GateDescription& description, const GateShape& shape) {
    const GateKind& kind = *findKind(gateKinds(), description.kind);
    return kind.makeFloat(shape, Settings(kind, description.settings, shape.experts));
}
template <>
std::shared_ptr<const Gate<double>> makeGate(const GateDescription& description, const GateShape& shape) {
    const GateKind& kind = *findKind(gateKinds(), description.kind);
    return kind.makeDouble(shape, Settings(kind, description.settings, shape.experts));
}

} // namespace expertscope
