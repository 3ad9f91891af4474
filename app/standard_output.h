// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

namespace expertscope {

/// To be called first in main. Makes results that cannot be written an error: whatever was printed on
/// standard output (by stdio or iostream) and did not get out ends the program with code 1 and one sentence
/// that begins with the program's name, however it ends. A closed standard stream is no longer taken for
/// the next file that is opened; a reader who has gone, or a limit on the size of files, is an error like a
/// full disk and not a signal.
void guardStandardOutput(const std::string& program);

/// Everything printed so far is out, and the terminal's line of progress is cleared before. Throws FileError
/// with the reason otherwise; remedy: where the results are to be had nevertheless.
void flushStandardOutput(const std::string& remedy = {});

} // namespace expertscope
