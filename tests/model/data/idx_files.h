// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/model/testing.h"

#include <zlib.h>

namespace expertscope::testing {

/// An IDX header of the given type (8: unsigned bytes) and dimensions.
inline QByteArray idxHeader(const std::vector<std::uint32_t>& dimensions, int type = 8) {
    QByteArray bytes{"\0\0", 2};
    bytes.append(static_cast<char>(type)).append(static_cast<char>(dimensions.size()));
    for (std::uint32_t dimension : dimensions)
        for (int shift : {24, 16, 8, 0})
            bytes.append(static_cast<char>(dimension >> shift & 255));
    return bytes;
}

/// Bytes that do not compress, the same every time.
inline QByteArray noise(int count) {
    Random random(1, Stream::StrokeDigits);
    QByteArray bytes;
    for (int i = 0; i < count; ++i)
        bytes.append(static_cast<char>(random.below(256)));
    return bytes;
}

inline QByteArray gzipped(const QByteArray& bytes) {
    z_stream stream{};
    deflateInit2(&stream, 6, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY);
    QByteArray packed(static_cast<qsizetype>(deflateBound(&stream, static_cast<uLong>(bytes.size()))), 0);
    stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(bytes.data()));
    stream.avail_in = static_cast<uInt>(bytes.size());
    stream.next_out = reinterpret_cast<Bytef*>(packed.data());
    stream.avail_out = static_cast<uInt>(packed.size());
    deflate(&stream, Z_FINISH);
    packed.resize(static_cast<qsizetype>(stream.total_out));
    deflateEnd(&stream);
    return packed;
}

inline QByteArray damaged(QByteArray bytes, qsizetype at) {
    bytes[at] = static_cast<char>(~bytes[at]);
    return bytes;
}

inline void writeFile(const std::filesystem::path& path, const QByteArray& bytes) {
    std::filesystem::create_directories(path.parent_path());
    QFile file(QString::fromStdString(path.string()));
    QVERIFY(file.open(QIODevice::WriteOnly) && file.write(bytes) == bytes.size());
}

/// As MNIST's four files. The last 100 images are the test set.
inline void writeImages(const QString& folder, const Dataset& data) {
    const auto& pixels = std::get<std::vector<std::uint8_t>>(data.pixels);
    const QByteArray images(reinterpret_cast<const char*>(pixels.data()),
                            static_cast<qsizetype>(pixels.size()));
    QByteArray labels;
    for (const std::uint16_t label : data.label.values)
        labels.append(static_cast<char>(label));
    const auto rows = static_cast<std::uint32_t>(data.shape.rows),
               columns = static_cast<std::uint32_t>(data.shape.columns);
    const auto write = [&](const char* name, int first, int count) {
        const std::string base = folder.toStdString() + "/" + name;
        const auto n = static_cast<std::uint32_t>(count);
        const int size = data.shape.size();
        writeFile(base + "-images-idx3-ubyte",
                  idxHeader({n, rows, columns}) + images.mid(first * size, count * size));
        writeFile(base + "-labels-idx1-ubyte", idxHeader({n}) + labels.mid(first, count));
    };
    write("train", 0, data.count() - 100);
    write("t10k", data.count() - 100, 100);
}

} // namespace expertscope::testing
