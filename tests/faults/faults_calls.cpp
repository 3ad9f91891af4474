// SPDX-License-Identifier: GPL-3.0-or-later
// faults_calls [all]: a program that writes is run again and again, each time with another of its calls
// failing. It must succeed nevertheless, or end with one sentence that says what could not be done and where;
// afterwards what has its final name is whole, and what was begun can be gone on with to the same end.
// Without "all" it is one save, and of the other works a few calls.
#include "app/data_download.h"
#include "model/base/json.h"
#include "tests/app/dmoe_runner.h"
#include "tests/app/hash_of.h"
#include "tests/faults/http_thread.h"
#include "tests/faults/process.h"
#include "tests/faults/run_checks.h"
#include "tests/faults/tally.h"

#include <QCoreApplication>

#include <functional>

using namespace expertscope;
using namespace expertscope::testing;
namespace fs = std::filesystem;

namespace {

constexpr int inputs = 100, classes = 10; // of DmoeRunner's images, with the room that they are moved in

/// What is run, what must have been there before, and how its folder must look afterwards.
struct Work {
    std::string name;
    std::function<void(const fs::path& place)> prepare;
    std::function<std::vector<std::string>(const fs::path& place)> command;
    /// What is wrong once it has ended well; empty where nothing is.
    std::function<std::string(const fs::path& place, const Ended& ended)> whole;
    /// What is wrong once it has failed, also with going on with it when nothing fails any more.
    std::function<std::string(const fs::path& place)> afterFailure;
    std::uint64_t stride = 1; ///< in the short form, from one call to the next
    std::string counted{};    ///< in which folder of the place calls are counted; empty is the place
};

struct Fault {
    std::string error, howOften, kinds;
};

std::string lastLine(const std::string& text) {
    const std::size_t end = text.find_last_not_of('\n');
    if (end == std::string::npos)
        return "";
    const std::size_t begin = text.rfind('\n', end);
    return text.substr(begin == std::string::npos ? 0 : begin + 1,
                       end - (begin == std::string::npos ? 0 : begin + 1) + 1);
}

/// What is wrong with how a program has ended that met a fault; empty where nothing is.
std::string wrongEnd(const Ended& ended, const Fault& fault, const fs::path& place) {
    if (ended.hung)
        return "it did not end";
    if (ended.signal != 0)
        return "signal " + std::to_string(ended.signal) + " ended it";
    if (ended.code == 0)
        return "";
    if (fault.error == "EINTR" || fault.error == "short")
        return "a call that was only interrupted was taken for a failure: " + lastLine(ended.err);
    const std::string sentence = lastLine(ended.err), all = ended.err + ended.out;
    for (const char* forbidden : {"unforeseen", "Unknown error", "Unspecified error", "filesystem error",
                                  "std::", "basic_", "xception"})
        if (all.find(forbidden) != std::string::npos)
            return "it says \"" + sentence + "\"";
    if (!sentence.starts_with("dmoe: ") || !sentence.ends_with("."))
        return "no sentence: \"" + sentence + "\"";
    const char* const reason = fault.error == "ENOSPC"  ? "No space left on device"
                               : fault.error == "EINTR" ? "Interrupted system call"
                                                        : "Input/output error";
    if (all.find(place.string()) == std::string::npos || all.find(reason) == std::string::npos)
        return "it does not say what or where: \"" + sentence + "\"";
    return "";
}

class Laboratory {
  public:
    Laboratory() : root_(runner_.path("").toStdString()) {
        QFile config(runner_.path("sweep.json"));
        config.open(QIODevice::WriteOnly);
        config.write(R"({ "preset": "mnist-4x100-4x20",
  "set": { "data.jitter": 1, "training.minibatch": 25, "training.epochs": [1, 1],
           "network.layers.0.experts": 2, "network.layers.0.hidden": 4, "network.layers.0.gate_hidden": 3,
           "network.layers.1.experts": 2, "network.layers.1.hidden": 4, "network.layers.1.gate_hidden": 3 },
  "rows": [ { "name": "one", "cells": [ { "column": "DMoE" } ] },
            { "name": "two", "cells": [ { "column": "DMoE", "set": { "network.output": "mixture" } } ] } ] })");
        config.close();
        const Ended whole = runProcess(train("whole"), root_);
        checksum_ = checksumIn(whole);
        if (checksum_.empty())
            std::fprintf(stderr, "The undisturbed run failed: %s\n", whole.err.c_str());
        runProcess(train("begun", {"--stop-after", "30"}), root_);
        runProcess(figures(root_ / "whole", "figures"), root_);
        runProcess(sweep("sweep"), root_);
    }

    std::vector<Work> works() {
        return {saving(), training(), resuming(), drawing(), sweeping(), fetching()};
    }
    const fs::path& root() const { return root_; }

    /// The command with that call failing; wrong is what is wrong then. False where no call was the Nth.
    bool run(const Work& work, const Fault& fault, std::uint64_t n, std::string& name, std::string& wrong) {
        const fs::path place = root_ / ("place-" + std::to_string(++number_));
        fs::create_directory(place);
        if (work.prepare)
            work.prepare(place);
        const FaultCounter counter(root_ / ("counter-" + std::to_string(number_)));
        Environment environment = withFaultLibrary(work.counted.empty() ? place : place / work.counted);
        environment[faultCounter] = (root_ / ("counter-" + std::to_string(number_))).string();
        environment[faultAt] = std::to_string(n);
        environment[faultError] = fault.error;
        environment[faultHowOften] = fault.howOften;
        environment[faultKinds] = fault.kinds;
        const Ended ended = runProcess(work.command(place), root_, environment);
        const bool fired = counter->fired > 0;
        name = work.name + ", " + fault.error + " " + fault.howOften + " at call " + std::to_string(n) +
               " (" + counter->where.data() + ")";
        wrong = wrongEnd(ended, fault, place);
        if (wrong.empty() && ended.code == 0)
            wrong = work.whole(place, ended);
        else if (wrong.empty())
            wrong = work.afterFailure(place);
        if (wrong.empty() && !counter->unlinkFailed)
            wrong = leftovers(place);
        fs::remove_all(place);
        return fired;
    }

  private:
    std::vector<std::string> train(const std::string& out, const std::vector<std::string>& more = {}) const {
        std::vector<std::string> command{DMOE_PATH, "train", "--config", "small.json", "--data", "images",
                                         "--out",   out,     "--json",   "--threads",  "1"};
        command.insert(command.end(), more.begin(), more.end());
        return command;
    }
    static std::vector<std::string> resume(const fs::path& run) {
        return {DMOE_PATH, "train", "--resume", run.string(), "--json", "--threads", "1"};
    }
    static std::vector<std::string> figures(const fs::path& run, const std::string& out) {
        return {DMOE_PATH,  "figures", run.string(), "--out", out,
                "--format", "csv,svg", "--threads",  "1",     "--json"};
    }
    std::vector<std::string> sweep(const std::string& out) const {
        return {DMOE_PATH, "sweep",  "sweep.json", "--data",  "images", "--out",
                out,       "--jobs", "1",          "--seeds", "1",      "--json"};
    }
    static std::string checksumIn(const Ended& ended) {
        const std::optional<Json> json = jsonIn(ended.out);
        return json && json->contains("checksum") ? json->at("checksum").get<std::string>() : std::string();
    }

    /// When nothing fails any more. A claim that could not be removed, and does not say whose it is, is
    /// waited for.
    Ended later(const std::vector<std::string>& command) const {
        return runProcess(command, root_, {{"EXPERTSCOPE_HEARTBEAT", "0.05"}});
    }
    std::string wholeRun(const fs::path& run, const Ended& ended) const {
        if (checksumIn(ended) != checksum_)
            return "it ends with other weights than an undisturbed run: " + lastLine(ended.err);
        const std::string wrong = wrongWithRun(run, inputs, classes);
        return wrong.empty() ? unlike(run, root_ / "whole") : wrong;
    }
    /// Where it had not begun, its place is free for another one.
    std::string goOn(const fs::path& run) const {
        if (!fs::exists(run / "config.json"))
            return wholeRun(run, later(train(run.string())));
        if (const std::string wrong = wrongWithRun(run, inputs, classes); !wrong.empty())
            return wrong;
        return wholeRun(run, later(resume(run)));
    }

    Work training() const {
        return {"train",
                {},
                [this](const fs::path& place) { return train((place / "run").string()); },
                [this](const fs::path& place, const Ended& ended) { return wholeRun(place / "run", ended); },
                [this](const fs::path& place) { return goOn(place / "run"); },
                61};
    }
    Work resuming() const {
        Work work = training();
        work.name = "resume";
        work.prepare = [this](const fs::path& place) {
            fs::copy(root_ / "begun", place / "run", fs::copy_options::recursive);
        };
        work.command = [](const fs::path& place) { return resume(place / "run"); };
        return work;
    }
    /// A single checkpoint.
    Work saving() const {
        Work work = resuming();
        work.name = "save";
        work.command = [](const fs::path& place) {
            std::vector<std::string> command = resume(place / "run");
            command.insert(command.end(), {"--stop-after", "31"});
            return command;
        };
        work.whole = [this](const fs::path& place, const Ended&) {
            const std::string wrong = wrongWithRun(place / "run", inputs, classes);
            if (wrong.empty() && RunDirectory::open(place / "run").checkpoints().back() != 31)
                return std::string("what it saved is not there");
            return wrong.empty() ? goOn(place / "run") : wrong;
        };
        work.stride = 1;
        work.counted = "run/checkpoints";
        return work;
    }

    /// What the files are to be, by their names.
    static std::string unlikeFiles(const fs::path& found, const fs::path& expected, bool all) {
        if (!all && !fs::exists(found))
            return "";
        std::vector<std::string> names = filesIn(found);
        std::erase_if(names,
                      [](const std::string& name) { return name.ends_with(".part"); }); // see leftovers
        if (all && names != filesIn(expected))
            return "there are other files than expected in " + found.string();
        for (const std::string& name : names)
            if (!fs::is_directory(found / name) && fileText(found / name) != fileText(expected / name))
                return name + " has not the contents it must have";
        return "";
    }
    Work drawing() const {
        const auto whole = [this](const fs::path& place, const Ended&) {
            return unlikeFiles(place / "drawn", root_ / "figures", true);
        };
        return {
            "figures",
            {},
            [this](const fs::path& place) { return figures(root_ / "whole", (place / "drawn").string()); },
            whole,
            [this, whole](const fs::path& place) {
                if (const std::string wrong = unlikeFiles(place / "drawn", root_ / "figures", false);
                    !wrong.empty())
                    return wrong;
                return whole(place, runProcess(figures(root_ / "whole", (place / "drawn").string()), root_));
            },
            13};
    }

    Work sweeping() const {
        const auto whole = [this](const fs::path& place, const Ended& ended) -> std::string {
            if (ended.code != 0)
                return "it does not go on: " + lastLine(ended.err);
            for (const char* table : {"table.md", "table.csv", "table.tex"})
                if (fileText(place / "sweep" / table) != fileText(root_ / "sweep" / table))
                    return std::string(table) + " is not an undisturbed sweep's";
            for (const char* cell : {"one-DMoE", "two-DMoE"}) {
                const fs::path run = fs::path("sweep") / cell / "seed-0";
                if (const std::string wrong = wrongWithRun(place / run, inputs, classes); !wrong.empty())
                    return wrong;
                if (const std::string wrong = unlike(place / run, root_ / run); !wrong.empty())
                    return wrong;
            }
            return "";
        };
        return {"sweep",
                {},
                [this](const fs::path& place) { return sweep((place / "sweep").string()); },
                whole,
                [this, whole](const fs::path& place) {
                    return whole(place, later(sweep((place / "sweep").string())));
                },
                97};
    }

    Work fetching() {
        if (!server_)
            server_ = std::make_unique<HttpThread>(
                QHash<QString, QByteArray>{{"/set/images", noise(200'000)}, {"/set/labels", noise(5000)}});
        const auto set = [](const fs::path& place) -> std::string {
            return fileText(place / "set" / "images") == noise(200'000).toStdString() &&
                           fileText(place / "set" / "labels") == noise(5000).toStdString()
                       ? ""
                       : "the set has not the contents it must have";
        };
        const auto whole = [set](const fs::path& place, const Ended& ended) {
            return ended.code == 0 ? set(place) : "it does not go on: " + lastLine(ended.err);
        };
        const auto command = [this](const fs::path& place) {
            return std::vector<std::string>{"/proc/self/exe", "--fetch", server_->address(),
                                            (place / "set").string()};
        };
        return {"fetch",
                {},
                command,
                whole,
                [this, set, whole, command](const fs::path& place) {
                    // It may have its name, where only the folder around it could not be synced.
                    const std::string wrong = fs::exists(place / "set") ? set(place) : std::string();
                    return wrong.empty() ? whole(place, later(command(place))) : wrong;
                },
                7};
    }

    DmoeRunner runner_;
    fs::path root_;
    std::string checksum_;
    std::unique_ptr<HttpThread> server_;
    std::atomic<int> number_{0};
};

/// As dmoe data fetch does it, with another set than the published one.
int fetch(int argc, char** argv) {
    QCoreApplication application(argc, argv);
    DataDownload download(
        {{"images", hashOf(noise(200'000)), 200'000}, {"labels", hashOf(noise(5000)), 5000}},
        QUrl(QString::fromUtf8(argv[2])), argv[3]);
    QObject::connect(&download, &DataDownload::failed, [](const QString& sentence) {
        std::fprintf(stderr, "dmoe: %s\n", qPrintable(sentence));
        QCoreApplication::exit(1);
    });
    QObject::connect(&download, &DataDownload::finished, [] { QCoreApplication::exit(0); });
    download.start();
    return QCoreApplication::exec();
}

constexpr const char* everyKind =
    "open,openfolder,write,sync,syncfolder,rename,mkdir,link,truncate,close,unlink";

constexpr const char* interruptible = "open,write,sync,syncfolder,truncate";

void tryOne(Laboratory& laboratory, const Work& work, const Fault& fault, Tally& tally) {
    std::string name, wrong;
    if (laboratory.run(work, fault, 1, name, wrong))
        tally.add(name, wrong);
}

/// Every Nth call until none is the Nth, or each stride-th of them.
void tryAll(Laboratory& laboratory, const Work& work, const Fault& fault, std::uint64_t stride,
            Tally& tally) {
    std::string name, wrong;
    for (std::uint64_t n = 1; laboratory.run(work, fault, n, name, wrong); n += stride)
        tally.add(name, wrong);
}

} // namespace

int main(int argc, char** argv) {
    if (argc == 4 && std::string(argv[1]) == "--fetch")
        return fetch(argc, argv);
    const bool all = argc > 1 && std::string(argv[1]) == "all";
    const std::string only = argc > 2 ? argv[2] : "";
    const QCoreApplication application(argc, argv);
    Laboratory laboratory;
    Tally::printHead();
    bool good = true;
    for (const Work& work : laboratory.works()) {
        if (!only.empty() && work.name != only)
            continue;
        const std::uint64_t stride = all ? 1 : work.stride;
        Tally tally("Nth call fails: " + work.name);
        const std::vector<Fault> faults{{"ENOSPC", "once", everyKind},
                                        {"EIO", "for ever", everyKind},
                                        {"EINTR", "every second", interruptible},
                                        {"short", "for ever", "write"},
                                        {"ENOSPC", "for ever", everyKind},
                                        {"EIO", "once", everyKind},
                                        {"EIO", "once", "look"},
                                        {"EINTR", "once", interruptible},
                                        {"short", "once", "write"}};
        for (std::size_t i = 0; i < (all ? faults.size() : 2); ++i)
            tryAll(laboratory, work, faults[i], stride, tally);
        for (std::size_t i = 2; !all && i < 4; ++i) // from the first call on, which is every one
            tryOne(laboratory, work, faults[i], tally);
        good = tally.print() && good;
        Tally skipped("calls that only seem to succeed: " + work.name),
            crashed("calls that crash: " + work.name);
        tryAll(laboratory, work, {"skipped", "once", "write,rename"},
               all           ? 1
               : stride < 10 ? 4
                             : 15,
               skipped);
        tryAll(laboratory, work, {"crash", "once", "write"}, all ? 1 : 97, crashed);
        good = skipped.printControl() && good;
        good = crashed.printControl() && good;
    }
    return good ? 0 : 1;
}
