// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/sweep/sweep_directory.h"

#include "model/base/error.h"
#include "model/base/file.h"
#include "model/run/config_difference.h"
#include "model/run/run_claim.h"
#include "model/run/run_directory.h"
#include "model/sweep/sweep_table.h"

#include <algorithm>

namespace expertscope {
namespace {

namespace fs = std::filesystem;

constexpr const char* format = "expertscope-sweep-1";

std::optional<double> numberOf(const Json& json) {
    return json.is_number() ? std::optional(json.get<double>()) : std::nullopt;
}

/// Of a run that was trained to its end.
bool isReport(const Json& report) {
    if (!report.is_object() || !report.contains("test_error"))
        return false;
    const Json& error = report.at("test_error");
    return error.is_null() || (error.is_number() && error >= 0 && error <= 1);
}

Sweep sweepFrom(const Json& json, const std::string& place) {
    if (json.value("format", "") != format)
        throw FileError(place + " is no sweep of this version (" + format +
                        "); open it with the program that wrote it.");
    Sweep sweep;
    sweep.name = json.at("name").get<std::string>();
    sweep.description = json.at("description").get<std::string>();
    sweep.seeds = wholesFrom<std::uint64_t>(json.at("seeds"));
    if (sweep.seeds.empty())
        throw FileError(place + " has no seeds, so there are no runs; put the file back as it was.");
    for (const Json& cell : json.at("cells")) {
        const Json& published = cell.at("published");
        sweep.cells.push_back({cell.at("name").get<std::string>(),
                               cell.at("column").get<std::string>(),
                               configFromJson(cell.at("config"), place),
                               {numberOf(published.at("test_error")), numberOf(published.at("train_error"))},
                               ""});
    }
    for (const Json& plot : json.at("plots"))
        sweep.plots.push_back({plot.at("name").get<std::string>(), plot.at("x").get<std::string>(),
                               plot.at("x_label").get<std::string>(),
                               plot.at("y").get<std::vector<std::string>>(),
                               plot.at("rows").get<std::vector<std::string>>(),
                               plot.at("columns").get<std::vector<std::string>>()});
    std::vector<std::string> wrong;
    for (const SweepCell& cell : sweep.cells)
        wrong.push_back(wrongName(cell));
    for (const SweepPlot& plot : sweep.plots)
        wrong.push_back(wrongName(plot));
    for (const std::string& sentence : wrong)
        if (!sentence.empty())
            throw FileError(place + ": " + sentence + ".");
    sweep.publishedOfOtherData = json.value("published_of_other_data", false);
    sweep.figuresOf = json.at("figures_of").get<std::vector<std::string>>();
    return sweep;
}

} // namespace

Json toJson(const Sweep& sweep) {
    Json cells = Json::array();
    for (const SweepCell& cell : sweep.cells)
        cells.push_back({{"name", cell.name},
                         {"column", cell.column},
                         {"folder", cell.folder()},
                         {"published",
                          {{"test_error", numberOrNull(cell.published.test)},
                           {"train_error", numberOrNull(cell.published.train)}}},
                         {"config", toJson(cell.config)}});
    Json plots = Json::array();
    for (const SweepPlot& plot : sweep.plots)
        plots.push_back({{"name", plot.name},
                         {"x", plot.x},
                         {"x_label", plot.xLabel},
                         {"y", plot.y},
                         {"rows", plot.rows},
                         {"columns", plot.columns}});
    return {{"format", format},
            {"name", sweep.name},
            {"description", sweep.description},
            {"seeds", sweep.seeds},
            {"cells", cells},
            {"published_of_other_data", sweep.publishedOfOtherData},
            {"plots", plots},
            {"figures_of", sweep.figuresOf}};
}

RunConfig runConfig(const SweepCell& cell, std::uint64_t seed) {
    RunConfig config = cell.config;
    config.seed = seed;
    return config;
}

void SweepDirectory::requirePlace(const fs::path& path) {
    std::error_code failure;
    if (isThere(path) && !fs::is_directory(path, failure))
        throw FileError(path.string() + " is a file; name a folder that is absent, empty, or a sweep's.");
    if (recognises(path))
        return;
    const fs::directory_iterator entries(path, failure);
    if (failure && failure != std::errc::no_such_file_or_directory)
        throw UnreadableError(path.string() + " cannot be read: " + failure.message() +
                              "; name another folder.");
    for (const auto& entry : entries)
        if (!isClaim(entry.path()) && !isTemporaryOf(entry.path(), "sweep.json"))
            throw FileError(path.string() + " is not empty and holds no sweep; name another folder.");
}

Claim SweepDirectory::claim(const fs::path& path) {
    requirePlace(path);
    return {path / ".claim", path.string() + " is being trained"};
}

SweepDirectory SweepDirectory::create(const fs::path& path, const Sweep& sweep) {
    requirePlace(path);
    SweepDirectory directory(path, sweep);
    directory.refuseOtherRuns();
    makeFolder(path);
    directory.writeSweep();
    return directory;
}

SweepDirectory SweepDirectory::open(const fs::path& path) {
    if (!recognises(path))
        throw FileError(path.string() +
                        " holds no sweep.json, so it is no sweep; name the folder that dmoe sweep wrote.");
    const std::string place = (path / "sweep.json").string();
    const Json json = readJson(path / "sweep.json");
    try {
        return {path, sweepFrom(json, place)};
    } catch (const Json::exception&) {
    } catch (const std::out_of_range&) {
    }
    throw FileError(place + " is not complete; run the sweep again with the same --out to write it anew.");
}

bool SweepDirectory::recognises(const fs::path& path) {
    std::error_code ignored;
    return fs::is_regular_file(path / "sweep.json", ignored);
}

fs::path SweepDirectory::runPath(const SweepCell& cell, std::uint64_t seed) const {
    return path_ / cell.folder() / ("seed-" + std::to_string(seed));
}
fs::path SweepDirectory::newRunPath(const SweepCell& cell, std::uint64_t seed) const {
    return path_ / cell.folder() / ("seed-" + std::to_string(seed) + ".new");
}
Claim SweepDirectory::claim(const SweepCell& cell, std::uint64_t seed) const {
    const std::string run = runPath(cell, seed).string();
    return {run + ".claim", run + " is being trained"};
}
fs::path SweepDirectory::reportPath(const SweepCell& cell, std::uint64_t seed) const {
    return runPath(cell, seed) / "report.json";
}

void SweepDirectory::refuseOtherRuns() const {
    for (const SweepCell& cell : sweep_.cells)
        for (const std::uint64_t seed : sweep_.seeds) {
            const fs::path path = runPath(cell, seed);
            if (!isThere(path))
                continue;
            const RunDirectory run = RunDirectory::open(path);
            std::vector<ConfigSetting> other = settingsThatDiffer(runConfig(cell, seed), run.config());
            std::erase_if(other, [](const ConfigSetting& s) { return s.key == "data.path"; });
            const std::string& hash = cell.config.data.sha256;
            if (other.empty() && run.config().data.sha256 != hash)
                other.push_back({"data.sha256", run.config().data.sha256});
            if (!other.empty())
                throw ConfigError(path.string() + " is a run of another configuration (its " +
                                  other.front().key + " is " + jsonText(other.front().value) +
                                  "); name another folder with --out.");
        }
}

void SweepDirectory::writeSweep() const {
    const std::string text = jsonText(toJson(sweep_), 2) + "\n";
    writeFileAtomically(path_ / "sweep.json", {text});
}

SweepRun SweepDirectory::readRun(const SweepCell& cell, std::uint64_t seed) const {
    SweepRun run;
    const fs::path path = reportPath(cell, seed);
    if (!isThere(path))
        return run;
    run.report = readJson(path);
    if (const auto failure = run.report.find("failed"); failure != run.report.end() && failure->is_string()) {
        run.status = SweepRun::Status::Failed;
        run.failure = failure->get<std::string>();
    } else if (isReport(run.report)) {
        run.status = SweepRun::Status::Finished;
    } else { // else its number would be missing from a mean that says nothing of it
        throw FileError(path.string() +
                        " is no report of a run; remove it, and the sweep trains that run again.");
    }
    return run;
}

SweepResult SweepDirectory::readResult() const {
    SweepResult result{sweep_, {}, {}};
    for (const SweepCell& cell : sweep_.cells) {
        SweepCellResult& of = result.cells.emplace_back();
        of.cell = cell;
        for (const std::uint64_t seed : sweep_.seeds)
            of.runs.push_back(readRun(cell, seed));
    }
    return result;
}

void SweepDirectory::writeReport(const SweepCell& cell, std::uint64_t seed, const Json& report) const {
    const std::string text = jsonText(report, 2) + "\n";
    writeFileAtomically(reportPath(cell, seed), {text});
}

SweepResult SweepDirectory::readWith(const SweepResult& known) const {
    SweepResult result = readResult();
    for (std::size_t c = 0; c < result.cells.size(); ++c)
        for (std::size_t s = 0; s < result.cells[c].runs.size(); ++s)
            if (SweepRun& run = result.cells[c].runs[s]; run.status == SweepRun::Status::Unfinished)
                run = known.cells[c].runs[s];
    return result;
}

SweepResult SweepDirectory::writeTables(const SweepResult& known) const {
    for (SweepResult result = readWith(known);;) {
        for (const auto& [name, text] : {std::pair{"table.md", markdownTable(result)},
                                         {"table.csv", csvTable(result)},
                                         {"table.tex", latexTable(result)},
                                         {"table.json", jsonText(toJson(result), 2) + "\n"}})
            writeFileAtomically(path_ / name, {text});
        SweepResult now = readWith(known);
        if (now.runsEnded() == result.runsEnded())
            return result;
        result = std::move(now);
    }
}

} // namespace expertscope
