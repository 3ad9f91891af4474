// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/data/mnist.h"
#include "tests/model/data/idx_files.h"

#include <QTemporaryDir>

#include <cstring>

namespace expertscope::testing {

/// The four files of a small image set, to be changed before they are written.
struct ImageSet {
    std::vector<std::uint32_t> image{6, 5}; ///< dimensions after the first
    QByteArray train, test;                 ///< pixels, as they stand in the file
    QByteArray trainLabels{"\0\1\2\3\4\5\6\7\10\11\0\1", 12}, testLabels{"\1\2\3\0\4\5\6\7\10\11", 10};
    int type = 8, labelType = 8;
    std::uint32_t labelColumns = 1;

    ImageSet() : train(noise(12 * 30)), test(noise(10 * 30)) {}
};

inline QByteArray bigEndian(const void* value, qsizetype size) {
    QByteArray bytes(static_cast<const char*>(value), size);
    std::reverse(bytes.begin(), bytes.end());
    return bytes;
}

/// Values of another type, as an IDX file has them.
template <class To> QByteArray idxValues(const QByteArray& bytes, To (*convert)(std::uint8_t)) {
    QByteArray values;
    for (const char byte : bytes) {
        const To value = convert(static_cast<std::uint8_t>(byte));
        values += bigEndian(&value, sizeof value);
    }
    return values;
}

const QStringList plainNames{"train-images-idx3-ubyte", "train-labels-idx1-ubyte", "t10k-images-idx3-ubyte",
                             "t10k-labels-idx1-ubyte"};

inline void writeSet(const std::filesystem::path& folder, const ImageSet& set = {},
                     const QStringList& names = plainNames) {
    const auto write = [&](int which, const QByteArray& values, int type,
                           std::vector<std::uint32_t> dimensions) {
        const std::string name = names[which].toStdString();
        const QByteArray file = idxHeader(dimensions, type) + values;
        writeFile(folder / name, name.ends_with("gz") || name.ends_with("GZ") ? gzipped(file) : file);
    };
    const auto size = [](int type) { return type >= 0x0e ? 8u : type >= 0x0c ? 4u : type == 0x0b ? 2u : 1u; };
    const auto part = [&](int first, const QByteArray& pixels, const QByteArray& labels) {
        const auto count = static_cast<std::uint32_t>(labels.size()) / size(set.labelType) / set.labelColumns;
        std::vector<std::uint32_t> dimensions{count};
        dimensions.insert(dimensions.end(), set.image.begin(), set.image.end());
        write(first, pixels, set.type, dimensions);
        write(first + 1, labels, set.labelType,
              set.labelColumns > 1 ? std::vector<std::uint32_t>{count, set.labelColumns}
                                   : std::vector<std::uint32_t>{count});
    };
    part(0, set.train, set.trainLabels);
    part(2, set.test, set.testLabels);
}

inline DataPair readSet(const ImageSet& set, const ImageOptions& options = {},
                        const QStringList& names = plainNames) {
    const QTemporaryDir folder;
    writeSet(folder.path().toStdString(), set, names);
    return readMnist(*findMnist(folder.path().toStdString()), options);
}

inline QByteArray bytesOf(const Dataset& data) {
    const auto& bytes = std::get<std::vector<std::uint8_t>>(data.pixels);
    return {reinterpret_cast<const char*>(bytes.data()), static_cast<qsizetype>(bytes.size())};
}

inline QStringList notesOf(const DataPair& pair) {
    QStringList notes;
    for (const std::string& note : pair.notes)
        notes << QString::fromStdString(note);
    return notes;
}

inline QString namesIn(const Attribute& attribute) {
    QStringList names;
    for (const std::string& name : attribute.valueNames)
        names << QString::fromStdString(name);
    return names.join(' ');
}

} // namespace expertscope::testing
