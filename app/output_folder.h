// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStringList>

namespace expertscope {

/// A folder for a job's files, made where it is missing, with those above it. What was made and is still
/// empty in the end goes again.
class OutputFolder {
  public:
    /// Throws FileError.
    explicit OutputFolder(const QString& path);
    ~OutputFolder() { removeEmpty(); }
    OutputFolder(const OutputFolder&) = delete;
    OutputFolder& operator=(const OutputFolder&) = delete;

  private:
    void removeEmpty() const;

    QStringList made_; ///< the deepest first
};

} // namespace expertscope
