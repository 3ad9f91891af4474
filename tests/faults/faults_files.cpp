// SPDX-License-Identifier: GPL-3.0-or-later
// faults_files: every truncation and every flipped bit of small files. What carries a hash is refused, with
// its name and the word "damaged"; packed data are refused or the same; of files for people what cannot be
// understood is said with its line, and nothing else happens.
#include "model/data/idx_reader.h"
#include "model/run/checkpoint.h"
#include "model/run/event_log.h"
#include "model/run/metrics_log.h"
#include "model/run/run_config.h"
#include "model/run/timeline_file.h"
#include "model/sweep/sweep_directory.h"
#include "tests/faults/tally.h"
#include "tests/model/data/idx_files.h"
#include "tests/model/run/run_samples.h"
#include "tests/model/sweep/sweep_samples.h"

#include <QTemporaryDir>

#include <fcntl.h>
#include <functional>
#include <unistd.h>

using namespace expertscope;
using namespace expertscope::testing;
namespace fs = std::filesystem;

namespace {

/// What a changed file may come to.
enum class Demand {
    Damaged,    ///< refused as such
    Refused,    ///< refused, however
    Same,       ///< refused, or read as what it was
    Line,       ///< refused with the line, or read
    NoAccident, ///< refused with the file's name, or read
};

struct Kind {
    std::string name;
    fs::path path;
    Demand demand;
    std::function<std::string()> read; ///< what was read, as a text, where that matters
};

/// How a reading ended: empty where all is as demanded.
std::string wrong(const Kind& kind, const std::string& whole, bool whichLines) {
    std::string said;
    try {
        const std::string found = kind.read();
        if (kind.demand == Demand::Damaged || kind.demand == Demand::Refused ||
            (kind.demand == Demand::Same && found != whole))
            return "it is read";
        return "";
    } catch (const Error& error) {
        said = error.what();
    } catch (const std::exception& error) {
        return std::string("another exception: ") + error.what();
    }
    if (said.find(kind.path.filename().string()) == std::string::npos)
        return "the file is not named: " + said;
    if (kind.demand == Demand::Damaged && said.find("damaged") == std::string::npos)
        return "it is not called damaged: " + said;
    if (kind.demand == Demand::Line && whichLines && said.find(", line ") == std::string::npos)
        return "the line is not named: " + said;
    return "";
}

void flipAll(const Kind& kind, Tally& tally) {
    const std::string whole = fileText(kind.path), read = kind.read();
    const int file = ::open(kind.path.c_str(), O_WRONLY | O_CLOEXEC);
    for (std::size_t i = 0; i < whole.size(); ++i)
        for (int bit = 0; bit < 8; ++bit) {
            const auto flipped = static_cast<char>(whole[i] ^ (1 << bit));
            bool written = ::pwrite(file, &flipped, 1, static_cast<off_t>(i)) == 1;
            tally.add("bit " + std::to_string(bit) + " of byte " + std::to_string(i),
                      wrong(kind, read, true));
            written = written && ::pwrite(file, &whole[i], 1, static_cast<off_t>(i)) == 1;
            if (!written)
                std::abort();
        }
    ::close(file);
}

void cutAll(const Kind& kind, Tally& tally) {
    const std::string whole = fileText(kind.path), read = kind.read();
    for (std::size_t length = whole.size(); length-- > 0;) {
        fs::resize_file(kind.path, length);
        tally.add("cut to " + std::to_string(length) + " bytes", wrong(kind, read, length > 0));
    }
    writeText(kind.path, whole);
}

/// As earlier versions wrote them.
void removeHash(const fs::path& path) {
    std::string text = fileText(path);
    const std::string key = "\"sha256\":\"";
    const std::size_t begin = text.find(key), digits = begin + key.size();
    const std::size_t from = text[begin - 1] == ',' ? begin - 1 : begin;
    const std::size_t to = text[begin - 1] == ',' ? digits + 65 : digits + 66;
    std::uint64_t length = 0;
    std::memcpy(&length, text.data(), sizeof length);
    length -= to - from;
    text.erase(from, to - from);
    std::memcpy(text.data(), &length, sizeof length);
    writeText(path, text);
}

/// A run as small as one can be.
Experiment smallest() {
    static const auto data = std::make_shared<const TrainingData>(makeTrainingData(
        DataPair{madeDataset(12, {2, 2, 1}, 2), madeDataset(6, {2, 2, 1}, 2), "made", "0123"}, 0, 0, 0));
    RunConfig config = madeConfig();
    config.network.layers = {layer(1, {1}, {1}), layer(2, {1}, {1})};
    NetworkDescription network = config.network;
    network.input = data->inputs();
    network.classes = data->classes();
    return {network, config.training, config.seed, data};
}

} // namespace

int main() {
    const QTemporaryDir temporary(temporaryPlace());
    const fs::path folder = temporary.path().toStdString();
    WorkerPool pool(1);
    TrainingLoop loop(smallest(), pool);
    loop.step();
    const auto& blocks = loop.trainer().network().blocks();

    std::vector<Kind> kinds;
    const auto add = [&](const char* name, const fs::path& file, Demand demand, auto read) -> Kind& {
        const fs::path path = folder / file;
        return kinds.emplace_back(Kind{name, path, demand, [path, read] { return std::string(read(path)); }});
    };
    writeCheckpoint(folder / "step-1.safetensors", loop.trainer().state(), blocks);
    writeCheckpoint(folder / "old.safetensors", loop.trainer().state(), blocks);
    removeHash(folder / "old.safetensors");
    const auto readState = [&blocks](const fs::path& path) {
        readCheckpoint(path, blocks);
        return "";
    };
    add("checkpoint", "step-1.safetensors", Demand::Damaged, readState);
    writeTimeline(folder / "epoch-00000.safetensors", {loop.snapshot()});
    add("timeline", "epoch-00000.safetensors", Demand::Damaged, [](const fs::path& path) {
        readTimeline(path);
        return "";
    });
    writeText(folder / "config.json", jsonText(toJson(madeConfig()), 2) + "\n");
    add("config.json", "config.json", Demand::NoAccident, [](const fs::path& path) {
        readConfig(path);
        return "";
    });
    {
        LineFile events(folder / "events.jsonl");
        events.append(eventLine({TrainingEvent::Kind::Start, 0, "", 0, ""}));
        events.append(eventLine({TrainingEvent::Kind::Change, 3, "training.margin", 2, "", 0}));
        events.append(eventLine({TrainingEvent::Kind::Error, 5, "", 0, "The loss is not finite."}));
        MetricsLog metrics(folder / "metrics.csv", {2});
        for (const std::int64_t step : {0, 1, 2, 12}) {
            MetricsRecord record;
            record.step = step;
            record.epoch = static_cast<double>(step) / 12;
            record.trainLoss = 0.25;
            record.load = {{0.5f, 0.5f}};
            metrics.append(record);
        }
    }
    add("events.jsonl", "events.jsonl", Demand::Line, [](const fs::path& path) {
        readEvents(path);
        return "";
    });
    add("metrics.csv", "metrics.csv", Demand::Line, [](const fs::path& path) {
        readMetrics(path);
        return "";
    });
    writeText(folder / "report.json", jsonText(reportOf(0.01, 0.02), 2) + "\n");
    add("report.json", "report.json", Demand::NoAccident, [](const fs::path& path) {
        readJson(path);
        return "";
    });
    const QByteArray images = idxHeader({3, 4, 5}) + noise(60);
    writeFile(folder / "images-idx3-ubyte", images);
    writeFile(folder / "images-idx3-ubyte.gz", gzipped(images));
    const auto readImages = [](const fs::path& path) {
        const IdxArray array = readIdx(path);
        std::string text;
        for (const auto extent : array.dimensions)
            text += std::to_string(extent) + " ";
        return text + contentSha256(path);
    };
    add("IDX", "images-idx3-ubyte", Demand::NoAccident, readImages);
    add("IDX, packed", "images-idx3-ubyte.gz", Demand::Same, readImages);

    Tally::printHead();
    bool good = true;
    for (const Kind& kind : kinds) {
        Tally flips("every flipped bit: " + kind.name), cuts("every truncation: " + kind.name);
        flipAll(kind, flips);
        cutAll(kind, cuts);
        good = flips.print() && good;
        good = cuts.print() && good;
    }

    // What is not in order is said.
    Tally order("rows in another order");
    for (const char* name : {"metrics.csv", "events.jsonl"}) {
        const auto kind =
            std::find_if(kinds.begin(), kinds.end(), [&](const Kind& k) { return k.name == name; });
        const std::string whole = fileText(kind->path);
        std::vector<std::string> lines;
        std::istringstream stream(whole);
        for (std::string line; std::getline(stream, line);)
            lines.push_back(line);
        const bool events = kind->name == "events.jsonl";
        for (std::size_t first = events ? 0 : 1; first + 1 < lines.size(); ++first) {
            std::vector<std::string> swapped = lines;
            std::swap(swapped[first], swapped[first + 1]);
            std::string text;
            for (const std::string& line : swapped)
                text += line + "\n";
            writeText(kind->path, text);
            std::string said;
            try {
                kind->read();
            } catch (const FileError& error) {
                said = error.what();
            }
            const std::string place = std::string(name) + ", line " + std::to_string(first + 2) + ":";
            order.add(std::string(name) + " from line " + std::to_string(first + 1),
                      said.find(place) == std::string::npos ? "its line is not said: \"" + said + "\"" : "");
        }
        writeText(kind->path, whole);
    }
    good = order.print() && good;

    // Without a hash most flips are not seen, and without a checksum other pictures are read.
    Tally unhashed("a checkpoint without a hash"), unpacked("pictures without a checksum");
    const fs::path old = folder / "old.safetensors", plain = folder / "images-idx3-ubyte";
    flipAll({"", old, Demand::Refused, [&] { return readState(old); }}, unhashed);
    flipAll({"", plain, Demand::Same, [&] { return readImages(plain); }}, unpacked);
    good = unhashed.printControl() && good;
    good = unpacked.printControl() && good;
    return good ? 0 : 1;
}
