// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/analysis/image_answer.h"

#include "model/base/error.h"
#include "model/data/drawn_image.h"
#include "model/network/example_input.h"

#include <algorithm>

namespace expertscope {
namespace {

/// One image at every translation, gone through the network.
Activations<float> forwardAll(const Network<float>& network, const Translation& translation,
                              const Dataset& data, const Lesion& lesion) {
    const int count = translation.values();
    Activations<float> a = network.activations(count, sparsePlaces(data, translation));
    for (int v = 0; v < count; ++v)
        drawInto(a.x, v, translation, data, 0, translation.shift(v));
    forward(network, a, {0, count}, lesion);
    return a;
}

} // namespace

ImageAnswer answerImage(const Network<float>& network, const Translation& translation,
                        std::vector<float> image, Shift shift, const Lesion& lesion) {
    if (static_cast<int>(image.size()) != translation.image().size() ||
        !network.description().takes(translation.canvas()))
        throw Error("the image has " + std::to_string(image.size()) + " values, which does not fit the " +
                    std::to_string(network.description().input.size()) +
                    " inputs of the network; take an example or clear the canvas");
    const std::shared_ptr<const Dataset> data = datasetOf(std::move(image), translation.image());
    const Activations<float> a = forwardAll(network, translation, *data, lesion);

    ImageAnswer result;
    result.shift = shift;
    result.side = translation.side();
    const int here = translation.value(shift);
    for (Index c = 0; c < a.logProbabilities.rows(); ++c)
        result.posterior.push_back(std::exp(a.logProbabilities(c, here)));
    for (int v = 0; v < translation.values(); ++v) {
        Index answer = 0;
        a.logits.col(v).maxCoeff(&answer);
        result.answerAt.push_back(static_cast<int>(answer));
    }
    result.answer = result.answerAt[here];
    result.gatedLayers = network.gatedLayers();
    for (const int l : result.gatedLayers) {
        const Matrix<float>& gates = a.layers[l].gate.gates;
        result.gatesAt.push_back(gates);
        result.gates.emplace_back(gates.col(here).begin(), gates.col(here).end());
    }
    return result;
}

} // namespace expertscope
