// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/data/idx_folder.h"

#include "model/data/foreign_format.h"
#include "model/data/idx_file_name.h"
#include "model/data/idx_reader.h"

#include <algorithm>

namespace expertscope {
namespace {

namespace fs = std::filesystem;

constexpr int nested = 4; // preference of a file in a folder named like it

std::vector<fs::path> entriesOf(const fs::path& folder, std::size_t most) {
    std::vector<fs::path> entries;
    std::error_code failure;
    for (fs::directory_iterator entry(folder, failure), end;
         !failure && entry != end && entries.size() < most; entry.increment(failure))
        entries.push_back(entry->path());
    std::sort(entries.begin(), entries.end());
    return entries;
}

bool isFolder(const fs::path& path) {
    std::error_code ignored;
    return fs::is_directory(path, ignored);
}

/// The group of that set, made where there is none yet.
IdxGroup& groupOf(std::vector<IdxGroup>& groups, const fs::path& folder, const std::string& set) {
    const auto found = std::find_if(groups.begin(), groups.end(), [&](const IdxGroup& group) {
        return comparable(group.set()) == comparable(set);
    });
    return found != groups.end() ? *found : groups.emplace_back(folder, set);
}

void addFile(IdxFolder& found, const fs::path& folder, const std::string& name, const fs::path& file,
             int preference) {
    const auto parsed = parseIdxFileName(name);
    if (parsed && !isFolder(file) && (parsed->sure || beginsAsIdx(file)))
        groupOf(found.groups, folder, parsed->set).add(*parsed, file, parsed->preference + preference);
}

/// Looks into a folder that is named like a file, or as a part is. False where it is neither.
bool addFolder(IdxFolder& found, const fs::path& folder, const fs::path& entry) {
    const std::string name = entry.filename().string();
    if (parseIdxFileName(name)) {
        for (const fs::path& file : entriesOf(entry, 100))
            if (parseIdxFileName(file.filename().string()))
                addFile(found, folder, file.filename().string(), file, nested);
        return true;
    }
    if (!isPartName(name))
        return false;
    bool any = false;
    for (const fs::path& file : entriesOf(entry, 100)) {
        const std::string whole = name + "-" + file.filename().string();
        any = any || parseIdxFileName(whole);
        addFile(found, folder, whole, file, nested);
    }
    return any;
}

} // namespace

bool IdxGroup::complete() const {
    return std::none_of(parts_.begin(), parts_.end(), [](const Part& part) { return part.file.empty(); });
}

MnistFiles IdxGroup::files() const {
    return {parts_[0].file, parts_[1].file, parts_[2].file, parts_[3].file};
}

void IdxGroup::add(const IdxFileName& name, const fs::path& file, int preference) {
    Part& part = parts_[(name.test.empty() ? 0 : 2) + (name.labels ? 1 : 0)];
    if (!name.test.empty() && name.test != "t10k")
        testWord_ = name.test;
    if (part.file.empty() || preference < part.preference)
        part = {file, preference};
}

std::string IdxGroup::missingSentence() const {
    std::string missing;
    for (std::size_t p = 0; p < parts_.size(); ++p)
        if (parts_[p].file.empty())
            missing += (missing.empty() ? "" : ", ") + (set_.empty() ? "" : set_ + "-") +
                       (p < 2 ? "train" : testWord_) + (p % 2 ? "-labels-idx1-ubyte" : "-images-idx3-ubyte");
    const std::string foreign = foreignFileIn(folder_);
    return folder_.string() + " holds only part of " +
           (set_.empty() ? "an MNIST data set" : "the data set " + set_) +
           "; missing (plain or .gz): " + missing + (foreign.empty() ? "" : " (" + foreign + ")") + ".";
}

IdxFolder lookInto(const fs::path& folder, std::size_t mostEntries) {
    IdxFolder found;
    for (const fs::path& entry : entriesOf(folder, mostEntries)) {
        ++found.entries;
        const std::string name = entry.filename().string();
        if (!isFolder(entry))
            addFile(found, folder, name, entry, 0);
        else if (!addFolder(found, folder, entry) && name[0] != '.' && name != "__MACOSX")
            found.others.push_back(entry);
    }
    return found;
}

} // namespace expertscope
