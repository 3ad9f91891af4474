// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <filesystem>
#include <fstream>
#include <map>
#include <optional>
#include <sstream>
#include <string>
#include <vector>

namespace expertscope::testing {

/// One record of the fault library's trace; fault_plan.h says what they are.
struct TraceRecord {
    std::vector<std::string> fields; ///< but for the number of bytes
    std::string bytes;
};

inline std::vector<TraceRecord> readTrace(const std::filesystem::path& path) {
    std::ifstream file(path, std::ios::binary);
    std::vector<TraceRecord> records;
    for (std::string line; std::getline(file, line);) {
        TraceRecord record;
        std::istringstream cells(line);
        for (std::string cell; std::getline(cells, cell, '\t');)
            record.fields.push_back(cell);
        record.bytes.resize(std::stoul(record.fields.back()));
        record.fields.pop_back();
        file.read(record.bytes.data(), static_cast<std::streamsize>(record.bytes.size()));
        records.push_back(std::move(record));
    }
    return records;
}

/// What a file system may do at a power cut with contents that were not synced, and with names in folders
/// that were not.
enum class Unsynced { Kept, Halved, Dropped };

/// A folder as it may be found after a power cut. It promises as little as POSIX does: contents are there
/// once the file was synced, a name once its folder was, and nothing else is.
class CrashModel {
  public:
    /// That a synchronisation of that kind did nothing, for a control.
    bool filesAreSynced = true, foldersAreSynced = true;

    /// Begins with what is in the folder, all of it on disk.
    explicit CrashModel(const std::filesystem::path& folder) : root_(folder.string()) {
        nodes_.push_back({true, {}, {}, {}, {}});
        load(folder, 0);
    }

    void apply(const TraceRecord& record) {
        const std::vector<std::string>& f = record.fields;
        const std::string& kind = f[0];
        if (kind == "create" || (kind == "open" && !fileByNumber_.contains(f[2])))
            kind == "create" ? make(f[1], f[2], false) : know(f[1], f[2]);
        else if (kind == "mkdir")
            make(f[1], "", true);
        else if (kind == "write")
            file(f[1]).pending.push_back({std::stoul(f[2]), record.bytes, false});
        else if (kind == "truncate")
            file(f[1]).pending.push_back({std::stoul(f[2]), "", true});
        else if (kind == "sync" && filesAreSynced)
            sync(file(f[1]));
        else if (kind == "syncfolder" && foldersAreSynced)
            syncFolder(f[1]);
        else if (kind == "rename")
            move(f[1], f[2]);
        else if (kind == "link")
            change({{{place(f[2]).first, place(f[2]).second,
                      f[1].starts_with('#') ? fileByNumber_.at(f[1].substr(1)) : find(f[1])}}});
        else if (kind == "unlink" || kind == "rmdir")
            change({{{place(f[1]).first, place(f[1]).second, std::nullopt}}});
    }

    /// Files by their paths below the folder, and folders, whose paths end with a slash.
    std::map<std::string, std::string> image(Unsynced contents, Unsynced names) const {
        std::vector<Node> nodes = nodes_;
        const std::size_t count = names == Unsynced::Kept     ? pending_.size()
                                  : names == Unsynced::Halved ? pending_.size() / 2
                                                              : 0;
        for (std::size_t i = 0; i < count; ++i)
            for (const Edit& edit : pending_[i].edits)
                set(nodes[edit.folder].onDisk, edit);
        std::map<std::string, std::string> files;
        collect(nodes, 0, "", contents, files);
        return files;
    }

    /// As it is found an hour later: whoever wrote there shows no sign of life any more.
    static void write(const std::map<std::string, std::string>& image, const std::filesystem::path& folder) {
        std::filesystem::remove_all(folder);
        std::filesystem::create_directories(folder);
        for (const auto& [name, bytes] : image)
            if (name.ends_with('/'))
                std::filesystem::create_directories(folder / name);
        for (const auto& [name, bytes] : image)
            if (!name.ends_with('/'))
                std::ofstream(folder / name, std::ios::binary) << bytes;
        const auto before = std::filesystem::file_time_type::clock::now() - std::chrono::hours(1);
        for (const auto& [name, bytes] : image)
            std::filesystem::last_write_time(folder / name, before);
    }

  private:
    using Names = std::map<std::string, std::size_t>;
    struct Change {
        std::size_t place;
        std::string bytes;
        bool truncates;
    };
    struct Node {
        bool isFolder;
        Names now, onDisk;           ///< of a folder
        std::string durable;         ///< of a file
        std::vector<Change> pending; ///< what came since
    };
    struct Edit {
        std::size_t folder;
        std::string name;
        std::optional<std::size_t> node;
    };
    struct NameChange {
        std::vector<Edit> edits; ///< all of them or none
    };

    void load(const std::filesystem::path& folder, std::size_t node) {
        for (const auto& entry : std::filesystem::directory_iterator(folder)) {
            const std::size_t child = nodes_.size();
            nodes_.push_back({entry.is_directory(), {}, {}, {}, {}});
            const std::string name = entry.path().filename().string();
            nodes_[node].now[name] = nodes_[node].onDisk[name] = child;
            if (entry.is_directory()) {
                load(entry.path(), child);
            } else {
                std::ostringstream text;
                text << std::ifstream(entry.path(), std::ios::binary).rdbuf();
                nodes_[child].durable = text.str();
            }
        }
    }

    static void set(Names& names, const Edit& edit) {
        if (edit.node)
            names[edit.name] = *edit.node;
        else
            names.erase(edit.name);
    }
    void change(NameChange change) {
        for (const Edit& edit : change.edits)
            set(nodes_[edit.folder].now, edit);
        pending_.push_back(std::move(change));
    }

    /// The folder that a path is in, and its name there.
    std::pair<std::size_t, std::string> place(const std::string& path) const {
        const std::filesystem::path whole(path);
        return {whole.string() == root_ ? 0 : find(whole.parent_path().string()), whole.filename().string()};
    }
    std::size_t find(const std::string& path) const {
        std::size_t node = 0;
        for (const auto& part : std::filesystem::path(path).lexically_relative(root_))
            if (part != ".")
                node = nodes_[node].now.at(part.string());
        return node;
    }
    Node& file(const std::string& number) { return nodes_[fileByNumber_.at(number)]; }

    void make(const std::string& path, const std::string& number, bool isFolder) {
        const auto [folder, name] = place(path);
        nodes_.push_back({isFolder, {}, {}, {}, {}});
        if (!isFolder)
            fileByNumber_[number] = nodes_.size() - 1;
        if (!name.starts_with('#')) // else it gets a name by a link, if ever
            change({{{folder, name, nodes_.size() - 1}}});
    }
    void know(const std::string& path, const std::string& number) { fileByNumber_[number] = find(path); }

    void move(const std::string& from, const std::string& to) {
        const auto before = place(from), after = place(to);
        change({{{before.first, before.second, std::nullopt}, {after.first, after.second, find(from)}}});
    }

    static void apply(std::string& bytes, const Change& change, std::size_t count) {
        if (change.truncates) {
            bytes.resize(change.place);
            return;
        }
        if (bytes.size() < change.place + count)
            bytes.resize(change.place + count);
        bytes.replace(change.place, count, change.bytes, 0, count);
    }
    static void sync(Node& node) {
        for (const Change& change : node.pending)
            apply(node.durable, change, change.bytes.size());
        node.pending.clear();
    }
    void syncFolder(const std::string& path) {
        const std::size_t folder = find(path);
        std::vector<NameChange> left;
        for (NameChange& change : pending_) {
            bool concerns = false;
            for (const Edit& edit : change.edits)
                concerns = concerns || edit.folder == folder;
            if (!concerns) {
                left.push_back(std::move(change));
                continue;
            }
            for (const Edit& edit : change.edits)
                set(nodes_[edit.folder].onDisk, edit);
        }
        pending_ = std::move(left);
    }

    static std::string contentsOf(const Node& node, Unsynced contents) {
        std::string bytes = node.durable;
        const std::size_t half = node.pending.size() / 2;
        for (std::size_t i = 0; i < node.pending.size(); ++i) {
            const std::size_t all = node.pending[i].bytes.size();
            if (contents == Unsynced::Kept || (contents == Unsynced::Halved && i < half))
                apply(bytes, node.pending[i], all);
            else if (contents == Unsynced::Halved && i == half)
                apply(bytes, node.pending[i], all / 2);
        }
        return bytes;
    }
    void collect(const std::vector<Node>& nodes, std::size_t folder, const std::string& prefix,
                 Unsynced contents, std::map<std::string, std::string>& files) const {
        for (const auto& [name, node] : nodes[folder].onDisk)
            if (nodes[node].isFolder) {
                files[prefix + name + "/"];
                collect(nodes, node, prefix + name + "/", contents, files);
            } else {
                files[prefix + name] = contentsOf(nodes[node], contents);
            }
    }

    std::string root_;
    std::vector<Node> nodes_; ///< the first is the folder itself
    std::map<std::string, std::size_t> fileByNumber_;
    std::vector<NameChange> pending_;
};

} // namespace expertscope::testing
