// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/base/error.h"
#include "model/base/matrix.h"

#include <filesystem>
#include <map>
#include <string>
#include <vector>

namespace expertscope {

/// A file whose numbers are of a network of other sizes.
class ShapeError : public FileError {
    using FileError::FileError;
};

/// One named array of a safetensors file, row-major as the format has it.
struct Tensor {
    enum class Type { F32, F64, I32, U8 };
    std::string name;
    Type type = Type::F32;
    std::vector<std::int64_t> shape;
    std::string bytes; ///< little-endian, as many as shape and type need

    std::int64_t count() const;
    static Tensor of(std::string name, const Matrix<float>& matrix);       ///< F32, rows x columns
    static Tensor of(std::string name, const std::vector<double>& values); ///< F64
    static Tensor of(std::string name, const std::vector<std::int32_t>& values,
                     std::vector<std::int64_t> shape);
    static Tensor of(std::string name, const std::vector<float>& values, std::vector<std::int64_t> shape);

    // Throw FileError, with `place` in front, where the tensor has another type or shape.
    Matrix<float> toMatrix(const std::string& place, Index rows, Index columns) const;
    std::vector<double> toDoubles(const std::string& place) const;
    std::vector<float> toFloats(const std::string& place) const;
    std::vector<std::int32_t> toInts(const std::string& place) const;
};

/// The open format that Python's safetensors package reads: a JSON header, then the bytes.
struct SafetensorsFile {
    std::map<std::string, std::string> metadata;
    std::vector<Tensor> tensors;
    bool checked = false; ///< read with a hash of its contents, which was right; earlier versions wrote none

    const Tensor* find(const std::string& name) const;
    /// Throws FileError naming the tensor that is missing.
    const Tensor& get(const std::string& name, const std::string& place) const;
};

/// Atomic: afterwards the whole file is there, or what was there before. The metadata get one entry more,
/// "sha256": the hash of the whole file but its own digits. Throws FileError.
void writeSafetensors(const std::filesystem::path& path, const SafetensorsFile& file);
/// Every offset is checked before it is used, and the hash where there is one; it is not among the metadata
/// that are returned. Throws FileError with file, byte and remedy.
SafetensorsFile readSafetensors(const std::filesystem::path& path);

} // namespace expertscope
