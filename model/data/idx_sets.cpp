// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/data/idx_sets.h"

#include "model/base/file.h"
#include "model/data/idx_file_name.h"
#include "model/data/idx_folder.h"

#include <algorithm>
#include <array>
#include <string_view>

namespace expertscope {
namespace {

namespace fs = std::filesystem;

constexpr int mostBelow = 3;                                   // folders
constexpr std::size_t mostEntries = 20'000, eachFolder = 2000; // a usual place may hold millions of others
constexpr std::size_t any = static_cast<std::size_t>(-1);

/// Folders that are named by what is done to files, not by what is in them.
constexpr std::array<std::string_view, 9> generalNames{"raw",   "gzip", "archive",   "data",    "dataset",
                                                       "files", "idx",  "processed", "unpacked"};

std::string nameOf(const IdxGroup& group) {
    if (!group.set().empty())
        return group.set();
    std::error_code ignored;
    const fs::path folder = fs::weakly_canonical(group.folder(), ignored);
    for (fs::path part = folder; part.has_relative_path(); part = part.parent_path()) {
        const std::string name = part.filename().string();
        if (!name.empty() &&
            std::find(generalNames.begin(), generalNames.end(), comparable(name)) == generalNames.end())
            return name;
    }
    return folder.filename().string();
}

/// All folders to be looked into, the nearest first; those that torchvision makes before others.
std::vector<IdxFolder> lookBelow(const fs::path& place) {
    std::vector<IdxFolder> looked{lookInto(place, any)};
    std::size_t left = mostEntries;
    for (std::size_t level = 0, first = 0; level < mostBelow; ++level) {
        const std::size_t end = looked.size();
        std::vector<fs::path> folders;
        for (; first < end; ++first)
            folders.insert(folders.end(), looked[first].others.begin(), looked[first].others.end());
        const auto torchvisions = [](const fs::path& folder) {
            return folder.filename() == "MNIST" || folder.filename() == "raw";
        };
        std::stable_partition(folders.begin(), folders.end(), torchvisions);
        for (const fs::path& folder : folders) {
            looked.push_back(lookInto(folder, torchvisions(folder) ? any : std::min(left, eachFolder)));
            left -= std::min(left, looked.back().entries);
        }
    }
    return looked;
}

bool isBelow(const fs::path& path, const fs::path& folder) {
    return std::mismatch(folder.begin(), folder.end(), path.begin(), path.end()).first == folder.end();
}

/// The shortest path that names the group and none of the others, neither those that are there nor, where it
/// lies below the place, those of other kinds.
fs::path pathOf(const IdxGroup& group, const std::vector<IdxGroup>& all, const fs::path& place) {
    const auto alone = [&](const fs::path& folder) {
        return std::count_if(all.begin(), all.end(),
                             [&](const IdxGroup& other) { return isBelow(other.folder(), folder); }) == 1;
    };
    fs::path folder = place;
    auto part = group.folder().begin();
    std::advance(part, std::distance(place.begin(), place.end()));
    const auto below = part; // of a set that lies below, a folder below: others may come beside it
    for (; part != group.folder().end() && (part == below || !alone(folder)); ++part)
        folder /= *part;
    return alone(folder) || group.set().empty() ? folder : group.folder() / group.set();
}

/// The same set once more below its own folder, as torchvision leaves the packed files of EMNIST in gzip.
void dropCopies(std::vector<IdxGroup>& groups) {
    for (std::size_t i = 0; i < groups.size(); ++i)
        std::erase_if(groups, [&, kept = groups[i]](const IdxGroup& other) {
            return !kept.set().empty() && comparable(other.set()) == comparable(kept.set()) &&
                   other.folder() != kept.folder() && isBelow(other.folder(), kept.folder());
        });
}

IdxSets setsOf(std::vector<IdxGroup> groups, const fs::path& place) {
    IdxSets found;
    for (const IdxGroup& group : groups)
        if (!group.complete())
            found.partial.push_back(group.missingSentence());
    std::erase_if(groups, [](const IdxGroup& group) { return !group.complete(); });
    dropCopies(groups);
    for (const IdxGroup& group : groups) {
        IdxSet set;
        set.name = nameOf(group);
        set.path = pathOf(group, groups, place);
        set.direct = group.folder() == place && group.set().empty();
        set.files = group.files();
        set.files.name = set.name;
        found.sets.push_back(std::move(set));
    }
    return found;
}

/// FOLDER/emnist-letters, or FOLDER/emnist where that is the beginning of one set's name or of several.
IdxSets setsNamed(const fs::path& folder, const std::string& name) {
    IdxSets found = setsOf(lookInto(folder, any).groups, folder);
    found.partial.clear();
    const std::string wanted = comparable(name);
    const auto isIt = [&](const IdxSet& set) { return comparable(set.name) == wanted; };
    const bool whole = std::any_of(found.sets.begin(), found.sets.end(), isIt);
    std::erase_if(found.sets, [&](const IdxSet& set) {
        return set.direct ||
               (whole ? !isIt(set) : wanted.empty() || !comparable(set.name).starts_with(wanted));
    });
    return found;
}

/// The set that a file belongs to.
IdxSets setOf(const fs::path& file) {
    const auto parsed = parseIdxFileName(file.filename().string());
    if (!parsed)
        return {};
    fs::path folder = file.parent_path();
    if (parseIdxFileName(folder.filename().string()))
        folder = folder.parent_path();
    if (folder.empty())
        folder = ".";
    IdxSets found = setsOf(lookInto(folder, any).groups, folder);
    std::erase_if(found.sets, [&](const IdxSet& set) {
        const std::string begin = set.direct ? "" : set.name;
        return comparable(begin) != comparable(parsed->set);
    });
    return found;
}

} // namespace

IdxSets findIdxSets(const fs::path& named) {
    const fs::path place = named.has_filename() ? named : named.parent_path(); // "FOLDER/" is FOLDER
    const bool there = isThere(place); // which throws where that cannot be known
    std::error_code ignored;
    if (fs::is_directory(place, ignored)) {
        std::vector<IdxGroup> groups;
        for (IdxFolder& folder : lookBelow(place))
            groups.insert(groups.end(), folder.groups.begin(), folder.groups.end());
        IdxSets found = setsOf(std::move(groups), place);
        // One may have named the folder in which Kaggle put just one of the files.
        return found.sets.empty() && parseIdxFileName(place.filename().string()) ? setOf(place) : found;
    }
    if (there)
        return setOf(place);
    const fs::path folder = place.has_parent_path() ? place.parent_path() : fs::path(".");
    return fs::is_directory(folder, ignored) ? setsNamed(folder, place.filename().string()) : IdxSets{};
}

} // namespace expertscope
