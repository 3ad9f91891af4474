// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/sweep/sweep_table.h"

#include "model/base/json_path.h"

#include <algorithm>
#include <cmath>
#include <cstdio>

namespace expertscope {
namespace {

constexpr double tolerance = 0.0015; // above the published error, that is still called near

/// A part of the table, all in text.
struct Block {
    std::string title;
    std::vector<std::string> header;
    std::vector<std::vector<std::string>> rows;
};

std::string number(double value, int digits) {
    char text[64];
    std::snprintf(text, sizeof text, "%.*f", digits, value);
    return text;
}
std::string percent(double fraction) {
    return number(100 * fraction, 2);
}

/// As it is where it is none that could be counted: reports are files.
Json wholeNumber(double value) {
    constexpr double most = 0x1p53;
    return std::abs(value) <= most ? Json(static_cast<std::int64_t>(value)) : numberOrNull(value);
}

template <class Get> std::vector<std::string> distinct(const SweepResult& result, Get get) {
    std::vector<std::string> values;
    for (const SweepCellResult& cell : result.cells)
        if (std::find(values.begin(), values.end(), get(cell.cell)) == values.end())
            values.push_back(get(cell.cell));
    return values;
}

/// Rows by name, columns by column; text says what stands in a cell.
template <class Text> Block pivot(const SweepResult& result, const std::string& title, Text text) {
    Block block{title, {""}, {}};
    const auto columns = distinct(result, [](const SweepCell& cell) { return cell.column; });
    block.header.insert(block.header.end(), columns.begin(), columns.end());
    for (const std::string& name : distinct(result, [](const SweepCell& cell) { return cell.name; })) {
        std::vector<std::string> row{name};
        for (const std::string& column : columns) {
            const auto cell =
                std::find_if(result.cells.begin(), result.cells.end(), [&](const SweepCellResult& c) {
                    return c.cell.name == name && c.cell.column == column;
                });
            row.push_back(cell == result.cells.end() ? "" : text(*cell));
        }
        block.rows.push_back(std::move(row));
    }
    return block;
}

std::string errorText(const SweepCellResult& cell, const std::string& key,
                      const std::optional<double>& published) {
    const SeedStatistics errors = cell.statistics(key);
    if (!errors.mean)
        return toString(cell.status());
    std::string text = percent(*errors.mean);
    if (errors.deviation)
        text += " ± " + percent(*errors.deviation);
    if (published)
        text += " (" + percent(*published) + ")";
    if (errors.values.size() < cell.runs.size())
        text += ", " + std::to_string(errors.values.size()) + " of " + std::to_string(cell.runs.size());
    return text;
}

std::string parametersText(const SweepCellResult& cell) {
    const auto parameters = cell.statistics("parameters").mean;
    return parameters ? number(*parameters, 0) : toString(cell.status());
}

/// One row a cell that has a factorisation, one column a number of it.
Block factorisationBlock(const SweepResult& result) {
    Block block{"Factorisation, on all examples of the test set or those held out",
                {"", "I(e1;T)", "I(e1;C)", "I(e2;C)", "I(e2;T)", "score"},
                {}};
    for (const SweepCellResult& cell : result.cells) {
        std::vector<std::string> row{cell.cell.title()};
        for (const char* name : factorisationNames) {
            const SeedStatistics values = cell.statistics(cell.factorisationKey() + "." + name);
            row.push_back(!values.mean ? ""
                                       : number(*values.mean, 3) +
                                             (values.deviation ? " ± " + number(*values.deviation, 3) : ""));
        }
        if (std::any_of(row.begin() + 1, row.end(), [](const std::string& text) { return !text.empty(); }))
            block.rows.push_back(std::move(row));
    }
    return block;
}

std::string seedsText(const SweepResult& result) {
    const std::size_t seeds = result.sweep.seeds.size();
    return seeds == 1 ? "seed " + std::to_string(result.sweep.seeds.front())
                      : "mean of " + std::to_string(seeds) + " seeds ± deviation";
}

std::vector<Block> blocksOf(const SweepResult& result) {
    const bool heldOut = std::any_of(result.cells.begin(), result.cells.end(),
                                     [](const auto& cell) { return cell.heldOut(); });
    const bool published = std::any_of(result.cells.begin(), result.cells.end(),
                                       [](const auto& cell) { return cell.cell.published.test.has_value(); });
    const std::string how = " in %, " + seedsText(result) + (published ? " (published)" : "");
    std::vector<Block> blocks{
        pivot(result, (heldOut ? "Error on held-out training examples" : "Test error") + how,
              [](const auto& cell) { return errorText(cell, cell.errorKey(), cell.cell.published.test); }),
        pivot(result, "Training error" + how,
              [](const auto& cell) { return errorText(cell, "train_error", cell.cell.published.train); }),
        pivot(result, "Parameters", parametersText), factorisationBlock(result)};
    std::erase_if(blocks, [](const Block& block) { return block.rows.empty(); });
    return blocks;
}

/// What a reader would count himself: who meets the published errors, who misses them, who failed and why.
std::vector<std::string> notesOf(const SweepResult& result) {
    std::vector<std::string> notes;
    int met = 0, near = 0, compared = 0;
    std::string misses;
    for (const SweepCellResult& cell : result.cells) {
        const auto mean = cell.statistics(cell.errorKey()).mean;
        if (!mean || !cell.cell.published.test)
            continue;
        const double above = *mean - *cell.cell.published.test;
        ++compared;
        met += above <= 0;
        near += above <= tolerance;
        if (above > 0)
            misses += (misses.empty() ? "" : "; ") + cell.cell.title() + " by " + percent(above);
    }
    if (compared > 0 && result.sweep.publishedOfOtherData)
        notes.push_back("The published errors are of other data: only their order compares.");
    else if (compared > 0)
        notes.push_back(std::to_string(met) + " of " + std::to_string(compared) +
                        " cells are at or under the published error, " + std::to_string(near) + " at most " +
                        percent(tolerance) + " points above it." +
                        (misses.empty() ? "" : " Above it: " + misses + "."));
    for (const SweepCellResult& cell : result.cells)
        if (cell.status() == SweepRun::Status::Failed)
            notes.push_back(cell.cell.title() + " failed: " + cell.failure());
    return notes;
}

/// Characters, not bytes.
std::size_t width(const std::string& text) {
    return static_cast<std::size_t>(
        std::count_if(text.begin(), text.end(), [](char c) { return (c & 0xc0) != 0x80; }));
}

std::string padded(const std::string& text, std::size_t to, bool right) {
    const std::string space(to - std::min(to, width(text)), ' ');
    return right ? space + text : text + space;
}

/// Lines of cells with columns of equal width, between `edge` and `edge` with `between` in the middle.
/// A bar in a cell would begin another one.
Block withoutBars(Block block) {
    const auto escape = [](std::string& cell) {
        for (std::size_t i = 0; (i = cell.find('|', i)) != std::string::npos; i += 2)
            cell.insert(i, "\\");
    };
    std::for_each(block.header.begin(), block.header.end(), escape);
    for (auto& row : block.rows)
        std::for_each(row.begin(), row.end(), escape);
    return block;
}

std::string lines(const Block& block, const std::string& edge, const std::string& between, bool rule) {
    std::vector<std::size_t> widths;
    for (std::size_t c = 0; c < block.header.size(); ++c) {
        widths.push_back(std::max<std::size_t>(width(block.header[c]), 3));
        for (const auto& row : block.rows)
            widths[c] = std::max(widths[c], width(row[c]));
    }
    std::string text;
    const auto add = [&](const std::vector<std::string>& row) {
        text += edge;
        for (std::size_t c = 0; c < row.size(); ++c)
            text += (c ? between : "") + padded(row[c], widths[c], c > 0);
        text += (edge.empty() ? "" : " |") + std::string("\n");
    };
    add(block.header);
    if (rule) {
        std::vector<std::string> dashes;
        for (std::size_t c = 0; c < widths.size(); ++c)
            dashes.push_back(std::string(widths[c] - (c > 0), '-') + (c > 0 ? ":" : ""));
        add(dashes);
    }
    for (const auto& row : block.rows)
        add(row);
    return text;
}

std::string latexText(const std::string& text) {
    std::string safe;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text.compare(i, 2, "±") == 0) {
            safe += "$\\pm$";
            ++i;
        } else if (std::string("%&_#$").find(text[i]) != std::string::npos) {
            safe += std::string("\\") + text[i];
        } else {
            safe += text[i];
        }
    }
    return safe;
}

Json toJson(const SeedStatistics& statistics) {
    return {{"mean", numberOrNull(statistics.mean)},
            {"std", numberOrNull(statistics.deviation)},
            {"seeds", statistics.values}};
}

std::string quoted(const std::string& text) {
    std::string quoted = "\"";
    for (const char c : text)
        quoted += c == '"' ? std::string("\"\"") : std::string(1, c);
    return quoted + "\"";
}

} // namespace

Json toJson(const SweepResult& result) {
    Json cells = Json::array();
    for (const SweepCellResult& cell : result.cells) {
        Json factorisation = Json::object();
        for (const char* name : factorisationNames)
            factorisation[name] = toJson(cell.statistics(cell.factorisationKey() + "." + name));
        const auto parameters = cell.statistics("parameters").mean;
        cells.push_back({{"name", cell.cell.name},
                         {"column", cell.cell.column},
                         {"folder", cell.cell.folder()},
                         {"published", numberOrNull(cell.cell.published.test)},
                         {"published_train", numberOrNull(cell.cell.published.train)},
                         {"test_error", toJson(cell.statistics("test_error"))},
                         {"train_error", toJson(cell.statistics("train_error"))},
                         {"validation_error", toJson(cell.statistics("validation_error"))},
                         {"factorisation", factorisation},
                         {"parameters", parameters ? wholeNumber(*parameters) : Json(nullptr)},
                         {"status", toString(cell.status())},
                         {"failure", cell.failure().empty() ? Json(nullptr) : Json(cell.failure())}});
    }
    return {{"name", result.sweep.name},
            {"description", result.sweep.description},
            {"seeds", result.sweep.seeds},
            {"cells", cells}};
}

std::string textTable(const SweepResult& result) {
    std::string text;
    for (const Block& block : blocksOf(result))
        text += block.title + "\n" + lines(block, "", "  ", false) + "\n";
    for (const std::string& note : notesOf(result))
        text += note + "\n";
    return text;
}

std::string markdownTable(const SweepResult& result) {
    std::string text = "# " + result.sweep.name + "\n\n" + result.sweep.description + "\n";
    for (const Block& block : blocksOf(result))
        text += "\n**" + block.title + "**\n\n" + lines(withoutBars(block), "| ", " | ", true);
    for (const std::string& note : notesOf(result))
        text += "\n" + note + "\n";
    return text;
}

std::string latexTable(const SweepResult& result) {
    std::string text =
        "% " + result.sweep.name + ": " + result.sweep.description + "\n% needs \\usepackage{booktabs}\n";
    for (const Block& block : blocksOf(result)) {
        text += "\n% " + block.title + "\n\\begin{tabular}{l" + std::string(block.header.size() - 1, 'r') +
                "}\n\\toprule\n";
        const auto add = [&](const std::vector<std::string>& row) {
            for (std::size_t c = 0; c < row.size(); ++c)
                text += (c ? " & " : "") + latexText(row[c]);
            text += " \\\\\n";
        };
        add(block.header);
        text += "\\midrule\n";
        for (const auto& row : block.rows)
            add(row);
        text += "\\bottomrule\n\\end{tabular}\n";
    }
    for (const std::string& note : notesOf(result))
        text += "% " + note + "\n";
    return text;
}

std::string csvTable(const SweepResult& result) {
    const std::vector<std::string> keys{"test_error", "train_error", "validation_error", "parameters"};
    std::string text = "name,column,seed,status,published,published_train";
    for (const std::string& key : keys)
        text += "," + key;
    for (const char* name : factorisationNames)
        text += std::string(",") + name;
    text += ",checksum\n";
    const auto add = [&](const std::optional<double>& value) {
        text += "," + (value ? Json(*value).dump() : "");
    };
    for (const SweepCellResult& cell : result.cells)
        for (std::size_t s = 0; s < cell.runs.size(); ++s) {
            const SweepRun& run = cell.runs[s];
            text += quoted(cell.cell.name) + "," + quoted(cell.cell.column) + "," +
                    std::to_string(result.sweep.seeds[s]) + "," + toString(run.status);
            add(cell.cell.published.test);
            add(cell.cell.published.train);
            for (const std::string& key : keys)
                add(run.value(key));
            for (const char* name : factorisationNames)
                add(run.value(cell.factorisationKey() + "." + name));
            text += "," + textIn(run.report, "checksum") + "\n";
        }
    return text;
}

} // namespace expertscope
