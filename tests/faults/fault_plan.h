// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <atomic>
#include <cstdint>

namespace expertscope::testing {

// What the environment tells the fault library (fault_library.cpp).
/// Only calls that concern this folder, or what is in it, are counted and traced; a path from the root.
constexpr const char* faultFolder = "EXPERTSCOPE_FAULT_FOLDER";
/// Which calls are counted, separated by commas: open (to write), openfolder, look (open to read), write,
/// sync, syncfolder, rename, mkdir, unlink, link, truncate, close (of what was written).
constexpr const char* faultKinds = "EXPERTSCOPE_FAULT_KINDS";
/// The number of the counted call that fails; the first is 1. None where it is 0.
constexpr const char* faultAt = "EXPERTSCOPE_FAULT_AT";
/// How it fails: ENOSPC, EIO, EINTR; "short" writes half; for a control "skipped" does nothing and calls it
/// success, and "crash" ends the program there.
constexpr const char* faultError = "EXPERTSCOPE_FAULT_ERROR";
/// "once", "for ever" from there on, or "every second" call from there on.
constexpr const char* faultHowOften = "EXPERTSCOPE_FAULT_HOW_OFTEN";
/// "rename by copying": for a control, files are renamed as a program would that has no rename.
constexpr const char* faultLie = "EXPERTSCOPE_FAULT_LIE";
/// A file that is mapped as a FaultCount. Without it nothing is counted.
constexpr const char* faultCounter = "EXPERTSCOPE_FAULT_COUNTER";
/// A file to which records are appended. A record is a line of fields between tabs, the last of them the
/// number of bytes that follow the line:
///   create PATH FILE | open PATH FILE | write FILE PLACE | truncate FILE LENGTH | sync FILE | syncfolder
///   PATH | rename FROM TO | link FROM TO | unlink PATH | mkdir PATH | rmdir PATH | said
/// FILE is the file's number. One without a name is created as FOLDER/#FILE, and linked from #FILE. What is
/// said is what was written to standard output.
constexpr const char* faultTrace = "EXPERTSCOPE_FAULT_TRACE";
/// "no": the records alone, without what was written.
constexpr const char* faultTraceBytes = "EXPERTSCOPE_FAULT_TRACE_BYTES";

/// Seen from outside while the program runs, and when it has ended in whatever way.
struct FaultCount {
    std::atomic<std::uint64_t> counted{0}, fired{0};
    std::atomic<bool> unlinkFailed{false}; ///< what was to be removed may still be there
    std::array<char, 512> where{};         ///< the first call that failed
};

} // namespace expertscope::testing
