// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/data/cifar10.h"

#include "model/base/error.h"
#include "model/base/file.h"
#include "model/base/sha256.h"

#include <algorithm>

namespace expertscope {
namespace {

namespace fs = std::filesystem;

constexpr ImageShape cifarShape{32, 32, 3};
constexpr std::size_t recordSize = 1 + 3 * 32 * 32;

std::optional<Cifar10Files> findIn(const fs::path& folder) {
    Cifar10Files files;
    std::string missing;
    int found = 0;
    const auto look = [&](const std::string& name) {
        std::error_code ignored;
        const bool there = fs::is_regular_file(folder / name, ignored);
        found += there;
        if (!there)
            missing += (missing.empty() ? "" : ", ") + name;
        return folder / name;
    };
    for (std::size_t i = 0; i < files.train.size(); ++i)
        files.train[i] = look("data_batch_" + std::to_string(i + 1) + ".bin");
    files.test = look("test_batch.bin");
    if (found == 0)
        return std::nullopt;
    if (!missing.empty())
        throw FileError(folder.string() + " holds only part of CIFAR-10; missing: " + missing + ".");
    return files;
}

/// Appends the file's records; they must be as many as `records`, where that is not 0.
void readBatch(const fs::path& path, std::size_t& records, Dataset& data, std::vector<std::uint8_t>& pixels,
               Sha256& hash) {
    const std::string bytes = readFile(path);
    if (bytes.empty() || bytes.size() % recordSize != 0)
        throw FileError(path.string() + " at byte " + std::to_string(bytes.size() / recordSize * recordSize) +
                        ": the file ends within a record of " + std::to_string(recordSize) +
                        " bytes; fetch it again.");
    const std::size_t count = bytes.size() / recordSize;
    if (records != 0 && count != records)
        throw FileError(path.string() + " holds " + std::to_string(count) +
                        " records, but the files before it " + std::to_string(records) +
                        " each; fetch it again.");
    records = count;
    hash.add(bytes.data(), bytes.size());
    for (std::size_t i = 0; i < count; ++i) {
        const auto* record = reinterpret_cast<const std::uint8_t*>(bytes.data()) + i * recordSize;
        if (*record >= data.label.valueNames.size())
            throw FileError(path.string() + " at byte " + std::to_string(i * recordSize) + ": label " +
                            std::to_string(*record) + ", but the classes are 0 to 9; fetch the file again.");
        data.label.values.push_back(*record);
        pixels.insert(pixels.end(), record + 1, record + recordSize);
    }
}

Dataset emptySet(const std::string& name) {
    Dataset data;
    data.name = name;
    data.shape = cifarShape;
    data.label = classAttribute(
        {"airplane", "automobile", "bird", "cat", "deer", "dog", "frog", "horse", "ship", "truck"});
    return data;
}

} // namespace

std::optional<Cifar10Files> findCifar10(const fs::path& folder) {
    for (const fs::path& place : {folder, folder / "cifar-10-batches-bin"})
        if (auto files = findIn(place))
            return files;
    return std::nullopt;
}

DataPair readCifar10(const Cifar10Files& files) {
    Sha256 hash;
    std::size_t records = 0;
    std::vector<std::uint8_t> train, test;
    DataPair pair{emptySet("CIFAR-10, training set"), emptySet("CIFAR-10, test set"),
                  files.test.parent_path().string(), ""};
    for (const fs::path& path : files.train)
        readBatch(path, records, pair.train, train, hash);
    readBatch(files.test, records, pair.test, test, hash);
    pair.train.pixels = std::move(train);
    pair.test.pixels = std::move(test);
    pair.train.check();
    pair.test.check();
    pair.sha256 = hash.result();
    return pair;
}

} // namespace expertscope
