// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <memory>
#include <string>

namespace expertscope {

/// SHA-256 of what is added, in order: what a run's config.json knows its data by.
class Sha256 {
  public:
    Sha256();
    ~Sha256();
    void add(const void* bytes, std::size_t count);
    /// 64 hexadecimal digits; call once, at the end.
    std::string result();

  private:
    struct Context;
    std::unique_ptr<Context> context_;
};

} // namespace expertscope
