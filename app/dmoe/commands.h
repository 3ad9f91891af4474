// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <CLI/CLI.hpp>

namespace expertscope {

// One sub-command a file. Each adds itself to the program; when it is chosen, its callback does the work and
// throws Error where that fails.
void addTrainCommand(CLI::App& program);
void addEvaluateCommand(CLI::App& program);
void addFiguresCommand(CLI::App& program);
void addSweepCommand(CLI::App& program);
void addBenchCommand(CLI::App& program);
void addPresetsCommand(CLI::App& program);
void addExplainCommand(CLI::App& program);
void addDataCommand(CLI::App& program);
void addFetchCommand(CLI::App& dataCommand);    ///< of dmoe data
void addDataInfoCommand(CLI::App& dataCommand); ///< of dmoe data

} // namespace expertscope
