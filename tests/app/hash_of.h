// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/base/sha256.h"

#include <QByteArray>

namespace expertscope::testing {

/// What a published file of this content is known by.
inline std::string hashOf(const QByteArray& bytes) {
    Sha256 hash;
    hash.add(bytes.data(), static_cast<std::size_t>(bytes.size()));
    return hash.result();
}

} // namespace expertscope::testing
