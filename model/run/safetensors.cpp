// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/run/safetensors.h"

#include "model/base/error.h"
#include "model/base/file.h"
#include "model/base/json.h"
#include "model/base/memory.h"
#include "model/base/plain_text.h"
#include "model/base/sha256.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cstring>
#include <future>

namespace expertscope {
namespace {

static_assert(std::endian::native == std::endian::little, "safetensors holds little-endian numbers");

using RowMajor = Eigen::Matrix<float, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;

struct TypeName {
    Tensor::Type type;
    const char* name;
    std::int64_t size;
};
constexpr std::array<TypeName, 4> typeNames{{{Tensor::Type::F32, "F32", 4},
                                             {Tensor::Type::F64, "F64", 8},
                                             {Tensor::Type::I32, "I32", 4},
                                             {Tensor::Type::U8, "U8", 1}}};

const TypeName& nameOf(Tensor::Type type) {
    return *std::find_if(typeNames.begin(), typeNames.end(),
                         [&](const TypeName& t) { return t.type == type; });
}

template <class Value> std::string bytesOf(const Value* values, std::size_t count) {
    return std::string(reinterpret_cast<const char*>(values), count * sizeof(Value));
}

template <class Value>
std::vector<Value> valuesOf(const Tensor& tensor, Tensor::Type type, const std::string& place) {
    if (tensor.type != type)
        throw FileError(place + ": tensor " + tensor.name + " holds " + nameOf(tensor.type).name +
                        " numbers where " + nameOf(type).name +
                        " are needed; the file is of another program or damaged.");
    std::vector<Value> values(tensor.bytes.size() / sizeof(Value));
    if (!values.empty()) // of an empty one there is no place to copy to
        std::memcpy(values.data(), tensor.bytes.data(), values.size() * sizeof(Value));
    return values;
}

[[noreturn]] void damaged(const std::filesystem::path& path, std::size_t byte, const std::string& what) {
    throw FileError(path.string() + " at byte " + std::to_string(byte) + ": " + what +
                    "; the file is damaged or cut short, use another one.");
}

[[noreturn]] void undescribed(const std::filesystem::path& path) {
    damaged(path, sizeof(std::uint64_t), "the header does not describe tensors");
}

Tensor readTensor(const std::filesystem::path& path, const std::string& name, const Json& entry,
                  const std::string& text, std::size_t dataStart) {
    Tensor tensor;
    tensor.name = name;
    const std::string type = entry.at("dtype").get<std::string>();
    const auto known =
        std::find_if(typeNames.begin(), typeNames.end(), [&](const TypeName& t) { return type == t.name; });
    if (known == typeNames.end())
        damaged(path, 8,
                "tensor " + shortText(name) + " has the type " + shortText(type) +
                    ", which is not one of F32, F64, I32, U8");
    tensor.type = known->type;
    tensor.shape = wholesFrom<std::int64_t>(entry.at("shape"));
    const auto offsets = wholesFrom<std::int64_t>(entry.at("data_offsets"));
    if (offsets.size() != 2)
        throw std::out_of_range("data_offsets");
    const auto available = static_cast<std::int64_t>(text.size() - dataStart);
    std::int64_t size = known->size;
    for (const std::int64_t extent : tensor.shape) {
        if (extent < 0 || (extent > 0 && size > available / extent))
            damaged(path, 8, "tensor " + shortText(name) + " is larger than the file");
        size *= extent;
    }
    if (offsets[0] < 0 || offsets[1] < offsets[0] || offsets[1] > available ||
        offsets[1] - offsets[0] != size)
        damaged(path, 8, "tensor " + shortText(name) + " does not lie within the file");
    tensor.bytes =
        text.substr(dataStart + static_cast<std::size_t>(offsets[0]), static_cast<std::size_t>(size));
    return tensor;
}

// What a file's metadata say of its contents: the SHA-256 of the whole file but these digits themselves.
constexpr const char* hashKey = "sha256";
constexpr std::size_t hashDigits = 64;

/// Of the bytes around the digits, which stand at that place of the first part.
std::string hashAround(std::size_t digits, const std::vector<std::string_view>& parts) {
    Sha256 hash;
    hash.add(parts[0].data(), digits);
    hash.add(parts[0].data() + digits + hashDigits, parts[0].size() - digits - hashDigits);
    for (std::size_t i = 1; i < parts.size(); ++i)
        hash.add(parts[i].data(), parts[i].size());
    return hash.result();
}

bool isHash(const std::string& text) {
    return text.size() == hashDigits && text.find_first_not_of("0123456789abcdef") == std::string::npos;
}

/// Files of earlier versions have no hash, and are read unchecked. header: its JSON, which ends before
/// dataStart.
bool verifyHash(const std::filesystem::path& path, const std::string& text, std::size_t dataStart,
                std::map<std::string, std::string>& metadata) {
    const auto known = metadata.find(hashKey);
    const bool misspelt =
        known == metadata.end() &&
        std::any_of(metadata.begin(), metadata.end(), [](const auto& entry) { return isHash(entry.second); });
    if (known == metadata.end() && !misspelt)
        return false;
    const std::size_t place = misspelt ? std::string::npos : text.find('"' + known->second + '"');
    if (misspelt || known->second.size() != hashDigits || place >= dataStart ||
        hashAround(place + 1, {text}) != known->second)
        throw FileError(path.string() +
                        " is damaged: its contents do not match the SHA-256 that it carries; use another "
                        "one.");
    metadata.erase(known);
    return true;
}

} // namespace

std::int64_t Tensor::count() const {
    std::int64_t n = 1;
    for (const std::int64_t extent : shape)
        n *= extent;
    return n;
}

Tensor Tensor::of(std::string name, const Matrix<float>& matrix) {
    const RowMajor rows = matrix;
    return {std::move(name), Type::F32, {matrix.rows(), matrix.cols()}, bytesOf(rows.data(), rows.size())};
}
Tensor Tensor::of(std::string name, const std::vector<double>& values) {
    return {std::move(name),
            Type::F64,
            {static_cast<std::int64_t>(values.size())},
            bytesOf(values.data(), values.size())};
}
Tensor Tensor::of(std::string name, const std::vector<std::int32_t>& values,
                  std::vector<std::int64_t> shape) {
    return {std::move(name), Type::I32, std::move(shape), bytesOf(values.data(), values.size())};
}
Tensor Tensor::of(std::string name, const std::vector<float>& values, std::vector<std::int64_t> shape) {
    return {std::move(name), Type::F32, std::move(shape), bytesOf(values.data(), values.size())};
}

Matrix<float> Tensor::toMatrix(const std::string& place, Index rows, Index columns) const {
    const std::vector<float> values = toFloats(place);
    if (shape != std::vector<std::int64_t>{rows, columns})
        throw ShapeError(place + ": tensor " + name + " has another shape than " + std::to_string(rows) +
                         " x " + std::to_string(columns) + "; the file is of another network.");
    return Eigen::Map<const RowMajor>(values.data(), rows, columns);
}
std::vector<double> Tensor::toDoubles(const std::string& place) const {
    return valuesOf<double>(*this, Type::F64, place);
}
std::vector<float> Tensor::toFloats(const std::string& place) const {
    return valuesOf<float>(*this, Type::F32, place);
}
std::vector<std::int32_t> Tensor::toInts(const std::string& place) const {
    return valuesOf<std::int32_t>(*this, Type::I32, place);
}

const Tensor* SafetensorsFile::find(const std::string& name) const {
    const auto found =
        std::find_if(tensors.begin(), tensors.end(), [&](const Tensor& t) { return t.name == name; });
    return found == tensors.end() ? nullptr : &*found;
}

const Tensor& SafetensorsFile::get(const std::string& name, const std::string& place) const {
    if (const Tensor* tensor = find(name))
        return *tensor;
    throw FileError(place + ": tensor " + name + " is missing; the file is of another network or damaged.");
}

void writeSafetensors(const std::filesystem::path& path, const SafetensorsFile& file) {
    Json header = Json::object();
    header["__metadata__"] = file.metadata;
    header["__metadata__"][hashKey] = std::string(hashDigits, '0');
    std::int64_t offset = 0;
    std::vector<std::string_view> parts(1);
    for (const Tensor& tensor : file.tensors) {
        const auto size = static_cast<std::int64_t>(tensor.bytes.size());
        header[tensor.name] = {{"dtype", nameOf(tensor.type).name},
                               {"shape", tensor.shape},
                               {"data_offsets", {offset, offset + size}}};
        offset += size;
        parts.push_back(tensor.bytes);
    }
    std::string text = header.dump();
    text.resize((text.size() + 7) / 8 * 8, ' '); // aligned numbers, as the format recommends
    const std::uint64_t length = text.size();
    const std::string prefix = bytesOf(&length, 1);
    text.insert(0, prefix);
    const std::string key = '"' + std::string(hashKey) + "\":\""; // within a text its quotes were escaped
    const std::size_t digits = text.find(key) + key.size();
    parts[0] = text;
    // Beside the writing, or by this thread afterwards where there can be no other.
    std::future<std::string> hash =
        std::async(std::launch::async | std::launch::deferred, [&] { return hashAround(digits, parts); });
    writeFileAtomically(path, parts,
                        [&] { return std::string(text).replace(digits, hashDigits, hash.get()); });
}

SafetensorsFile readSafetensors(const std::filesystem::path& path) {
    const std::string text = readFile(path);
    std::uint64_t length = 0;
    if (text.size() < sizeof length)
        damaged(path, 0, "no safetensors header");
    std::memcpy(&length, text.data(), sizeof length);
    if (length > text.size() - sizeof length)
        damaged(path, 0, "the header is said to be longer than the file");
    if (length > mostOfText)
        damaged(path, 0,
                "the header is said to have " + sizeText(static_cast<double>(length)) + ", but at most " +
                    sizeText(static_cast<double>(mostOfText)) + " are read");
    const std::size_t dataStart = sizeof length + length;
    const std::optional<Json> header = jsonIn(text.substr(sizeof length, length));
    if (!header || !header->is_object())
        damaged(path, sizeof length, "the header is not JSON");
    SafetensorsFile file;
    std::size_t described = 0;
    try {
        for (const auto& [name, entry] : header->items())
            if (name == "__metadata__")
                file.metadata = entry.get<std::map<std::string, std::string>>();
            else if (described <=
                     text.size() - dataStart) { // tensors on top of each other could fill the memory
                file.tensors.push_back(readTensor(path, name, entry, text, dataStart));
                described += file.tensors.back().bytes.size();
            }
    } catch (const Json::exception&) {
        undescribed(path);
    } catch (const std::out_of_range&) {
        undescribed(path);
    }
    file.checked = verifyHash(path, text, dataStart, file.metadata);
    if (described != text.size() - dataStart)
        damaged(path, dataStart,
                "the tensors do not make up the file's " + std::to_string(text.size() - dataStart) +
                    " bytes of numbers");
    return file;
}

} // namespace expertscope
