// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/expertscope/window/lessons.h"

#include "model/run/presets.h"

#include <QCoreApplication>

namespace expertscope {
namespace {

struct Lessons {
    Q_DECLARE_TR_FUNCTIONS(Lessons)
};

RunConfig collapse(RunConfig config) {
    config.preset.clear();
    config.training.constraint = false;
    return config;
}

/// The paper's standard mixture of experts (eq. 1): 5 experts x 20 units that each answer by themselves, the
/// digits where they are.
RunConfig standardMixture(RunConfig config) {
    config.preset.clear();
    config.data.jitter = 0;
    LayerDescription layer = config.network.layers.front();
    layer.experts = 5;
    layer.hidden = {20};
    layer.gateHidden = {50};
    config.network.layers = {layer};
    config.network.output = Output::Mixture;
    return config;
}

} // namespace

std::vector<Lesson> lessons() {
    const RunConfig digits = presetNamed("digits-4x100-4x100").config;
    return {
        {QStringLiteral("whereAndWhat"), Lessons::tr("Where and what"),
         Lessons::tr(
             "Press Start and watch the maps: within a few epochs the experts of layer 1 each take a part "
             "of the field, and those of layer 2 some of the digits. Nobody told them to; the tab "
             "Factorisation puts it into numbers."),
         digits},
        {QStringLiteral("collapse"), Lessons::tr("Collapse without the constraint"),
         Lessons::tr(
             "Nothing keeps the experts in balance here: press Start and watch the tab Load, where a few "
             "take everything and the others die. To compare, tick Balance the experts at first and "
             "start again."),
         collapse(digits)},
        {QStringLiteral("standardMixture"), Lessons::tr("Standard mixture of experts"),
         Lessons::tr(
             "Five experts that each give an answer of their own, mixed by one gate, and digits that stay "
             "where they are: watch which digits each expert takes. That makes 5 ways to answer; two "
             "layers of 4 experts have 16 at little more cost."),
         standardMixture(digits)},
    };
}

} // namespace expertscope
