// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/run/run_directory.h"

#include "model/base/error.h"
#include "model/base/file.h"
#include "model/base/json_path.h"
#include "model/base/plain_text.h"
#include "model/run/checkpoint.h"
#include "model/run/config_difference.h"
#include "model/run/event_log.h"
#include "model/run/metrics_log.h"
#include "model/run/program_info.h"
#include "model/run/run_claim.h"
#include "model/run/timeline_file.h"
#include "model/run/user_folder.h"

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <exception>
#include <sstream>

namespace expertscope {
namespace {

namespace fs = std::filesystem;

template <class Number> std::string padded(Number number, int width) {
    std::string text = std::to_string(number);
    return std::string(std::max<int>(0, width - static_cast<int>(text.size())), '0') + text;
}

std::string timeNow(const char* format) {
    const std::time_t now = std::time(nullptr);
    std::tm local{};
    localtime_r(&now, &local);
    char text[64];
    std::strftime(text, sizeof text, format, &local);
    return text;
}

/// "0.10.2" as numbers, which compare as versions do.
std::vector<int> versionNumbers(const std::string& version) {
    std::vector<int> numbers;
    std::istringstream parts(version);
    for (std::string part; std::getline(parts, part, '.');)
        numbers.push_back(std::atoi(part.c_str()));
    return numbers;
}

/// What this program does not understand may be what it does not know yet: throws FileError where it is so.
void refuseNewer(const fs::path& path, const Json& config) {
    const auto program = config.find("program");
    if (program == config.end() || !program->is_object() || !program->contains("version") ||
        !program->at("version").is_string())
        return;
    const auto version = program->at("version").get<std::string>();
    if (versionNumbers(version) > versionNumbers(programVersion()))
        throw FileError(path.string() + " was written by a newer Expertscope (" + version + ", this is " +
                        programVersion() + "); open it with that one.");
}

/// What is left of a run that was killed before it had its config.json: nothing that is worth anything.
bool isOfABeginning(const fs::path& path) {
    const std::string name = path.filename().string();
    std::error_code failure;
    if (name == "checkpoints" || name == "snapshots")
        return fs::is_directory(path, failure) && fs::is_empty(path, failure) && !failure;
    return isTemporaryOf(path, "config.json");
}

/// Damaged as it is, for whoever wants to save something of it.
void setAside(const fs::path& path) {
    renameFile(path, path.string() + ".damaged");
}

/// None where the folder is not there. Throws UnreadableError where it is, and cannot be read.
std::vector<fs::path> entriesOf(const fs::path& folder) {
    std::vector<fs::path> entries;
    std::error_code failure;
    fs::directory_iterator entry(folder, failure);
    for (; !failure && entry != fs::directory_iterator(); entry.increment(failure))
        entries.push_back(entry->path());
    if (failure && failure != std::errc::no_such_file_or_directory)
        throw UnreadableError(folder.string() + " cannot be read: " + failure.message() +
                              "; check its permissions and the disk.");
    return entries;
}

} // namespace

void RunDirectory::requireFree(const fs::path& path) {
    std::error_code failure;
    if (!isThere(path))
        return;
    if (!fs::is_directory(path, failure))
        throw FileError(path.string() + " is a file; name a folder that is absent or empty.");
    const auto isThing = [](const fs::directory_entry& entry) {
        return !isClaim(entry.path()) && !isOfABeginning(entry.path());
    };
    const fs::directory_iterator entries(path, failure);
    if (failure)
        throw FileError(path.string() + " cannot be read: " + failure.message() + "; name another folder.");
    if (std::any_of(begin(entries), end(entries), isThing))
        throw FileError(path.string() + " is not empty; name another folder" +
                        (isThere(path / "config.json")
                             ? ", or go on with the run that is there by --resume " + path.string()
                             : "") +
                        ".");
}

RunDirectory RunDirectory::create(const fs::path& path, const RunConfig& config) {
    requireFree(path);
    const bool wasThere = isThere(path);
    RunDirectory directory(path);
    directory.config_ = config;
    directory.arithmetic_ = arithmeticName();
    try {
        directory.makeFolders();
        directory.writeConfig();
    } catch (const FileError&) { // so that the same place is free for another try
        std::error_code ignored;
        fs::remove(path / "checkpoints", ignored);
        fs::remove(path / "snapshots", ignored);
        if (!wasThere)
            fs::remove(path, ignored);
        throw;
    }
    return directory;
}

void RunDirectory::makeFolders() const {
    makeFolder(path_ / "checkpoints");
    makeFolder(path_ / "snapshots");
}

void RunDirectory::writeConfig() const {
    Json json = toJson(config_);
    json["created"] = timeNow("%Y-%m-%dT%H:%M:%S%z");
    json["program"] = {{"name", "Expertscope"}, {"version", programVersion()}};
    json["machine"] = {{"processor", processorName()}, {"arithmetic", arithmetic_}};
    if (const std::vector<std::string> notes = arithmeticNotes(); !notes.empty())
        json["machine"]["notes"] = notes;
    const std::string text = jsonText(json, 2) + "\n";
    writeFileAtomically(path_ / "config.json", {text});
}

RunDirectory RunDirectory::open(const fs::path& path) {
    const fs::path configPath = path / "config.json";
    if (!isThere(configPath))
        throw FileError(path.string() +
                        (isThere(path) ? " holds no config.json, so it is no run" : " does not exist") +
                        "; name the folder of a run.");
    RunDirectory directory(path);
    const Json json = readJson(configPath, mostOfConfig);
    try {
        directory.config_ = readConfig(configPath);
    } catch (const ConfigError&) {
        refuseNewer(path, json);
        throw;
    }
    directory.arithmetic_ = textIn(json.value("machine", Json()), "arithmetic");
    return directory;
}

fs::path RunDirectory::checkpointPath(std::int64_t step) const {
    return path_ / "checkpoints" / ("step-" + std::to_string(step) + ".safetensors");
}

fs::path RunDirectory::timelinePath(std::int64_t epoch) const {
    return path_ / "snapshots" / ("epoch-" + padded(epoch, 5) + ".safetensors");
}

std::vector<std::int64_t> RunDirectory::checkpoints() const {
    std::vector<std::int64_t> steps;
    for (const fs::path& entry : entriesOf(path_ / "checkpoints")) {
        long long step = 0;
        if (std::sscanf(entry.filename().c_str(), "step-%lld.safetensors", &step) == 1 &&
            checkpointPath(step) == entry) // no 007, nor a number that does not fit
            steps.push_back(step);
    }
    std::sort(steps.begin(), steps.end());
    return steps;
}

TrainerState RunDirectory::latestState(const std::vector<ParameterBlock>& blocks,
                                       std::vector<std::string>* notes) const {
    for (;;) {
        const std::vector<std::int64_t> steps = checkpoints();
        if (steps.empty())
            throw FileError(path_.string() +
                            (wasTrained()
                                 ? " was trained and has no checkpoint left; its figures are all there "
                                   "is, in the window: keep them."
                                 : " has no checkpoint yet; go on with it by dmoe train --resume first."));
        std::exception_ptr newest; // what is wrong with it
        std::vector<std::string> wrong;
        for (auto step = steps.rbegin(); step != steps.rend(); ++step)
            try {
                std::vector<std::string> own;
                TrainerState state = readCheckpoint(checkpointPath(*step), blocks, &own);
                if (state.step != *step)
                    throw FileError(checkpointPath(*step).string() + " holds step " +
                                    std::to_string(state.step) +
                                    " and not the one of its name; rename or remove it.");
                if (!notes)
                    return state;
                for (const std::string& sentence : wrong)
                    notes->push_back(sentence + " The checkpoint of step " + std::to_string(*step) +
                                     " is used instead.");
                notes->insert(notes->end(), own.begin(), own.end());
                if (const std::string sentence = contradiction(state); !sentence.empty())
                    notes->push_back(sentence);
                return state;
            } catch (const UnreadableError&) {
                throw;
            } catch (const FileError& error) {
                newest = newest ? newest : std::current_exception();
                wrong.push_back(error.what());
            }
        if (checkpoints() == steps) // else it is trained at this moment, and the old ones have just gone
            std::rethrow_exception(newest);
    }
}

void RunDirectory::requireAsBegun() const {
    const std::vector<std::int64_t> steps = checkpoints();
    for (auto step = steps.rbegin(); step != steps.rend(); ++step) {
        const fs::path place = checkpointPath(*step);
        std::string beginning;
        try {
            beginning = beginningIn(place);
        } catch (const FileError&) { // whoever goes on from it will say what is wrong with it
            continue;
        }
        if (beginning.empty())
            return;
        for (const ConfigDifference& different :
             configDifferences(configFromJson(parseJson(beginning, place.string()), place.string()), config_))
            if (different.key != "data.path")
                throw FileError((path_ / "config.json").string() + ": " + different.key + " is " +
                                shortText(settingText(different.right)) + ", but the run of " +
                                place.filename().string() + " began with " +
                                shortText(settingText(different.left)) +
                                "; put that back, or remove that checkpoint if it is another run's.");
        return;
    }
}

/// Empty where the report agrees, or is of another step.
std::string RunDirectory::contradiction(const TrainerState& state) const {
    if (!isThere(reportPath()))
        return "";
    try {
        const Json report = readJson(reportPath());
        const std::string then = report.at("checksum").get<std::string>();
        if (wholeFrom<std::int64_t>(report.at("step")) != state.step)
            return "";
        const std::string now = checksum(state.parameters);
        if (then == now)
            return "";
        return reportPath().string() + " tells of other weights at step " + std::to_string(state.step) +
               " (" + shortText(then) + ") than the checkpoint has (" + now +
               "): one of the two files was changed afterwards.";
    } catch (const std::exception&) {
        return reportPath().string() +
               " is no report of a run, so it says nothing of the weights; remove it.";
    }
}

bool RunDirectory::wasTrained() const {
    const std::vector<MetricsRecord> records = metrics();
    if ((!records.empty() && records.back().step > 0) || isThere(reportPath()))
        return true;
    const std::vector<fs::path> snapshots = entriesOf(path_ / "snapshots");
    return std::any_of(snapshots.begin(), snapshots.end(),
                       [&](const fs::path& entry) { return entry > timelinePath(0); });
}

std::vector<MetricsRecord> RunDirectory::metrics() const {
    if (!isThere(metricsPath()))
        return {};
    std::vector<MetricsRecord> records = readMetrics(metricsPath());
    if (!config_.training.constraint) // earlier versions wrote a margin there too
        for (MetricsRecord& record : records)
            record.margin = std::numeric_limits<double>::infinity();
    return records;
}

std::vector<TrainingEvent> RunDirectory::events() const {
    return readEvents(eventsPath());
}

std::vector<std::string> RunDirectory::cutBeyond(const Claim& claim, std::int64_t step,
                                                 std::int64_t stepsPerEpoch) const {
    claim.require();
    const std::vector<std::int64_t> steps = checkpoints();
    const std::vector<fs::path> recorded = entriesOf(path_ / "snapshots");
    // Without a checkpoint it begins anew, and its first records with it.
    const bool anew = steps.empty();
    if (isThere(metricsPath()))
        cutMetrics(metricsPath(), anew ? -1 : step);
    std::string kept;
    for (const TrainingEvent& event : events())
        if (event.step <= step)
            kept += eventLine(event) + "\n";
    if (isThere(eventsPath()))
        writeFileAtomically(eventsPath(), {kept});
    for (const std::int64_t later : steps)
        if (later > step)
            setAside(checkpointPath(later));

    const std::int64_t epoch = step / stepsPerEpoch;
    std::error_code ignored;
    for (const fs::path& entry : recorded)
        if (anew || entry > timelinePath(epoch))
            fs::remove(entry, ignored);
    std::vector<std::string> notes;
    std::vector<TrainingSnapshot> snapshots = momentsOf(epoch, &notes);
    if (!snapshots.empty()) {
        std::erase_if(snapshots, [&](const TrainingSnapshot& snapshot) { return snapshot.step > step; });
        writeTimeline(timelinePath(epoch), snapshots);
    }
    return notes;
}

std::vector<TrainingSnapshot> RunDirectory::momentsOf(std::int64_t epoch,
                                                      std::vector<std::string>* notes) const {
    const fs::path path = timelinePath(epoch);
    if (!isThere(path))
        return {};
    try {
        return readTimeline(path);
    } catch (const UnreadableError&) {
        throw;
    } catch (const FileError& error) {
        setAside(path);
        if (notes)
            notes->push_back(
                std::string(error.what()) +
                " Its moments are no longer on the timeline; it is kept, its name with .damaged.");
        return {};
    }
}

fs::path userRunsFolder() {
    return userFolder() / "runs";
}

fs::path newRunPath(const fs::path& folder, const RunConfig& config) {
    std::string name = timeNow("%Y-%m-%d-%H%M%S") + "-" +
                       (config.preset.empty() ? config.network.name() : config.preset) + "-seed" +
                       std::to_string(config.seed);
    std::replace(name.begin(), name.end(), '/', '-');
    fs::path path = folder / name;
    for (int again = 2; isThere(path); ++again)
        path = folder / (name + "-" + std::to_string(again));
    return path;
}

} // namespace expertscope
