#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace expertscope {

/// An array of bytes as IDX files hold it (the format of the MNIST files).
struct IdxArray {
    std::vector<std::uint32_t> dimensions;
    std::vector<std::uint8_t> values;
};

/// Reads an IDX file of unsigned bytes, plain or gzip. The header is checked against what the file can hold
/// before memory is taken for it. Throws FileError naming file, byte and remedy.
IdxArray readIdx(const std::filesystem::path& path);

/// SHA-256 of the file's content, unpacked where it is gzip: the same however it was compressed. Throws
/// FileError.
std::string contentSha256(const std::filesystem::path& path);

} // namespace expertscope
