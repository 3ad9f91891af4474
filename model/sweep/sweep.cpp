// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/sweep/sweep.h"

#include "model/base/error.h"
#include "model/base/plain_text.h"

#include <algorithm>

namespace expertscope {
namespace {

constexpr std::size_t longestName = 100; // of a file or a folder: file systems take 255 bytes

bool isPlain(char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

} // namespace

std::string SweepCell::title() const {
    return column.empty() ? name : name + " / " + column;
}

std::string SweepCell::folder() const {
    std::string folder;
    for (const char c : column.empty() ? name : name + "-" + column) {
        if (isPlain(c) || (c == '.' && !folder.empty())) // hidden folders are missed
            folder += c;
        else if (!folder.empty() && folder.back() != '-')
            folder += '-';
    }
    while (folder.ends_with('-') || folder.ends_with('.'))
        folder.pop_back();
    return folder;
}

std::string wrongName(const SweepCell& cell) {
    const std::string folder = cell.folder();
    if (!folder.empty() && folder.size() <= longestName)
        return {};
    return "\"" + shortText(cell.title()) +
           "\" makes no name for a folder; use letters and digits, at most " + std::to_string(longestName);
}

std::string wrongName(const SweepPlot& plot) {
    const bool right = !plot.name.empty() && plot.name.size() <= longestName &&
                       std::all_of(plot.name.begin(), plot.name.end(),
                                   [](char c) { return isPlain(c) || c == '-' || c == '_'; });
    if (right)
        return {};
    return "\"" + shortText(plot.name) +
           "\" cannot name a plot's file; use letters, digits, - and _, at most " +
           std::to_string(longestName);
}

const SweepCell* Sweep::find(const std::string& row, const std::string& column) const {
    const auto found = std::find_if(cells.begin(), cells.end(), [&](const SweepCell& cell) {
        return cell.name == row && cell.column == column;
    });
    return found == cells.end() ? nullptr : &*found;
}

void apply(const SweepChanges& changes, Sweep& sweep) {
    if (changes.seeds > 0) {
        sweep.seeds.clear();
        for (int seed = 0; seed < changes.seeds; ++seed)
            sweep.seeds.push_back(static_cast<std::uint64_t>(seed));
    }
    for (SweepCell& cell : sweep.cells) {
        cell.config = withSettings(cell.config, changes.settings);
        if (std::any_of(changes.settings.begin(), changes.settings.end(),
                        [](const std::string& setting) { return setting.starts_with("seed="); }))
            throw ConfigError(
                "--set seed has no effect on a sweep, which trains each cell with each of its seeds; "
                "use --seeds, or \"seeds\" in its file.");
        if (changes.epochs.size() == phaseCount)
            cell.config.training.epochs = {changes.epochs[0], changes.epochs[1]};
        cell.config.training.validate();
    }
}

void widenToMatch(Sweep& sweep) {
    constexpr int widest = LayerDescription::mostUnits; // what is matched may be far larger than any such
    for (SweepCell& cell : sweep.cells) {
        if (cell.match.empty())
            continue;
        const std::int64_t most = sweep.find(cell.name, cell.match)->config.network.parameterCount();
        NetworkDescription& network = cell.config.network;
        const auto first = std::find_if(network.layers.begin(), network.layers.end(),
                                        [](const LayerDescription& layer) { return layer.hasExperts(); });
        if (first == network.layers.end())
            throw ConfigError(cell.title() + " has no layer of experts to widen; leave out \"match\".");
        int& width = first->hidden.back();
        for (width = 1; width <= widest && network.parameterCount() <= most; ++width) {
        }
        if (--width < 1)
            throw ConfigError(cell.title() + " has more parameters than " + cell.match +
                              " however narrow its first layer is; leave out \"match\".");
    }
}

} // namespace expertscope
