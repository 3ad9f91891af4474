// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/data/class_names.h"

#include "model/base/file.h"
#include "model/base/plain_text.h"
#include "model/data/idx_file_name.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <iterator>
#include <set>
#include <string_view>

namespace expertscope {
namespace {

namespace fs = std::filesystem;

constexpr std::array<const char*, 7> listNames{"classes.txt",     "class_names.txt", "class-names.txt",
                                               "classnames.txt",  "labels.txt",      "label_names.txt",
                                               "batches.meta.txt"}; // the last is of CIFAR-10, and of a
                                                                    // converter to IDX
/// Bytes: 65,536 classes are as many as can be told apart.
constexpr std::uint64_t mostOfNames = 16'000'000;
constexpr std::string_view gaps = " \t,;:=";

std::optional<std::int64_t> numberIn(std::string_view text) {
    std::int64_t value = 0;
    const auto [end, code] = std::from_chars(text.data(), text.data() + text.size(), value);
    return code == std::errc() && end == text.data() + text.size() ? std::optional(value) : std::nullopt;
}

/// "12 rest", "12,rest", "12: rest".
std::optional<std::pair<std::int64_t, std::string_view>> labelAndRest(std::string_view line) {
    const std::size_t end = line.find_first_of(gaps);
    if (end == std::string_view::npos)
        return std::nullopt;
    const std::size_t rest = line.find_first_not_of(" \t,;:=-", end); // "0 - zero"
    const auto label = numberIn(line.substr(0, end));
    if (!label || rest == std::string_view::npos)
        return std::nullopt;
    return std::pair(*label, line.substr(rest));
}

bool isSeen(std::int64_t point) {
    return point > 0x20 && (point < 0x7f || point > 0xa0) && point <= 0x10ffff &&
           (point < 0xd800 || point > 0xdfff);
}

/// "65 97" as "Aa"; what are no numbers is the name itself, in a table (Kuzushiji's) its last field.
std::string charactersOf(std::string_view codes) {
    std::string characters;
    for (std::string_view left = trimmed(codes); !left.empty();) {
        const std::size_t end = std::min(left.find_first_of(gaps), left.size());
        const auto code = numberIn(left.substr(0, end));
        if (!code)
            return std::string(trimmed(codes.substr(codes.rfind(',') + 1)));
        if (isSeen(*code))
            appendUtf8(characters, static_cast<std::uint32_t>(*code));
        left = trimmed(left.substr(std::min(left.find_first_not_of(gaps, end), left.size())));
    }
    return characters;
}

std::vector<std::string> linesOf(const fs::path& file) {
    const std::string text = utf8Text(readFile(file, mostOfNames), file);
    const char lineEnd = text.find('\n') == std::string::npos ? '\r' : '\n'; // as an old Macintosh wrote
    std::string_view left = text;
    std::vector<std::string> lines;
    while (!left.empty()) {
        const std::size_t end = std::min(left.find(lineEnd), left.size());
        lines.emplace_back(trimmed(left.substr(0, end)));
        left.remove_prefix(std::min(end + 1, left.size()));
    }
    while (!lines.empty() && lines.back().empty())
        lines.pop_back();
    return lines;
}

ClassNames readNames(const fs::path& file, bool mapping) {
    ClassNames names{file, {}, linesOf(file)};
    const auto& lines = names.inOrder;
    const bool hasHeading = lines.size() > 1 && !labelAndRest(lines[0]) && labelAndRest(lines[1]);
    for (const std::string& line : lines) {
        const auto entry = labelAndRest(line);
        const bool isHeading = hasHeading && &line == &lines.front();
        if (!entry && (mapping || isHeading)) // a heading, or an empty line
            continue;
        if (!entry || names.byLabel.contains(entry->first)) {
            names.byLabel.clear();
            return names;
        }
        names.byLabel[entry->first] = mapping ? charactersOf(entry->second) : std::string(entry->second);
    }
    names.inOrder.clear();
    return names;
}

/// The mapping of that set, or the only one of a set whose files' names begin with nothing.
fs::path mappingIn(const fs::path& folder, const std::string& set) {
    std::vector<fs::path> mappings;
    std::error_code failure;
    for (fs::directory_iterator entry(folder, failure), end; !failure && entry != end;
         entry.increment(failure)) {
        const std::string name = comparable(entry->path().filename().string());
        if (name == comparable(set + "-mapping.txt"))
            return entry->path();
        if (name.ends_with("mapping-txt") || name.ends_with("classmap-csv"))
            mappings.push_back(entry->path());
    }
    const bool own =
        mappings.size() == 1 && (set.empty() || comparable(mappings[0].filename().string()) == "mapping-txt");
    return own ? mappings.front() : fs::path();
}

} // namespace

std::optional<ClassNames> findClassNames(const fs::path& folder, const std::string& set) {
    std::vector<fs::path> places{folder};
    const std::string own = folder.filename().string();
    if (own == "raw" || own == "gzip" || isPartName(own) || parseIdxFileName(own))
        places.push_back(folder.parent_path());
    std::error_code ignored;
    for (const fs::path& place : places) {
        if (const fs::path mapping = mappingIn(place, set); !mapping.empty())
            return readNames(mapping, true);
        for (const char* name : listNames)
            for (const std::string& whole : {set + "-" + name, std::string(name)})
                if (fs::is_regular_file(place / whole, ignored))
                    return readNames(place / whole, false);
    }
    return std::nullopt;
}

std::vector<std::string> namesFor(const std::vector<std::int64_t>& labels, const ClassNames& names) {
    const auto& inOrder = names.inOrder;
    const auto lines = static_cast<std::int64_t>(inOrder.size()), last = labels.back();
    // The file may count from 1 where the labels count from 0, and the other way round.
    const bool fromOne = labels.front() >= 1 && lines == last, fromZero = labels.front() >= 0 && last < lines;
    const std::int64_t shift =
        labels.front() == 0 && !names.byLabel.contains(0) && names.byLabel.contains(last + 1);
    if (names.byLabel.empty() && !fromOne && !fromZero && lines != std::ssize(labels))
        return {};
    if (std::set<std::string>(inOrder.begin(), inOrder.end()).size() < inOrder.size())
        return {};
    std::vector<std::string> found;
    for (std::size_t i = 0; i < labels.size(); ++i) {
        const auto named = names.byLabel.find(labels[i] + shift);
        std::string name = named != names.byLabel.end() ? named->second : "";
        if (names.byLabel.empty())
            name = inOrder[fromOne ? labels[i] - 1 : fromZero ? labels[i] : static_cast<std::int64_t>(i)];
        found.push_back(name.empty() ? std::to_string(labels[i]) : name);
    }
    return found;
}

} // namespace expertscope
