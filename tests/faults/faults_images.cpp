// SPDX-License-Identifier: GPL-3.0-or-later
// faults_images [all]: what a power cut may leave of what was being written. The fault library traces how a
// run, a resume, a sweep's tables, figures and a data set are written; after each call of the trace the
// folder is made as it may be found then (crash_images.h), opened and gone on with. What had been said to be
// saved is there, and right.
#include "app/data_download.h"
#include "model/sweep/sweep_directory.h"
#include "tests/app/dmoe_runner.h"
#include "tests/app/hash_of.h"
#include "tests/faults/crash_images.h"
#include "tests/faults/http_thread.h"
#include "tests/faults/process.h"
#include "tests/faults/run_checks.h"
#include "tests/faults/tally.h"
#include "tests/model/run/run_samples.h"
#include "tests/model/sweep/sweep_samples.h"

#include <QCoreApplication>

#include <functional>
#include <set>

using namespace expertscope;
using namespace expertscope::testing;
namespace fs = std::filesystem;

namespace {

constexpr std::int64_t firstPart = 20, lastPart = 33; // steps; checkpoints are at 12, 24 and at the ends

void tell(const std::string& line) {
    const std::string text = line + "\n";
    if (::write(STDOUT_FILENO, text.data(), text.size()) < 0)
        std::abort();
}

/// Tells of what the recorder, which was asked before it, has saved.
class Teller : public TrainingSink {
  public:
    void onCheckpoint(const TrainerState& state, CheckpointReason) override {
        tell("checkpoint " + std::to_string(state.step));
    }
};

void train(const fs::path& run, std::int64_t step) {
    Session session(run);
    tell("config");
    Teller teller;
    session.loop.addSink(teller);
    session.trainTo(step);
    session.loop.checkpoint(CheckpointReason::Pause);
    session.recorder->flush();
    tell("timeline " + std::to_string(step));
}

Sweep smallSweep() {
    Sweep sweep;
    sweep.name = "small";
    sweep.seeds = {0, 1};
    SweepCell cell;
    cell.name = "cell";
    cell.column = "DMoE";
    cell.config = madeConfig();
    cell.config.network.input = 56;
    cell.config.network.classes = 4;
    sweep.cells.push_back(cell);
    return sweep;
}

void writeSweep(const fs::path& path) {
    const SweepDirectory directory = SweepDirectory::create(path, smallSweep());
    tell("sweep");
    const SweepCell cell = directory.sweep().cells.front();
    for (const std::uint64_t seed : {0, 1}) {
        const fs::path fresh = directory.newRunPath(cell, seed);
        RunDirectory::create(fresh, runConfig(cell, seed));
        renameFile(fresh, directory.runPath(cell, seed));
        directory.writeReport(cell, seed, reportOf(0.01, 0.02));
        tell("report " + std::to_string(seed));
        directory.writeTables(directory.readResult());
        tell("tables " + std::to_string(seed + 1));
    }
}

int fetch(const std::string& address, const fs::path& folder) {
    DataDownload download({{"images", hashOf(noise(20'000)), 20'000}, {"labels", hashOf(noise(500)), 500}},
                          QUrl(QString::fromStdString(address)), folder);
    QObject::connect(&download, &DataDownload::failed, [](const QString& sentence) {
        std::fprintf(stderr, "%s\n", qPrintable(sentence));
        QCoreApplication::exit(1);
    });
    QObject::connect(&download, &DataDownload::finished, [] {
        tell("set");
        QCoreApplication::exit(0);
    });
    download.start();
    return QCoreApplication::exec();
}

/// The process whose calls are traced.
int write(const std::string& what, const fs::path& folder, const std::string& address) {
    if (what == "run")
        train(folder / "run", firstPart);
    else if (what == "resume")
        train(folder / "run", lastPart);
    else if (what == "sweep")
        writeSweep(folder / "sweep");
    else
        return fetch(address, folder / "set");
    return 0;
}

/// What was said, by its first word, with the number that came last behind it; -1 where it was not said.
struct Said {
    std::map<std::string, std::int64_t> lines;
    std::int64_t of(const std::string& word) const {
        const auto found = lines.find(word);
        return found == lines.end() ? -1 : found->second;
    }
    void add(const std::string& text) {
        std::istringstream stream(text);
        for (std::string line; std::getline(stream, line);) {
            const std::size_t space = line.find(' ');
            lines[line.substr(0, space)] = space == std::string::npos ? 0 : std::stoll(line.substr(space));
        }
    }
};

/// What is written, and what is to be found of it in an image.
struct Kind {
    std::string name;
    std::function<void(const fs::path& folder)> prepare;
    std::function<Ended(const fs::path& folder, const Environment& environment)> write;
    std::function<std::string(const fs::path& image, const Said& said)> wrong;
};

std::vector<std::int64_t> upTo(std::vector<std::int64_t> steps, std::int64_t last) {
    std::erase_if(steps, [&](std::int64_t step) { return step > last; });
    return steps;
}

class Images {
  public:
    Images() : root_(runner_.path("").toStdString()) {
        {
            Session whole(root_ / "whole");
            whole.trainToTheEnd();
            whole.recorder->flush();
            checksum_ = whole.checksum();
        }
        wholeSteps_ = timelineSteps(root_ / "whole");
        runProcess({"/proc/self/exe", "--write", "run", root_.string()}, root_);
        fs::rename(root_ / "run", root_ / "begun");
    }

    std::vector<Kind> kinds() {
        const auto self = [this](const std::string& what) {
            return [this, what](const fs::path& folder, const Environment& environment) {
                const std::string address = server_ ? server_->address() : std::string();
                return runProcess({"/proc/self/exe", "--write", what, folder.string(), address}, root_,
                                  environment);
            };
        };
        if (!server_)
            server_ = std::make_unique<HttpThread>(
                QHash<QString, QByteArray>{{"/set/images", noise(20'000)}, {"/set/labels", noise(500)}});
        const auto run = [this](const fs::path& image, const Said& said) {
            return wrongRun(image / "run", said);
        };
        const auto begun = [this](const fs::path& folder) {
            fs::copy(root_ / "begun", folder / "run", fs::copy_options::recursive);
        };
        std::vector<Kind> all{{"run", {}, self("run"), run},
                              {"resume", begun, self("resume"), run},
                              {"sweep", {}, self("sweep"), wrongSweep},
                              {"set", {}, self("set"), wrongSet}};
        all.push_back(figures());
        return all;
    }
    const fs::path& root() const { return root_; }

  private:
    std::string wrongRun(const fs::path& run, const Said& said) const {
        const auto& network = madeExperiment().network;
        const std::int64_t checkpoint = said.of("checkpoint");
        if (!fs::exists(run / "config.json")) {
            if (said.of("config") >= 0)
                return "config.json is not there";
            RunDirectory::requireFree(run);
        } else {
            if (const std::string wrong = wrongWithRun(run, network.input.size(), network.classes);
                !wrong.empty())
                return wrong;
            const std::vector<std::int64_t> steps = RunDirectory::open(run).checkpoints();
            if (checkpoint >= 0 && (steps.empty() || steps.back() < checkpoint))
                return "the checkpoint of step " + std::to_string(checkpoint) + " is not there";
            std::vector<std::int64_t> rows;
            for (const MetricsRecord& record : RunDirectory::open(run).metrics())
                rows.push_back(record.step);
            if (upTo(rows, checkpoint) != upTo(wholeSteps_, checkpoint))
                return "rows before the checkpoint of step " + std::to_string(checkpoint) + " are not there";
            const std::int64_t last = std::max(checkpoint, said.of("timeline"));
            if (upTo(timelineSteps(run), last) != upTo(wholeSteps_, last))
                return "moments before step " + std::to_string(last) + " are not there";
        }
        Session session(run);
        session.trainToTheEnd();
        session.recorder->flush();
        if (session.checksum() != checksum_)
            return "it goes on to other weights";
        session.recorder.reset();
        return unlike(run, root_ / "whole");
    }

    static std::string wrongSweep(const fs::path& image, const Said& said) {
        const fs::path path = image / "sweep";
        if (!fs::exists(path / "sweep.json")) {
            if (said.of("sweep") >= 0)
                return "sweep.json is not there";
        } else {
            const SweepDirectory sweep = SweepDirectory::open(path);
            const SweepResult result = sweep.readResult();
            for (std::int64_t seed = 0; seed <= said.of("report"); ++seed)
                if (result.cells[0].runs[static_cast<std::size_t>(seed)].status != SweepRun::Status::Finished)
                    return "the report of seed " + std::to_string(seed) + " is not there";
            const auto finished = [](const fs::path& table) -> std::size_t {
                if (!fs::exists(table))
                    return 0;
                return readJson(table).at("cells").at(0).at("test_error").at("seeds").size();
            };
            if (static_cast<std::int64_t>(finished(path / "table.json")) < said.of("tables"))
                return "table.json is not there as it was said to be";
        }
        SweepDirectory::create(path, smallSweep()); // goes on with it
        return "";
    }

    static std::string wrongSet(const fs::path& image, const Said& said) {
        const fs::path set = image / "set";
        if (!fs::exists(set))
            return said.of("set") >= 0 ? "the set is not there" : "";
        return fileText(set / "images") == noise(20'000).toStdString() &&
                       fileText(set / "labels") == noise(500).toStdString()
                   ? ""
                   : "the set has not the contents it must have";
    }

    Kind figures() {
        runner_.train("drawn");
        const auto command = [](const fs::path& out) {
            return std::vector<std::string>{DMOE_PATH,  "figures", "drawn",     "--out", out.string(),
                                            "--format", "csv,svg", "--threads", "1"};
        };
        runProcess(command(root_ / "figures"), root_);
        const auto draw = [this, command](const fs::path& folder, const Environment& environment) {
            return runProcess(command(folder / "figures"), root_, environment);
        };
        const auto wrong = [this](const fs::path& image, const Said& said) -> std::string {
            const fs::path drawn = image / "figures", whole = root_ / "figures";
            for (const std::string& name : filesIn(whole))
                if (fs::exists(drawn / name) ? fileText(drawn / name) != fileText(whole / name)
                                             : said.of("all") >= 0)
                    return name + " is not there, or not whole";
            return "";
        };
        return {"figures", {}, draw, wrong};
    }

    DmoeRunner runner_;
    fs::path root_;
    std::string checksum_;
    std::vector<std::int64_t> wholeSteps_;
    std::unique_ptr<HttpThread> server_;
};

struct Traced {
    fs::path before;
    std::vector<TraceRecord> records;
};

std::string nameOf(Unsynced choice) {
    return choice == Unsynced::Kept ? "kept" : choice == Unsynced::Halved ? "halved" : "dropped";
}

/// All images of that trace, each once.
void open(const Images& images, const Kind& kind, const Traced& traced, bool syncFiles, bool syncFolders,
          std::size_t stride, Tally& tally) {
    CrashModel model(traced.before);
    model.filesAreSynced = syncFiles;
    model.foldersAreSynced = syncFolders;
    Said said;
    std::set<std::pair<std::map<std::string, std::int64_t>, std::map<std::string, std::string>>> seen;
    for (std::size_t i = 0; i < traced.records.size(); ++i) {
        const TraceRecord& record = traced.records[i];
        if (record.fields[0] == "said") {
            said.add(record.bytes);
        } else {
            model.apply(record);
        }
        if (i % stride != 0 && record.fields[0] != "said" && i + 1 != traced.records.size())
            continue;
        for (const Unsynced contents : {Unsynced::Kept, Unsynced::Halved, Unsynced::Dropped})
            for (const Unsynced names : {Unsynced::Kept, Unsynced::Halved, Unsynced::Dropped}) {
                const auto image = model.image(contents, names);
                if (!seen.insert({said.lines, image}).second)
                    continue;
                const fs::path place = images.root() / "image";
                CrashModel::write(image, place);
                std::string wrong;
                try {
                    wrong = kind.wrong(place, said);
                } catch (const std::exception& error) {
                    wrong = error.what();
                }
                tally.add(kind.name + " after call " + std::to_string(i + 1) + " of " +
                              std::to_string(traced.records.size()) + " (" + record.fields[0] +
                              "), contents " + nameOf(contents) + ", names " + nameOf(names),
                          wrong);
            }
    }
}

Traced trace(Images& images, const Kind& kind) {
    const fs::path folder = images.root() / "written", before = images.root() / ("before-" + kind.name),
                   records = images.root() / "trace";
    fs::remove_all(folder);
    fs::remove(records);
    fs::create_directory(folder);
    if (kind.prepare)
        kind.prepare(folder);
    fs::copy(folder, before, fs::copy_options::recursive);
    Environment environment = withFaultLibrary(folder);
    environment[faultTrace] = records.string();
    const Ended ended = kind.write(folder, environment);
    if (ended.code != 0)
        std::fprintf(stderr, "%s could not be written: %s\n", kind.name.c_str(), ended.err.c_str());
    Traced traced{before, readTrace(records)};
    traced.records.push_back({{"said"}, "all\n"});
    for (TraceRecord& record : traced.records) // as if it had been written where the image begins
        for (std::string& field : record.fields)
            if (field.starts_with(folder.string()))
                field.replace(0, folder.string().size(), before.string());
    return traced;
}

} // namespace

int main(int argc, char** argv) {
    const QCoreApplication application(argc, argv);
    if (argc >= 4 && std::string(argv[1]) == "--write")
        return write(argv[2], argv[3], argc > 4 ? argv[4] : "");
    const bool all = argc > 1 && std::string(argv[1]) == "all";
    Images images;
    Tally::printHead();
    bool good = true;
    for (const Kind& kind : images.kinds()) {
        const Traced traced = trace(images, kind);
        Tally tally("crash images: " + kind.name), unsynced("files are not synced: " + kind.name),
            unnamed("folders are not synced: " + kind.name);
        open(images, kind, traced, true, true, all ? 1 : 7, tally);
        open(images, kind, traced, false, true, all ? 1 : 31, unsynced);
        open(images, kind, traced, true, false, all ? 1 : 31, unnamed);
        good = tally.print() && good;
        good = unsynced.printControl() && good;
        good = unnamed.printControl() && good;
    }
    return good ? 0 : 1;
}
