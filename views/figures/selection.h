// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <map>
#include <optional>
#include <string>

namespace expertscope {

/// What a person points at or has chosen, in any view; all views share one. What is not set is not meant.
struct Selection {
    std::optional<int> layer;             ///< index into GatingStatistics::layers
    std::optional<int> expert;            ///< of that layer
    std::optional<int> nextExpert;        ///< of the following layer: makes it a combination of experts
    std::optional<std::string> attribute; ///< "class", "translation", ...
    std::optional<int> value;             ///< of that attribute
    std::optional<int> example;           ///< index into the example set

    bool isEmpty() const { return *this == Selection{}; }
    bool operator==(const Selection&) const = default;
};

/// The experts that it names, by layer: none, one, or two of layers that follow each other.
std::map<int, int> expertsOf(const Selection& selection);

/// Does a cell that shows `shown` light up when `chosen` is selected? It does when they have something in
/// common (an expert, an attribute's value, an example) and contradict each other in nothing.
bool agree(const Selection& shown, const Selection& chosen);

} // namespace expertscope
