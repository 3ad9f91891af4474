// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/fuzz/sealed_file.h"

#include "model/base/json.h"
#include "model/base/sha256.h"
#include "tests/fuzz/changed_json.h"

#include <algorithm>
#include <cstdint>
#include <cstring>

namespace expertscope::fuzzing {
namespace {

constexpr std::size_t lengthBytes = 8, hashDigits = 64;
constexpr std::int64_t mostNumbers = 1 << 16; // bytes

/// Behind the bracket that closes the one at the front.
std::size_t endOfObject(const std::string& text, std::size_t from) {
    int open = 0;
    bool quoted = false;
    for (std::size_t at = from; at < text.size(); ++at) {
        const char c = text[at];
        if (quoted && c == '\\')
            ++at;
        else if (c == '"')
            quoted = !quoted;
        else if (!quoted && (c == '{' || c == '['))
            ++open;
        else if (!quoted && (c == '}' || c == ']') && --open == 0)
            return at + 1;
    }
    return text.size();
}

/// How many bytes of numbers the tensors take by their offsets; nothing where that cannot be told.
std::int64_t bytesDescribed(const Json& header) {
    std::int64_t most = 0;
    if (header.is_object())
        for (const auto& [name, entry] : header.items())
            if (entry.is_object() && entry.contains("data_offsets") && entry["data_offsets"].is_array() &&
                entry["data_offsets"].size() == 2 && entry["data_offsets"][1].is_number_integer())
                most = std::max(most, entry["data_offsets"][1].get<std::int64_t>());
    return most;
}

} // namespace

std::string sealed(const std::string& file) {
    if (file.size() < lengthBytes)
        return file;
    const std::size_t end = endOfObject(file, lengthBytes);
    std::string text = file.substr(0, end), numbers = file.substr(end);
    numbers.erase(0, std::min(numbers.find_first_not_of(' '), numbers.size()));
    while (text.size() % 8 != 0)
        text += ' ';
    const std::uint64_t length = text.size() - lengthBytes;
    std::memcpy(text.data(), &length, sizeof length);
    const std::int64_t described = bytesDescribed(jsonIn(text.substr(lengthBytes)).value_or(Json()));
    if (described <= mostNumbers)
        numbers.resize(static_cast<std::size_t>(described));
    text += numbers;
    const std::string key = "\"sha256\":\"";
    const std::size_t found = text.find(key), digits = found + key.size();
    if (found == std::string::npos || digits + hashDigits > lengthBytes + length)
        return text;
    Sha256 hash;
    hash.add(text.data(), digits);
    hash.add(text.data() + digits + hashDigits, text.size() - digits - hashDigits);
    return text.replace(digits, hashDigits, hash.result());
}

std::string changedAndSealed(const std::string& file, unsigned seed) {
    if (file.size() < lengthBytes)
        return file;
    const std::size_t end = endOfObject(file, lengthBytes);
    return sealed(file.substr(0, lengthBytes) +
                  changedJson(file.substr(lengthBytes, end - lengthBytes), seed) + file.substr(end));
}

} // namespace expertscope::fuzzing
