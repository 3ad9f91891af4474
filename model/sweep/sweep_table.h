// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/sweep/sweep_result.h"

namespace expertscope {

/// `cells`: name, column, published, published_train, test_error and train_error (mean, std, seeds), the same
/// of each number of the factorisation, parameters, status, failure. Errors are fractions; what does not
/// apply is null.
Json toJson(const SweepResult& result);

/// A row a name, for each column the measured error in per cent with its deviation and the published one in
/// brackets; test errors, then training errors, then what the factorisation is.
std::string textTable(const SweepResult& result);
std::string markdownTable(const SweepResult& result);
/// For booktabs.
std::string latexTable(const SweepResult& result);
/// A row a run: the numbers as they are.
std::string csvTable(const SweepResult& result);

} // namespace expertscope
