// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/analysis/lesion.h"

#include "model/base/error.h"
#include "model/network/gates/choice.h"

#include <algorithm>

namespace expertscope {

Lesion::Lesion(const std::vector<int>& experts) {
    for (const int count : experts)
        off_.emplace_back(count, std::uint8_t{0});
}

bool Lesion::isEmpty() const {
    return most_ == 0 && std::all_of(off_.begin(), off_.end(), [](const auto& layer) {
               return std::all_of(layer.begin(), layer.end(), [](std::uint8_t off) { return off == 0; });
           });
}

bool Lesion::isOff(int layer, int expert) const {
    return layer >= 0 && layer < layers() && expert >= 0 && expert < experts(layer) &&
           off_[layer][expert] != 0;
}

int Lesion::expertsOn(int layer) const {
    return static_cast<int>(std::count(off_[layer].begin(), off_[layer].end(), std::uint8_t{0}));
}

bool Lesion::isOf(const std::vector<int>& experts) const {
    return std::equal(off_.begin(), off_.end(), experts.begin(), experts.end(),
                      [](const auto& layer, int count) { return static_cast<int>(layer.size()) == count; });
}

bool Lesion::hasExpertsOf(const Lesion& other) const {
    return std::equal(off_.begin(), off_.end(), other.off_.begin(), other.off_.end(),
                      [](const auto& a, const auto& b) { return a.size() == b.size(); });
}

int Lesion::forced(int layer) const {
    if (experts(layer) < 2 || expertsOn(layer) != 1)
        return -1;
    return static_cast<int>(std::find(off_[layer].begin(), off_[layer].end(), std::uint8_t{0}) -
                            off_[layer].begin());
}

bool Lesion::setOff(int layer, int expert, bool off) {
    if (off && !isOff(layer, expert) && expertsOn(layer) == 1)
        return false;
    off_[layer][expert] = off;
    return true;
}

void Lesion::force(int layer, int expert) {
    std::fill(off_[layer].begin(), off_[layer].end(), std::uint8_t{1});
    off_[layer][expert] = 0;
}

void Lesion::clear() {
    for (auto& layer : off_)
        std::fill(layer.begin(), layer.end(), std::uint8_t{0});
    most_ = 0;
}

std::vector<int> gatedExperts(const NetworkDescription& description) {
    std::vector<int> experts;
    for (const LayerDescription& layer : description.layers)
        if (layer.gated())
            experts.push_back(layer.experts);
    return experts;
}

bool fits(const Lesion& lesion, const NetworkDescription& description) {
    return lesion.layers() == 0 || lesion.isOf(gatedExperts(description));
}

void forward(const Network<float>& network, Activations<float>& a, Columns columns, const Lesion& lesion) {
    if (lesion.isEmpty())
        return network.forward(a, columns);
    if (!fits(lesion, network.description()))
        throw Error("the experts that are switched off are not of this network (" +
                    network.description().name() + "); choose them again");
    int k = 0;
    network.forward(a, columns, [&](int l) {
        const std::vector<std::uint8_t>& off = lesion.mask(k++);
        GateActivations<float>& gate = a.layers[l].gate;
        if (const int most = lesion.mostOfExample(); most > 0)
            for (Index c = columns.first; c < columns.first + columns.count; ++c)
                chooseLargest(gate.logits().col(c).data(), off.data(), static_cast<int>(off.size()), most,
                              gate.mask.col(c).data());
        else
            gate.mask.middleCols(columns.first, columns.count).colwise() =
                Eigen::Map<const Eigen::Array<std::uint8_t, Eigen::Dynamic, 1>>(
                    off.data(), static_cast<Index>(off.size()));
        network.layer(l).assignGates(a.layers[l], columns);
        return true;
    });
}

} // namespace expertscope
