// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/speech/aligner_table.h"

#include "model/base/json.h"
#include "model/base/plain_text.h"
#include "model/speech/label_lines.h"
#include "model/speech/text_grid.h"

#include <algorithm>
#include <sstream>

namespace expertscope {
namespace {

namespace fs = std::filesystem;

using Cells = std::vector<std::string>;

/// Of one line; a cell may stand in quotes, and a quote in it is then written twice.
Cells cellsOf(const std::string& line) {
    Cells cells(1);
    bool quoted = false;
    for (std::size_t i = 0; i < line.size(); ++i) {
        const bool twice = quoted && line[i] == '"' && i + 1 < line.size() && line[i + 1] == '"';
        if (twice)
            cells.back() += line[i++];
        else if (line[i] == '"')
            quoted = !quoted;
        else if (line[i] == ',' && !quoted)
            cells.emplace_back();
        else if (line[i] != '\r')
            cells.back() += line[i];
    }
    return cells;
}

std::optional<std::size_t> columnOf(const Cells& head, const std::string& name) {
    const auto found = std::find_if(head.begin(), head.end(),
                                    [&](const std::string& cell) { return lowerCase(cell) == name; });
    return found == head.end() ? std::nullopt : std::optional(static_cast<std::size_t>(found - head.begin()));
}

std::optional<PhoneTrack> fromCsv(const std::string& text, const fs::path& path) {
    std::istringstream lines(text);
    std::string line;
    std::getline(lines, line);
    const Cells head = cellsOf(line);
    const auto begin = columnOf(head, "begin"), end = columnOf(head, "end"), label = columnOf(head, "label"),
               type = columnOf(head, "type");
    if (!begin || !end || !label || !type)
        return std::nullopt;
    PhoneTrack track;
    for (int number = 2; std::getline(lines, line); ++number) {
        const Cells cells = cellsOf(line);
        if (cells.size() <= *type || !namesTierOfPhones(cells[*type]))
            continue;
        const auto from = cells.size() < head.size() ? std::nullopt : decimalNumber(cells[*begin]);
        const auto to = cells.size() < head.size() ? std::nullopt : decimalNumber(cells[*end]);
        if (!from || !to)
            failAtLine(path, number, "is not begin, end, label and type, as in \"0.0,0.25,AA1,phones,ann\"");
        track.intervals.push_back({*from, *to, cells[*label], number});
    }
    return track;
}

std::optional<PhoneTrack> fromJson(const std::string& text) {
    const Json json = jsonIn(text).value_or(Json());
    if (!json.is_object() || !json.contains("tiers") || !json["tiers"].is_object())
        return std::nullopt;
    PhoneTrack track;
    track.tiers = 0;
    for (const auto& [name, tier] : json["tiers"].items()) {
        if (!namesTierOfPhones(name) || !tier.is_object() || !tier.contains("entries") || ++track.tiers > 1)
            continue;
        for (const Json& entry : tier["entries"]) {
            const bool whole = entry.is_array() && entry.size() >= 3 && entry[0].is_number() &&
                               entry[1].is_number() && entry[2].is_string();
            if (!whole)
                return std::nullopt;
            track.intervals.push_back(
                {entry[0].get<double>(), entry[1].get<double>(), entry[2].get<std::string>(), 1});
        }
    }
    return track.tiers == 0 ? std::nullopt : std::optional(std::move(track));
}

} // namespace

std::optional<PhoneTrack> alignerTable(const std::string& text, const fs::path& path) {
    return lowerCase(path.extension().string()) == ".csv" ? fromCsv(text, path) : fromJson(text);
}

} // namespace expertscope
