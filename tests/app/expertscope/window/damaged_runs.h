// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/run/safetensors.h"
#include "tests/model/run/run_files.h"

#include <functional>

namespace expertscope::testing {

/// Something that happens to the files of a run, and where it shows.
struct RunDamage {
    const char* name;
    std::function<void(const std::filesystem::path& run)> make;
    /// Refused: the run cannot be opened. History: it opens, and says so when its moments are shown.
    /// OnlyFigures: it opens to be looked at, and says so. Nothing: it opens with what is whole.
    enum class Shows { Refused, History, OnlyFigures, Nothing } shows;
    const char* says; ///< part of the sentence; empty where there is nothing to say
};

inline void replaceInFile(const std::filesystem::path& path, const std::string& from, const std::string& to) {
    std::string text = fileText(path);
    const std::size_t place = text.find(from);
    QVERIFY2(place != std::string::npos, from.c_str());
    writeText(path, text.replace(place, from.size(), to));
}

/// What part of the file is left.
inline void cutFile(const std::filesystem::path& path, double share) {
    const auto size = static_cast<double>(std::filesystem::file_size(path));
    std::filesystem::resize_file(path, static_cast<std::uintmax_t>(share * size));
}

inline void flipBit(const std::filesystem::path& path, std::size_t byte) {
    std::string text = fileText(path);
    QVERIFY(byte < text.size());
    text[byte] = static_cast<char>(text[byte] ^ 0x40);
    writeText(path, text);
}

inline void forEachFile(const std::filesystem::path& folder,
                        const std::function<void(const std::filesystem::path&)>& work) {
    for (const std::string& name : filesIn(folder))
        work(folder / name);
}

inline const std::vector<RunDamage>& runDamages() {
    using std::filesystem::path;
    using enum RunDamage::Shows;
    const auto inCheckpoints = [](auto damage) {
        return [damage](const path& run) { forEachFile(run / "checkpoints", damage); };
    };
    const auto inSnapshots = [](auto damage) {
        return [damage](const path& run) { forEachFile(run / "snapshots", damage); };
    };
    const auto cut = [](const path& file) { cutFile(file, 0.5); };
    const auto foreign = [](const path& file) { writeText(file, "RIFF of something else altogether"); };
    const auto newer = [](const path& file) {
        SafetensorsFile other = readSafetensors(file);
        other.metadata.at("format").replace(0, 12, "expertscope9");
        writeSafetensors(file, other);
    };
    static const std::vector<RunDamage> damages{
        {"config-missing", [](const path& run) { std::filesystem::remove(run / "config.json"); }, Refused,
         "holds no known data set"},
        {"config-empty", [](const path& run) { writeText(run / "config.json", ""); }, Refused,
         "config.json, line 1: not valid JSON"},
        {"config-cut", [](const path& run) { cutFile(run / "config.json", 0.5); }, Refused,
         "not valid JSON here; look for a missing comma, quote or bracket."},
        {"config-list", [](const path& run) { writeText(run / "config.json", "[1, 2]"); }, Refused,
         "config.json: the configuration must be an object in braces."},
        {"config-bit-flipped", [](const path& run) { flipBit(run / "config.json", 0); }, Refused,
         "config.json, line 1: not valid JSON"},
        {"config-wrong",
         [](const path& run) { replaceInFile(run / "config.json", "\"experts\": 4", "\"experts\": -4"); },
         Refused, "experts"},
        {"config-infinite-seed",
         [](const path& run) { replaceInFile(run / "config.json", "\"seed\": ", "\"seed\": 1e999"); },
         Refused, "is too large to calculate with"},
        {"config-deep",
         [](const path& run) { writeText(run / "config.json", "{\"x\":" + std::string(100000, '[')); },
         Refused, "brackets are open at once"},
        {"newer-version",
         [](const path& run) {
             replaceInFile(run / "config.json", "\"seed\"", "\"something_new\": 1,\n  \"seed\"");
             replaceInFile(run / "config.json", "\"version\": \"", "\"version\": \"99.");
         },
         Refused, "written by a newer Expertscope"},
        {"checkpoints-cut", inCheckpoints(cut), Refused, ".safetensors at byte"},
        {"checkpoints-foreign", inCheckpoints(foreign), Refused, ".safetensors at byte"},
        {"checkpoints-newer", inCheckpoints(newer), Refused, "is no checkpoint of this version"},
        {"checkpoints-missing", [](const path& run) { std::filesystem::remove_all(run / "checkpoints"); },
         OnlyFigures, "has no checkpoint"},
        {"checkpoint-header-bit-flipped", inCheckpoints([](const path& file) { flipBit(file, 8); }), Refused,
         "the header is not JSON"},
        {"metrics-cut", [](const path& run) { cutFile(run / "metrics.csv", 0.1); }, Nothing, ""},
        {"snapshots-cut", inSnapshots(cut), History, ".safetensors at byte"},
        {"snapshots-foreign", inSnapshots(foreign), History, ".safetensors at byte"},
        {"snapshots-newer", inSnapshots(newer), History, "is no timeline of this version"},
        {"snapshots-header-bit-flipped", inSnapshots([](const path& file) { flipBit(file, 8); }), History,
         "the header is not JSON"},
        {"snapshots-missing", [](const path& run) { std::filesystem::remove_all(run / "snapshots"); },
         History, "snapshots"},
    };
    return damages;
}

} // namespace expertscope::testing
