// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/sweep/sweep_plot.h"

#include "model/base/error.h"
#include "model/base/json_path.h"
#include "model/run/run_directory.h"

#include <algorithm>
#include <cmath>
#include <set>

namespace expertscope {
namespace {

constexpr std::size_t mostTicks = 12;
constexpr double wideRatio = 50; // of the largest x to the smallest, above which the axis is logarithmic

/// What can stand on the vertical axis: scale * (value or 1 - value).
struct Quantity {
    const char* name;
    const char* key; ///< of the report
    const char* label;
    bool complement;
    double scale;
    double of(double value) const { return scale * (complement ? 1 - value : value); }
};
constexpr Quantity quantities[] = {
    {"accuracy", "test_error", "test accuracy (%)", true, 100},
    {"test_error", "test_error", "test error (%)", false, 100},
    {"train_error", "train_error", "training error (%)", false, 100},
    {"I1T", "factorisation.I1T", "I(e1;T)", false, 1},
    {"I1C", "factorisation.I1C", "I(e1;C)", false, 1},
    {"I2C", "factorisation.I2C", "I(e2;C)", false, 1},
    {"I2T", "factorisation.I2T", "I(e2;T)", false, 1},
    {"score", "factorisation.score", "factorisation score", false, 1},
    {"effective_combinations", "effective_combinations", "effective combinations", false, 1},
};

const Quantity& quantityNamed(const std::string& name) {
    for (const Quantity& quantity : quantities)
        if (name == quantity.name)
            return quantity;
    throw ConfigError("\"" + name + "\" cannot be plotted.");
}

bool chosen(const std::vector<std::string>& from, const std::string& name) {
    return from.empty() || std::find(from.begin(), from.end(), name) != from.end();
}

/// The value of that key, infinity for null; empty where it has none.
std::optional<double> numberAt(const RunConfig& config, const std::string& key) {
    const Json json = toJson(config);
    const Json* const value = valueAt(json, key);
    if (!value)
        return {};
    if (value->is_null())
        return std::numeric_limits<double>::infinity();
    return value->is_number() ? std::optional(value->get<double>()) : std::nullopt;
}

std::string shortNumber(double value) {
    char text[32];
    std::snprintf(text, sizeof text, "%g", value);
    return std::isinf(value) ? "∞" : text;
}

/// Axis, and a place on it for infinity.
void layOutX(SweepPlotData& data) {
    std::set<double> values;
    for (const auto& panel : data.panels)
        for (const SweepSeries& series : panel.series)
            for (const auto& point : series.points)
                values.insert(point.x);
    if (values.empty() || values.size() > mostTicks)
        return;
    const auto finiteEnd = values.find(std::numeric_limits<double>::infinity());
    const double least = *values.begin(), most = finiteEnd == values.begin() ? 1 : *std::prev(finiteEnd);
    data.logarithmic = least > 0 && std::isfinite(least) && most / least > wideRatio;
    const double beyond = data.logarithmic ? most * 10 : most + 1;
    for (const double value : values)
        data.ticks.push_back({std::isinf(value) ? beyond : value, shortNumber(value)});
    for (auto& panel : data.panels)
        for (SweepSeries& series : panel.series)
            for (auto& point : series.points)
                if (std::isinf(point.x))
                    point.x = beyond;
}

SweepPlotData::Panel panelByKey(const SweepResult& result, const SweepPlot& plot, const Quantity& quantity) {
    SweepPlotData::Panel panel{quantity.label, {}};
    for (const SweepCellResult& cell : result.cells) {
        const auto x = numberAt(cell.cell.config, plot.x);
        const SeedStatistics values = cell.statistics(quantity.key);
        if (!chosen(plot.rows, cell.cell.name) || !chosen(plot.columns, cell.cell.column) || !x ||
            !values.mean)
            continue;
        auto series = std::find_if(panel.series.begin(), panel.series.end(),
                                   [&](const SweepSeries& s) { return s.name == cell.cell.column; });
        if (series == panel.series.end())
            series = panel.series.insert(series, {cell.cell.column, {}});
        SweepSeries::Point point{*x, quantity.of(*values.mean), {}, {}};
        if (values.deviation)
            point.deviation = quantity.scale * *values.deviation;
        if (cell.cell.published.test && quantity.key == std::string("test_error"))
            point.published = quantity.of(*cell.cell.published.test);
        series->points.push_back(point);
    }
    for (SweepSeries& series : panel.series)
        std::sort(series.points.begin(), series.points.end(),
                  [](const auto& a, const auto& b) { return a.x < b.x; });
    return panel;
}

SweepPlotData::Panel panelByEpoch(const SweepDirectory& directory, const SweepResult& result,
                                  const SweepPlot& plot, const Quantity& quantity) {
    SweepPlotData::Panel panel{quantity.label, {}};
    for (const SweepCellResult& cell : result.cells) {
        if (!chosen(plot.rows, cell.cell.name) || !chosen(plot.columns, cell.cell.column) ||
            cell.runs.front().status != SweepRun::Status::Finished)
            continue;
        SweepSeries series{plot.columns.size() == 1 ? cell.cell.name : cell.cell.title(), {}};
        for (const MetricsRecord& record :
             RunDirectory::open(directory.runPath(cell.cell, result.sweep.seeds.front())).metrics())
            if (std::isfinite(record.testError))
                series.points.push_back({record.epoch, quantity.of(record.testError), {}, {}});
        panel.series.push_back(std::move(series));
    }
    return panel;
}

} // namespace

std::vector<std::string> plotQuantities() {
    std::vector<std::string> names;
    for (const Quantity& quantity : quantities)
        names.emplace_back(quantity.name);
    return names;
}

SweepPlotData plotData(const SweepDirectory& directory, const SweepResult& result, const SweepPlot& plot) {
    SweepPlotData data;
    data.name = plot.name;
    data.xLabel = plot.xLabel.empty() ? plot.x : plot.xLabel;
    const bool byEpoch = plot.x == "epoch";
    for (const std::string& name : plot.y) {
        const Quantity& quantity = quantityNamed(name);
        data.panels.push_back(byEpoch ? panelByEpoch(directory, result, plot, quantity)
                                      : panelByKey(result, plot, quantity));
    }
    if (!byEpoch)
        layOutX(data);
    return data;
}

} // namespace expertscope
