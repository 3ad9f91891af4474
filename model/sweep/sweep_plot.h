// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/sweep/sweep_directory.h"

namespace expertscope {

/// A line of a plot.
struct SweepSeries {
    std::string name;
    struct Point {
        double x = 0, y = 0;             ///< of the mean over the seeds
        std::optional<double> deviation; ///< over the seeds
        std::optional<double> published;
    };
    std::vector<Point> points; ///< x ascending
};

/// Lines over one axis, in panels one above the other.
struct SweepPlotData {
    std::string name; ///< a file name's stem
    std::string xLabel;
    bool logarithmic = false; ///< x
    /// Where x takes few values, these and what they are called; infinity has a place beside the others.
    std::vector<std::pair<double, std::string>> ticks;
    struct Panel {
        std::string label;
        std::vector<SweepSeries> series;
    };
    std::vector<Panel> panels;
};

/// What is measured on the vertical axis; empty where the key is unknown.
std::vector<std::string> plotQuantities();

/// From a sweep's reports; over epochs from the metrics of the first seed's runs. Cells without numbers are
/// left out. Throws FileError.
SweepPlotData plotData(const SweepDirectory& directory, const SweepResult& result, const SweepPlot& plot);

} // namespace expertscope
