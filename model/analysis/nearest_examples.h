// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/data/example_set.h"
#include "model/network/network.h"

#include <vector>

namespace expertscope {

/// How alike two examples are to a network: the cosine of the angle between their top-layer representations
/// z^L, which is all that the classifier sees of them (where the experts classify themselves, between the
/// classes' probabilities F(x)). 1 is the same direction; 0 where one of them is 0.
struct NearestExample {
    int example = 0; ///< place in the set
    float similarity = 0;
    int answer = 0; ///< the most probable class
};

/// The nearest competitors of example i: of all examples of other classes the `count` most alike to it, the
/// most alike first, ties in the set's order. Pure; free gates. Takes the whole set through the network.
std::vector<NearestExample> nearestCompetitors(const Network<float>& network, const ExampleSet& set, int i,
                                               int count);

} // namespace expertscope
