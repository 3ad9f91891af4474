// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/run/data_places.h"

#include "model/base/error.h"
#include "model/base/file.h"
#include "model/data/foreign_format.h"
#include "model/data/idx_sets.h"

#include <algorithm>
#include <cstdlib>

namespace expertscope {
namespace {

namespace fs = std::filesystem;

std::string contents(const fs::path& folder) {
    std::vector<std::string> names;
    std::error_code failure;
    for (fs::directory_iterator entry(folder, failure), end; !failure && entry != end;
         entry.increment(failure))
        names.push_back(entry->path().filename().string());
    if (failure)
        throw FileError(folder.string() + " cannot be read: " + failure.message() +
                        "; check the path and its permissions.");
    if (names.empty())
        return "it is empty";
    std::sort(names.begin(), names.end());
    std::string text = "it holds " + names[0];
    for (std::size_t i = 1; i < std::min<std::size_t>(names.size(), 3); ++i)
        text += ", " + names[i];
    return text + (names.size() > 3 ? " and " + std::to_string(names.size() - 3) + " more" : "");
}

/// What is no data set that can be read, and what to do with it. Throws FileError.
[[noreturn]] void refuse(const fs::path& place) {
    std::error_code ignored;
    const auto foreign = formatByName(place);
    if (foreign && fs::is_regular_file(place, ignored))
        throw FileError(place.string() + " is " + *foreign + ".");
    if (!fs::is_directory(place, ignored))
        throw FileError(place.string() + (isThere(place) ? " is not a folder" : " does not exist") +
                        "; name a folder that holds a data set.");
    std::string expected;
    for (const DataSource& source : dataSources())
        if (!source.expected.empty())
            expected += (expected.empty() ? "" : " or ") + source.expected;
    const std::string held = contents(place);
    if (const std::string file = foreignFileIn(place); !file.empty())
        throw FileError(place.string() + " holds no data set that can be read: " + file + ".");
    throw FileError(place.string() + " holds no known data set: " + held + "; name a folder with " +
                    expected + ".");
}

std::vector<PlacedSet> placed(const std::vector<FoundData>& found) {
    return {found.begin(), found.end()};
}

/// "FOLDER/" is FOLDER.
fs::path withoutSlash(const fs::path& place) {
    return place.has_filename() || !place.has_parent_path() ? place : place.parent_path();
}

bool isMnist(const PlacedSet& set) {
    return decidedAmong({set, {"another", "", false}}) == 0;
}

/// What a usual place has instead of such data: part of a set, several sets, or a file that is not read yet.
std::string insteadOf(const DataSource& source, const fs::path& place) {
    try {
        const std::vector<PlacedSet> sets = source.find(place);
        if (!sets.empty() && decidedAmong(sets) < 0)
            return severalSetsSentence(place, sets);
    } catch (const FileError& error) {
        return error.what();
    }
    const std::string file = foreignFileIn(place, source.name);
    return file.empty() ? file : file + ".";
}

[[noreturn]] void failNotFound(const DataSource& source) {
    const std::string nothing = "No " + source.name + " data was found in the usual places";
    if (const std::string instead = insteadOfData(source.name); !instead.empty())
        throw FileError(nothing + ", but " + instead);
    throw FileError(nothing + "; name its folder with --data, or train on the built-in digits with --set "
                              "data.source=digits.");
}

} // namespace

std::vector<fs::path> usualDataFolders() {
    std::vector<fs::path> folders;
    if (const char* named = std::getenv("EXPERTSCOPE_DATA"); named && *named)
        folders.emplace_back(named);
    for (const DataSource& source : dataSources())
        if (source.find)
            folders.push_back(userDataFolder(source.name));
    folders.emplace_back("data"); // torchvision's customary root
    if (const char* home = std::getenv("HOME"); home && *home)
        for (const char* place : {"data", ".keras/datasets/mnist", ".keras/datasets", ".cache/torch/mnist"})
            folders.push_back(fs::path(home) / place);
    return folders;
}

fs::path findDataFolder(const std::string& name) {
    const DataSource& source = dataSourceNamed(name);
    const char* environment = std::getenv("EXPERTSCOPE_DATA");
    for (const fs::path& folder : usualDataFolders()) {
        std::error_code ignored;
        try {
            const std::vector<PlacedSet> sets = source.find && fs::is_directory(folder, ignored)
                                                    ? source.find(folder)
                                                    : std::vector<PlacedSet>();
            const int index = sets.empty() ? -1 : decidedAmong(sets);
            const bool named = environment && folder == environment;
            if (index >= 0 && (named || !source.idx || sets[index].direct || isMnist(sets[index])))
                return sets[index].path;
        } catch (const FileError&) { // part of a set; another place may hold the whole
        }
    }
    return {};
}

std::string insteadOfData(const std::string& name) {
    const DataSource& source = dataSourceNamed(name);
    for (const fs::path& place : usualDataFolders())
        if (const std::string instead = source.find ? insteadOf(source, place) : ""; !instead.empty())
            return instead;
    return "";
}

std::vector<FoundData> findData(const fs::path& named) {
    const fs::path place = withoutSlash(named);
    std::vector<FoundData> found;
    std::string part;
    for (const DataSource& source : dataSources())
        try {
            for (PlacedSet& set : source.find ? source.find(place) : std::vector<PlacedSet>())
                found.push_back({std::move(set), &source});
        } catch (const FileError& error) { // part of a set; there may be a whole one of another kind
            part = part.empty() ? error.what() : part;
        }
    if (found.empty() && !part.empty()) {
        const std::string foreign = foreignFileIn(place); // which may be what one meant
        const bool told = foreign.empty() || part.find(foreign) != std::string::npos;
        throw FileError(told ? part : part + " Besides, " + foreign + ".");
    }
    if (found.empty())
        refuse(place);
    return found;
}

const DataSource& recogniseFolder(const fs::path& place, std::string_view wanted) {
    const std::vector<FoundData> all = findData(place);
    const auto those = [&](auto fit) {
        std::vector<FoundData> kept = all;
        std::erase_if(kept, [&](const FoundData& data) { return !fit(*data.source); });
        return kept;
    };
    std::vector<FoundData> found = those([&](const DataSource& source) { return source.name == wanted; });
    for (const DataSource& asked : dataSources())
        if (asked.name == wanted && asked.find && found.empty())
            asked.find(withoutSlash(place)); // throws where part of what is asked for is there
    for (const DataSource& asked :
         dataSources()) // who wants synthetic speech rather takes speech than images
        if (asked.name == wanted && found.empty())
            found = those([&](const DataSource& source) { return source.speech == asked.speech; });
    if (found.empty())
        found = all;
    const int index = decidedAmong(placed(found));
    if (index < 0)
        throw FileError(severalSetsSentence(place, placed(found)));
    return *found[index].source;
}

std::string settlePath(DataDescription& data) {
    const DataSource& source = dataSourceNamed(data.source);
    if (data.path.empty())
        data.path = findDataFolder(data.source).string();
    if (data.path.empty())
        failNotFound(source);
    const fs::path place = withoutSlash(data.path);
    const std::vector<PlacedSet> sets = source.find(place);
    if (sets.empty()) {
        const DataSource& other = recogniseFolder(place); // throws where there is nothing that can be read
        throw FileError(place.string() + " holds no " + source.name + " data, but " + other.name +
                        "; name the folder of the " + source.name + " data with --data.");
    }
    const int index = decidedAmong(sets);
    if (index < 0)
        throw FileError(severalSetsSentence(place, sets));
    data.path = sets[index].path.string();
    const std::vector<FoundData> all = findData(place);
    const auto taken = std::find_if(all.begin(), all.end(), [&](const FoundData& found) {
        return found.source == &source && found.path == sets[index].path;
    });
    if (all.size() > 1)
        return takenSetSentence(place, placed(all), static_cast<int>(taken - all.begin()));
    // Keras keeps MNIST beside other sets in a form that is not read: one may have meant that.
    const std::string file = sets[index].direct ? "" : foreignFileIn(place, "mnist");
    return file.empty() ? "" : file + "; " + sets[index].name + " is taken.";
}

} // namespace expertscope
