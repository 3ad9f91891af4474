// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <stdexcept>
#include <string>

namespace expertscope {

/// Every failure this program foresees. The message is one sentence for a person: what happened, where
/// (file, byte, line or key), and what to do. Caught at the edges only: the command line and the window.
class Error : public std::runtime_error {
  public:
    using std::runtime_error::runtime_error;
};

/// A file or folder that cannot be read, written, or understood.
class FileError : public Error {
    using Error::Error;
};

/// A file or folder that cannot be read or looked at now, by its rights or a failing disk: nothing is known
/// of what is in it, so nothing may be done about that.
class UnreadableError : public FileError {
    using FileError::FileError;
};

/// A configuration that cannot be: an unknown key or preset, a value out of its range.
class ConfigError : public Error {
    using Error::Error;
};

/// The numbers left the finite: the step that met NaN or infinity, and the layer where it began.
class DivergenceError : public Error {
    using Error::Error;
};

/// The user cancelled a long operation.
class Cancelled : public Error {
  public:
    Cancelled() : Error("cancelled") {}
};

/// What a person is told of any exception: an Error's own sentence; of others, which nobody foresaw, what can
/// be said.
std::string sentenceOf(const std::exception& error);

} // namespace expertscope
