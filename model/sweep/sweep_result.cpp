// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/sweep/sweep_result.h"

#include "model/base/json_path.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace expertscope {

const std::array<const char*, 5> factorisationNames{"I1T", "I1C", "I2C", "I2T", "score"};

std::optional<double> SweepRun::value(const std::string& key) const {
    const Json* const found = valueAt(report, key);
    return found && found->is_number() ? std::optional(found->get<double>()) : std::nullopt;
}

SweepRun::Status SweepCellResult::status() const {
    const auto any = [this](SweepRun::Status status) {
        return std::any_of(runs.begin(), runs.end(),
                           [&](const SweepRun& run) { return run.status == status; });
    };
    return any(SweepRun::Status::Failed)       ? SweepRun::Status::Failed
           : any(SweepRun::Status::Unfinished) ? SweepRun::Status::Unfinished
                                               : SweepRun::Status::Finished;
}

std::string SweepCellResult::failure() const {
    const auto failed =
        std::find_if(runs.begin(), runs.end(), [](const SweepRun& run) { return !run.failure.empty(); });
    return failed == runs.end() ? "" : failed->failure;
}

SeedStatistics SweepCellResult::statistics(const std::string& key) const {
    SeedStatistics statistics;
    for (const SweepRun& run : runs)
        if (const auto value = run.value(key))
            statistics.values.push_back(*value);
    const auto& values = statistics.values;
    const auto n = static_cast<double>(values.size());
    if (values.empty())
        return statistics;
    const double mean = std::accumulate(values.begin(), values.end(), 0.0) / n;
    statistics.mean = mean;
    if (values.size() > 1)
        statistics.deviation =
            std::sqrt(std::accumulate(values.begin(), values.end(), 0.0,
                                      [&](double sum, double v) { return sum + (v - mean) * (v - mean); }) /
                      (n - 1));
    return statistics;
}

bool SweepResult::finished() const {
    return std::all_of(cells.begin(), cells.end(), [](const SweepCellResult& cell) {
        return std::none_of(cell.runs.begin(), cell.runs.end(),
                            [](const SweepRun& run) { return run.status == SweepRun::Status::Unfinished; });
    });
}

int SweepResult::runsEnded() const {
    std::ptrdiff_t ended = 0;
    for (const SweepCellResult& cell : cells)
        ended += std::count_if(cell.runs.begin(), cell.runs.end(), [](const SweepRun& run) {
            return run.status != SweepRun::Status::Unfinished;
        });
    return static_cast<int>(ended);
}

bool SweepResult::failed() const {
    return std::any_of(cells.begin(), cells.end(),
                       [](const SweepCellResult& cell) { return cell.status() == SweepRun::Status::Failed; });
}

std::string toString(SweepRun::Status status) {
    switch (status) {
    case SweepRun::Status::Finished:
        return "finished";
    case SweepRun::Status::Failed:
        return "failed";
    case SweepRun::Status::Unfinished:
        break;
    }
    return "unfinished";
}

} // namespace expertscope
