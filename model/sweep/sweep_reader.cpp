// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/base/error.h"
#include "model/base/file.h"
#include "model/run/config_reader.h"
#include "model/run/presets.h"
#include "model/sweep/sweep.h"
#include "model/sweep/sweep_files.h"
#include "model/sweep/sweep_plot.h"

#include <algorithm>
#include <set>

namespace expertscope {
namespace {

/// What a part of the file says for all cells within it.
struct Inherited {
    std::string name, preset;
    std::vector<std::string> settings;
};

std::string keyOf(const std::string& setting) {
    return setting.substr(0, setting.find('='));
}

constexpr std::size_t mostSeeds = 1000, mostCells = 10'000;

/// Reads a sweep's JSON. Errors name the line where what they quote stands first.
class SweepReader {
  public:
    SweepReader(std::string text, std::string place) : text_(std::move(text)), place_(std::move(place)) {}

    Sweep read() {
        const Json json = parseJson(text_, place_);
        requireKeys(json, {"description", "preset", "seeds", "set", "published_of_other_data", "rows",
                           "plots", "figures_of"});
        sweep_.description = text(json, "description");
        readSeeds(json);
        sweep_.publishedOfOtherData = yes(json, "published_of_other_data");
        const Inherited all = inherit({}, json);
        for (const Json& row : list(json, "rows"))
            readRow(row, all);
        if (sweep_.cells.empty())
            fail("rows", "\"rows\" is empty; describe at least one cell");
        checkCells();
        if (json.contains("plots"))
            for (const Json& plot : list(json, "plots"))
                readPlot(plot);
        sweep_.figuresOf = names(json, "figures_of", rowNames());
        return std::move(sweep_);
    }

  private:
    void readSeeds(const Json& json) {
        const Json seeds = json.value("seeds", Json(1u));
        if (seeds.is_number_unsigned() && seeds > 0 && seeds <= mostSeeds)
            for (std::uint64_t seed = 0; seed < seeds.get<std::uint64_t>(); ++seed)
                sweep_.seeds.push_back(seed);
        else if (seeds.is_array() && !seeds.empty() && seeds.size() <= mostSeeds &&
                 std::all_of(seeds.begin(), seeds.end(),
                             [](const Json& s) { return s.is_number_unsigned(); }))
            sweep_.seeds = seeds.get<std::vector<std::uint64_t>>();
        else
            fail("seeds",
                 "\"seeds\" is " + quotedJson(seeds) + "; give a number from 1 to 1000 or a list of seeds");
        std::set<std::uint64_t> once;
        for (const std::uint64_t seed : sweep_.seeds)
            if (!once.insert(seed).second)
                fail("seeds", "\"seeds\" has " + std::to_string(seed) +
                                  " twice, which is one run; name each seed once");
    }

    /// False where it is absent.
    bool yes(const Json& json, const std::string& key) {
        const Json value = json.value(key, Json(false));
        if (!value.is_boolean())
            fail(key, "\"" + key + "\" is " + quotedJson(value) + "; give true or false");
        return value.get<bool>();
    }

    Inherited inherit(Inherited from, const Json& json) {
        if (json.contains("name"))
            from.name = text(json, "name");
        if (json.contains("preset"))
            from.preset = text(json, "preset");
        if (const auto set = json.find("set"); set != json.end()) {
            if (!set->is_object())
                fail("set", "\"set\" must hold keys of the configuration and their values");
            for (const auto& [key, value] : set->items())
                from.settings.push_back(key + "=" +
                                        (value.is_string() ? value.get<std::string>() : jsonText(value)));
        }
        return from;
    }

    void readRow(const Json& row, const Inherited& all) {
        requireKeys(row, {"name", "preset", "set", "published", "cells"});
        const Inherited here = inherit(all, row);
        if (!row.contains("cells"))
            return readCell(row, here, "");
        for (const Json& cell : list(row, "cells")) {
            requireKeys(cell, {"column", "set", "published", "match"});
            readCell(cell, inherit(here, cell), text(cell, "column"));
        }
    }

    void readCell(const Json& json, const Inherited& from, const std::string& column) {
        SweepCell cell;
        cell.name = from.name;
        cell.column = column;
        cell.match = text(json, "match");
        cell.published = published(json);
        if (cell.name.empty())
            fail("rows", "a row has no \"name\"; give it one");
        if (sweep_.cells.size() == mostCells)
            fail("rows", "there are more than " + std::to_string(mostCells) +
                             " cells; divide them among several sweeps");
        try {
            cell.config = presetNamed(from.preset).config;
        } catch (const ConfigError& error) {
            fail(from.preset, error.what());
        }
        for (const std::string& setting : from.settings)
            if (keyOf(setting) == "seed")
                fail("seed", "\"seed\" is set, but every cell is trained with each of the sweep's \"seeds\"; "
                             "leave it out");
        try { // all at once: one may be right only with another
            cell.config = withSettings(cell.config, from.settings);
        } catch (const ConfigError& error) {
            const auto guilty =
                std::find_if(from.settings.begin(), from.settings.end(), [&](const std::string& setting) {
                    return std::string(error.what()).find(keyOf(setting)) != std::string::npos;
                });
            fail(guilty == from.settings.end() ? from.name : keyOf(*guilty), error.what());
        }
        sweep_.cells.push_back(std::move(cell));
    }

    PublishedErrors published(const Json& json) {
        const auto found = json.find("published");
        if (found == json.end())
            return {};
        requireKeys(*found, {"test_error", "train_error"});
        PublishedErrors errors;
        for (const auto& [key, value] : found->items()) {
            if (!value.is_number() || value < 0 || value > 1)
                fail("published",
                     "\"" + key + "\" is " + quotedJson(value) + "; give a fraction from 0 to 1");
            (key == "test_error" ? errors.test : errors.train) = value.get<double>();
        }
        return errors;
    }

    void checkCells() {
        std::set<std::string> folders;
        for (const SweepCell& cell : sweep_.cells) {
            if (const std::string wrong = wrongName(cell); !wrong.empty())
                fail(cell.name, wrong);
            if (!folders.insert(cell.folder()).second)
                fail(cell.column.empty() ? cell.name : cell.column,
                     "there are two cells " + cell.title() + "; rename one");
            if (cell.match.empty())
                continue;
            std::vector<std::string> columns;
            for (const SweepCell& other : sweep_.cells)
                if (other.name == cell.name && other.column != cell.column)
                    columns.push_back(other.column);
            if (std::find(columns.begin(), columns.end(), cell.match) != columns.end())
                continue;
            const std::string nearest = nearestKey(cell.match, columns);
            fail(cell.match,
                 cell.title() + " is to match \"" + cell.match + "\", which is no other cell of its row" +
                     (nearest.empty() ? "; name one that is" : "; did you mean " + nearest + "?"));
        }
    }

    void readPlot(const Json& json) {
        requireKeys(json, {"name", "x", "x_label", "y", "rows", "columns"});
        std::vector<std::string> columns;
        for (const SweepCell& cell : sweep_.cells)
            columns.push_back(cell.column);
        SweepPlot plot{text(json, "name"),
                       text(json, "x"),
                       text(json, "x_label"),
                       names(json, "y", plotQuantities()),
                       names(json, "rows", rowNames()),
                       names(json, "columns", columns)};
        if (plot.name.empty() || plot.x.empty() || plot.y.empty())
            fail("plots", "a plot needs \"name\", \"x\" and \"y\"");
        if (const std::string wrong = wrongName(plot); !wrong.empty())
            fail(plot.name, wrong);
        sweep_.plots.push_back(std::move(plot));
    }

    std::vector<std::string> rowNames() const {
        std::vector<std::string> rows;
        for (const SweepCell& cell : sweep_.cells)
            rows.push_back(cell.name);
        return rows;
    }

    /// A list of names, all of them known; empty where it is not there.
    std::vector<std::string> names(const Json& json, const std::string& key,
                                   const std::vector<std::string>& known) {
        std::vector<std::string> names;
        if (!json.contains(key))
            return names;
        for (const Json& name : list(json, key)) {
            if (!name.is_string())
                fail(key, "\"" + key + "\" must be a list of texts");
            names.push_back(name.get<std::string>());
            if (std::find(known.begin(), known.end(), names.back()) == known.end())
                fail(names.back(), unknownKeySentence(names.back(), known));
        }
        return names;
    }

    std::string text(const Json& json, const std::string& key) {
        const auto found = json.find(key);
        if (found == json.end())
            return "";
        if (!found->is_string())
            fail(key, "\"" + key + "\" is " + quotedJson(*found) + "; give a text");
        return found->get<std::string>();
    }

    const Json& list(const Json& json, const std::string& key) {
        const auto found = json.find(key);
        if (found == json.end() || !found->is_array())
            fail(key, "\"" + key + "\" must be a list");
        return *found;
    }

    void requireKeys(const Json& json, const std::vector<std::string>& known) {
        if (!json.is_object())
            fail("", "an object { ... } is expected in place of " + quotedJson(json));
        for (const auto& [key, value] : json.items())
            if (std::find(known.begin(), known.end(), key) == known.end())
                fail(key, unknownKeySentence(key, known));
    }

    [[noreturn]] void fail(const std::string& quoted, const std::string& sentence) const {
        throw ConfigError(place_ + lineText(text_, text_.find('"' + quoted + '"')) + ": " + sentence);
    }

    std::string text_, place_;
    Sweep sweep_;
};

} // namespace

std::vector<std::string> sweepNames() {
    std::vector<std::string> names;
    for (const PresetFile& file : sweepFiles())
        names.emplace_back(file.name);
    return names;
}

Sweep readSweep(const std::string& nameOrFile) {
    for (const PresetFile& file : sweepFiles())
        if (nameOrFile == file.name) {
            Sweep sweep = SweepReader(file.text, nameOrFile).read();
            sweep.name = nameOrFile;
            return sweep;
        }
    const std::filesystem::path path = nameOrFile;
    if (!path.has_parent_path() && !path.has_extension() && !isThere(path)) {
        const std::string nearest = nearestKey(nameOrFile, sweepNames());
        std::string all;
        for (const std::string& name : sweepNames())
            all += (all.empty() ? "" : ", ") + name;
        throw ConfigError("There is no sweep \"" + nameOrFile + "\"; " +
                          (nearest.empty() ? "choose one of " + all + ", or name a file."
                                           : "did you mean " + nearest + "?"));
    }
    Sweep sweep = SweepReader(readFile(path, mostOfText), nameOrFile).read();
    sweep.name = path.stem().string();
    return sweep;
}

} // namespace expertscope
