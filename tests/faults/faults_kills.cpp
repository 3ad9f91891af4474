// SPDX-License-Identifier: GPL-3.0-or-later
// faults_kills KILLS SEED: dmoe is killed at random moments while it trains, saves and sweeps, and now and
// then stopped for longer than a claim waits for a sign of life. What it had done is kept outside of it, by
// the fault library's trace: a checkpoint that got its name is found again, and none is damaged. Gone on with
// to the end, a run is an undisturbed one's, and of a sweep each cell was reported once. The seed says at
// which moments; the machine's speed says what is done at them.
#include "model/base/json.h"
#include "model/base/random.h"
#include "tests/app/dmoe_runner.h"
#include "tests/faults/crash_images.h"
#include "tests/faults/process.h"
#include "tests/faults/run_checks.h"
#include "tests/faults/tally.h"

using namespace expertscope;
using namespace expertscope::testing;
namespace fs = std::filesystem;
using std::chrono::milliseconds;

namespace {

constexpr int inputs = 100, classes = 10; // of DmoeRunner's images, with the room that they are moved in
constexpr const char* heartbeat = "0.05"; // a claim is then free after 0.3 s without a sign of life

class Killer {
  public:
    /// renamesByCopying: the control.
    Killer(std::uint64_t seed, bool renamesByCopying)
        : root_(runner_.path("").toStdString()), random_(seed, Stream::StrokeDigits),
          renamesByCopying_(renamesByCopying) {
        writeText(root_ / "small.json", R"({ "data": { "source": "mnist", "jitter": 1 },
  "network": { "layers": [ { "experts": 3, "hidden": 6, "gate_hidden": 4 },
                           { "experts": 2, "hidden": 5, "gate_hidden": 3 } ] },
  "training": { "learning_rate": 0.05, "margin": 10, "epochs": [20, 20], "minibatch": 25 } })");
        writeText(root_ / "sweep.json", R"({ "preset": "mnist-4x100-4x20",
  "set": { "data.jitter": 1, "training.minibatch": 25, "training.epochs": [4, 4],
           "network.layers.0.hidden": 6, "network.layers.0.gate_hidden": 3,
           "network.layers.1.hidden": 6, "network.layers.1.gate_hidden": 3 },
  "rows": [ { "name": "one", "cells": [ { "column": "DMoE" } ] },
            { "name": "two", "cells": [ { "column": "DMoE", "set": { "network.output": "mixture" } } ] } ] })");
        const auto begin = std::chrono::steady_clock::now();
        const auto since = [](auto time) {
            return static_cast<std::uint32_t>(
                std::chrono::duration_cast<milliseconds>(std::chrono::steady_clock::now() - time).count() +
                1);
        };
        const Ended whole = runProcess(train(root_ / "whole"), root_);
        trainingTakes_ = since(begin);
        checksum_ = checksumIn(whole);
        if (checksum_.empty())
            std::fprintf(stderr, "The undisturbed run failed: %s\n", whole.err.c_str());
        const auto later = std::chrono::steady_clock::now();
        const Ended swept = runProcess(sweep(root_ / "swept"), root_);
        sweepTakes_ = since(later);
        if (swept.code != 0)
            std::fprintf(stderr, "The undisturbed sweep failed: %s\n", swept.err.c_str());
    }

    /// One run, killed so many times at most; adds a case for each kill, and one for its end.
    int killTraining(int most, Tally& tally) {
        const fs::path run = newPlace() / "run";
        int kills = 0;
        for (bool ended = false; !ended && kills < most;) {
            const bool begun = fs::exists(run / "config.json");
            Process process(begun ? resume(run) : train(run), root_, environmentOf(run.parent_path()));
            ended = process.waitFor(milliseconds(random_.below(trainingTakes_)));
            if (!ended && random_.below(4) == 0)
                ended = stopForAWhile(process);
            process.send(SIGKILL);
            const Ended how = process.finish();
            if (ended && how.code != 0) {
                tally.add(nameOf(kills), "it ended by itself: " + how.err);
                break;
            }
            kills += !ended;
            tally.add(nameOf(kills), wrongAfterKill(run, how));
        }
        // Free for another one, or gone on with.
        const Ended last = runProcess(fs::exists(run / "config.json") ? resume(run) : train(run), root_,
                                      {{"EXPERTSCOPE_HEARTBEAT", heartbeat}});
        std::string wrong;
        if (checksumIn(last) != checksum_)
            wrong = "it ends with other weights than an undisturbed run: " + last.err;
        if (wrong.empty())
            wrong = wrongWithRun(run, inputs, classes);
        if (wrong.empty())
            wrong = unlike(run, root_ / "whole");
        if (wrong.empty())
            wrong = leftovers(run);
        tally.add("the end after " + nameOf(kills), wrong);
        fs::remove_all(run.parent_path());
        return kills;
    }

    /// Two to four programs on one sweep, with two to four workers each, killed and begun again, and then one
    /// to the end. All but one are told that another one has it.
    int killSweep(int most, Tally& tally) {
        const fs::path place = newPlace(), out = place / "sweep";
        const std::size_t count = 2 + random_.below(3);
        std::vector<std::unique_ptr<Process>> processes(count);
        const auto begin = [&](std::unique_ptr<Process>& process, std::size_t i) {
            std::vector<std::string> command = sweep(out);
            command[command.size() - 1] = std::to_string(2 + i % 3);
            process = std::make_unique<Process>(command, root_, environmentOf(place));
        };
        int kills = 0;
        for (int tries = 0; kills < most && tries < 3 * most; ++tries) {
            const std::size_t i = random_.below(static_cast<std::uint32_t>(count));
            if (!processes[i])
                begin(processes[i], i);
            if (processes[i]->waitFor(milliseconds(random_.below(sweepTakes_)))) {
                processes[i].reset(); // another one has the sweep, or it is done
                if (finished(out))
                    break;
                continue;
            }
            if (random_.below(4) == 0)
                stopForAWhile(*processes[i]);
            processes[i]->send(SIGKILL);
            const Ended how = processes[i]->finish();
            processes[i].reset();
            kills += how.signal == SIGKILL;
        }
        for (auto& process : processes)
            if (process) {
                process->send(SIGKILL);
                process->finish();
                process.reset();
            }
        const Ended last = runProcess(sweep(out), root_, environmentOf(place));
        tally.add("sweep " + nameOf(kills), wrongWithSweep(out, place, last));
        fs::remove_all(place);
        return kills;
    }

    /// How many kills met a run that had a checkpoint.
    int saved() const { return saved_; }

  private:
    static std::vector<std::string> train(const fs::path& out) {
        return {DMOE_PATH, "train", "--config", "small.json", "--data", "images",
                "--out",   out,     "--json",   "--threads",  "1"};
    }
    static std::vector<std::string> resume(const fs::path& run) {
        return {DMOE_PATH, "train", "--resume", run, "--json", "--threads", "1"};
    }
    static std::vector<std::string> sweep(const fs::path& out) {
        return {DMOE_PATH, "sweep",  "sweep.json", "--data", "images", "--out",
                out,       "--json", "--seeds",    "2",      "--jobs", "1"};
    }
    static std::string checksumIn(const Ended& ended) {
        const std::optional<Json> json = jsonIn(ended.out);
        return json && json->contains("checksum") ? json->at("checksum").get<std::string>() : std::string();
    }

    fs::path newPlace() {
        const fs::path place = root_ / ("place-" + std::to_string(++number_));
        fs::create_directory(place);
        return place;
    }
    std::string nameOf(int kills) const {
        return std::to_string(kills) + " kills of place " + std::to_string(number_);
    }
    Environment environmentOf(const fs::path& place) const {
        Environment environment = withFaultLibrary(place);
        environment[faultTrace] = (root_ / ("trace-" + place.filename().string())).string();
        environment[faultTraceBytes] = "no";
        environment["EXPERTSCOPE_HEARTBEAT"] = heartbeat;
        if (renamesByCopying_)
            environment[faultLie] = "rename by copying";
        return environment;
    }
    /// Longer than a claim waits for its heartbeat. Whether it has ended then.
    bool stopForAWhile(Process& process) {
        process.send(SIGSTOP);
        std::this_thread::sleep_for(milliseconds(400));
        process.send(SIGCONT);
        return process.waitFor(milliseconds(random_.below(50)));
    }

    /// What the trace says that has its name by now is there, and can be read.
    std::string wrongAfterKill(const fs::path& run, const Ended& how) {
        if (how.err.find("damaged") != std::string::npos)
            return "it found damage that no kill may leave: " + how.err;
        if (!fs::exists(run / "config.json"))
            return renamedTo("config.json").empty() ? "" : "config.json is not there";
        if (const std::string wrong = wrongWithRun(run, inputs, classes); !wrong.empty())
            return wrong;
        const std::vector<std::int64_t> there = RunDirectory::open(run).checkpoints();
        std::int64_t saved = -1;
        for (const std::string& name : renamedTo(".safetensors"))
            if (const std::size_t at = name.find("/checkpoints/step-"); at != std::string::npos)
                saved = std::max<std::int64_t>(saved, std::stoll(name.substr(at + 18)));
        saved_ += saved >= 0;
        if (saved >= 0 && (there.empty() || there.back() < saved))
            return "the checkpoint of step " + std::to_string(saved) + " is not there";
        return "";
    }
    /// In the order of the renaming.
    std::vector<std::string> renamedTo(const std::string& ending) const {
        std::vector<std::string> names;
        const fs::path trace = root_ / ("trace-place-" + std::to_string(number_));
        if (!fs::exists(trace))
            return names;
        for (const TraceRecord& record : readTrace(trace))
            if (record.fields[0] == "rename" && record.fields[2].ends_with(ending))
                names.push_back(record.fields[2]);
        return names;
    }

    static bool finished(const fs::path& out) {
        for (const char* cell : {"one-DMoE", "two-DMoE"})
            for (const char* seed : {"seed-0", "seed-1"})
                if (!fs::exists(out / cell / seed / "report.json"))
                    return false;
        return true;
    }
    std::string wrongWithSweep(const fs::path& out, const fs::path& place, const Ended& last) const {
        if (last.code != 0)
            return "it does not go on: " + last.err;
        if (last.err.find("damaged") != std::string::npos)
            return "it found damage that no kill may leave: " + last.err;
        for (const char* table : {"table.md", "table.csv", "table.tex"})
            if (fileText(out / table) != fileText(root_ / "swept" / table))
                return std::string(table) + " is not an undisturbed sweep's";
        std::map<std::string, int> reports;
        for (const std::string& name : renamedTo("/report.json"))
            ++reports[name];
        if (reports.size() != 4)
            return std::to_string(reports.size()) + " cells were reported, not 4";
        for (const auto& [name, times] : reports)
            if (times != 1)
                return name + " was written " + std::to_string(times) + " times";
        for (const char* cell : {"one-DMoE", "two-DMoE"})
            for (const char* seed : {"seed-0", "seed-1"}) {
                const fs::path run = fs::path(cell) / seed;
                if (const std::string wrong = wrongWithRun(out / run, inputs, classes); !wrong.empty())
                    return wrong;
                if (const std::string wrong = unlike(out / run, root_ / "swept" / run); !wrong.empty())
                    return run.string() + ": " + wrong;
            }
        return leftovers(place, false);
    }

    DmoeRunner runner_;
    fs::path root_;
    Random random_;
    bool renamesByCopying_;
    std::string checksum_;
    std::uint32_t trainingTakes_ = 1, sweepTakes_ = 1; ///< milliseconds, where nobody disturbs them
    int number_ = 0, saved_ = 0;
};

/// Three of four kills meet a run, the others a sweep.
void killAll(Killer& killer, int kills, Tally& runs, Tally& sweeps, int& killed) {
    for (int rounds = 0; killed < kills && rounds < 4 * kills; ++rounds)
        if (rounds % 4 == 3)
            killed += killer.killSweep(std::min(5, kills - killed), sweeps);
        else
            killed += killer.killTraining(std::min(4, kills - killed), runs);
}

} // namespace

int main(int argc, char** argv) {
    const int kills = argc > 1 ? std::atoi(argv[1]) : 20;
    const std::uint64_t seed = argc > 2 ? std::strtoull(argv[2], nullptr, 10) : 1;
    Tally::printHead();
    Tally runs("killed while training"), sweeps("killed while sweeping"), copied("renaming by copying");
    int killed = 0;
    Killer killer(seed, false), control(seed, true);
    killAll(killer, kills, runs, sweeps, killed);
    bool good = runs.print() && (sweeps.cases() == 0 || sweeps.print());
    for (int more = 0; copied.failures() == 0 && more < 40; ++more) // where each falls is a matter of chance
        control.killTraining(8, copied);
    good = copied.printControl() && good;
    std::printf("%d kills, %d of them of runs that had a checkpoint; seed %llu\n", killed, killer.saved(),
                static_cast<unsigned long long>(seed));
    return good && killed >= kills && killer.saved() > 0 ? 0 : 1;
}
