// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/network/network.h"

#include <cstdint>
#include <vector>

namespace expertscope {

/// Experts that are switched off to see what they are for. Who is off gets the gate 0, and the gates of the
/// others are renormalised; all but one off is a forced expert. Also how many an example may have at most: of
/// those that are on, the ones with its largest logits in each layer. Only ever given to what looks at a
/// network: training knows nothing of it.
class Lesion {
  public:
    Lesion() = default;
    /// Nobody off. experts: how many each gated layer has, in order.
    explicit Lesion(const std::vector<int>& experts);

    /// Nobody is off, and nobody is left out.
    bool isEmpty() const;
    /// How many experts of each layer an example has at most; 0 where there is no such bound.
    int mostOfExample() const { return most_; }
    void setMostOfExample(int most) { most_ = most; }
    /// layer counts the gated layers from 0. Nobody is off where there is no such expert.
    bool isOff(int layer, int expert) const;
    int layers() const { return static_cast<int>(off_.size()); }
    int experts(int layer) const { return static_cast<int>(off_[layer].size()); }
    int expertsOn(int layer) const;
    /// Whether it is one of gated layers of so many experts each.
    bool isOf(const std::vector<int>& experts) const;
    /// Whether both are of such gated layers.
    bool hasExpertsOf(const Lesion& other) const;
    /// The one expert of the layer that is on, where there were more; else -1.
    int forced(int layer) const;
    /// One byte an expert, 1 where it is off.
    const std::vector<std::uint8_t>& mask(int layer) const { return off_[layer]; }

    /// The last expert that is on stays so; returns whether the expert is now as asked.
    bool setOff(int layer, int expert, bool off);
    void force(int layer, int expert);
    void clear();

    bool operator==(const Lesion&) const = default;

  private:
    std::vector<std::vector<std::uint8_t>> off_;
    int most_ = 0;
};

/// How many experts each gated layer of the network has: what a lesion of it is made from.
std::vector<int> gatedExperts(const NetworkDescription& description);

/// Whether it is a lesion of such a network. One without layers fits all.
bool fits(const Lesion& lesion, const NetworkDescription& description);

/// Network::forward with these experts off; with nobody off, the same bits. Throws Error if the lesion is of
/// another network.
void forward(const Network<float>& network, Activations<float>& a, Columns columns, const Lesion& lesion);

} // namespace expertscope
