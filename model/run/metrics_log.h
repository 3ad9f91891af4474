// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/base/file.h"
#include "model/training/training_snapshot.h"

#include <filesystem>
#include <string>
#include <vector>

namespace expertscope {

/// metrics.csv: a header, then one row a record. Columns: step, epoch, phase, train_loss, train_error,
/// test_loss, test_error, learning_rate, momentum, margin, examples_per_second, I1T, I1C, I2C, I2T, score,
/// live, and load.L.E for expert E of mixture layer L (both counted from 1). Errors are fractions; a number
/// that was not measured is an empty cell; live is 1 where load and factorisation are of the probe set.
class MetricsLog {
  public:
    /// Opens or creates it for networks with so many experts in their mixture layers. Throws FileError.
    MetricsLog(const std::filesystem::path& path, const std::vector<int>& experts);
    void append(const MetricsRecord& record);
    void sync() { file_.sync(); }

  private:
    LineFile file_;
};

/// Throws FileError with file and line, also where a step is smaller than the one above it. A last line
/// without its newline, cut by a crash, is left out.
std::vector<MetricsRecord> readMetrics(const std::filesystem::path& path);
/// Rewrites the file (atomically) without the rows after that step.
void cutMetrics(const std::filesystem::path& path, std::int64_t lastStep);

} // namespace expertscope
