// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>

namespace expertscope {

/// How many bytes can still be taken: what the system has, what the group of processes that this one belongs
/// to may have (a container), and what its own limit leaves (ulimit -v). The largest number where nothing of
/// that can be told.
std::uint64_t freeMemory();

/// Throws ConfigError where more is needed than is free: "WHAT 3.2 TB of memory, but only 7.9 GB are free;
/// REMEDY." Whether little is free is not asked.
void requireMemory(double bytes, const std::string& what, const std::string& remedy);

/// For sentences: "512 bytes", "3.2 GB".
std::string sizeText(double bytes);

/// Asks the system for large pages under memory that has not been written yet, so that what is read here and
/// there in it does not wait for the page tables. Nothing happens where the system has none, or for less than
/// a few of them.
void preferLargePages(void* data, std::size_t bytes);

} // namespace expertscope
