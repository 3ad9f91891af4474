// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/dmoe/progress_line.h"
#include "app/dmoe/run_options.h"

#include <memory>
#include <string>
#include <vector>

namespace expertscope {

/// In the order of ColourMap::Kind.
inline const std::vector<std::string> colourNames{"viridis", "cividis", "grey", "paper"};

/// How figures are written by `dmoe figures` and `dmoe sweep`.
struct FigureChoices {
    std::string out, theme = "print";
    std::vector<std::string> formats{"png", "svg", "pdf"};
    double width = 0; ///< mm; 0: each figure's own
    double dpi = 300;
    double fontSize = 7.5;           ///< pt
    std::string colours = "viridis"; ///< one of colourNames
    bool asNumbered = false;         ///< experts in the order of their numbers, not of what they take
};

/// Qt, for drawing: no display is needed.
class OffscreenDrawing {
  public:
    OffscreenDrawing();
    ~OffscreenDrawing();

  private:
    struct Application;
    std::unique_ptr<Application> application_;
};

/// A run's figures at its last checkpoint, those of the paper as it prints them too; returns the files'
/// paths. options: other data, threads. Throws Error.
Json writeRunFigures(const std::string& run, const FigureChoices& choices, const RunOptions& options,
                     ProgressLine& line);
/// A sweep's plots, and in folders of their own the figures of the runs that belong to it.
Json writeSweepFigures(const std::string& sweep, const FigureChoices& choices, const RunOptions& options,
                       ProgressLine& line);

} // namespace expertscope
