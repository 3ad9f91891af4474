// SPDX-License-Identifier: GPL-3.0-or-later
// Makes the fuzzers' corpus: a few small files for each reader, by the program's own writers as far as it
// writes such files. A change of what it makes is a change of a format.
#include "model/base/claim_owner.h"
#include "model/base/worker_pool.h"
#include "model/run/checkpoint.h"
#include "model/run/event_log.h"
#include "model/run/metrics_log.h"
#include "model/run/presets.h"
#include "model/run/safetensors.h"
#include "model/run/timeline_file.h"
#include "model/speech/log_mel.h"
#include "model/sweep/sweep_directory.h"
#include "model/training/training_data.h"
#include "model/training/training_loop.h"
#include "tests/fuzz/fuzzing.h"
#include "tests/fuzz/gzip_bytes.h"
#include "tests/fuzz/small_run.h"

#include <cmath>
#include <cstdio>
#include <fstream>
#include <limits>
#include <sndfile.h>
#include <sstream>

namespace expertscope::fuzzing {
namespace {

namespace fs = std::filesystem;

class CorpusMaker {
  public:
    explicit CorpusMaker(fs::path folder) : folder_(std::move(folder)) {}

    void make() const {
        configurations();
        runs();
        spoken();
        sweeps();
        images();
        sounds();
        labels();
    }

  private:
    void add(const std::string& reader, const std::string& name, const std::string& bytes) const {
        fs::create_directories(folder_ / reader);
        std::ofstream(folder_ / reader / name, std::ios::binary) << bytes;
    }

    /// What a writer makes of a file.
    template <class Write> std::string written(Write&& write) const {
        const fs::path path = scratch_.path() / "file";
        write(path);
        std::ostringstream text;
        text << std::ifstream(path, std::ios::binary).rdbuf();
        fs::remove(path);
        return text.str();
    }

    void configurations() const {
        add("json", "values.json",
            R"({"a": [1, -2.5e3, true, null, "\u00e9\n"], "b": {"c": 18446744073709551615}})");
        add("json", "nested.json", std::string(20, '[') + std::string(20, ']'));
        add("config", "small.json", jsonText(toJson(smallConfig()), 2));
        RunConfig other = presets().back().config;
        other.preset = presets().back().name;
        other.training.optimizer = Optimizer::Adam;
        other.data.path = "/data";
        add("config", "preset.json", jsonText(toJson(other)));
        add("settings", "typed",
            "training.margin=null\nnetwork.layers.0.hidden=[9,8]\ndata.path=a b\ntraining.constraint=off\n7");
        add("claim", "owner.json",
            toText({{"dmoe", "node7", "boot", "pid:[4026531836]", 4711, "123456"},
                    "2026-11-28 18:40:12 UTC",
                    "token",
                    10,
                    99}));
    }

    static std::shared_ptr<const TrainingData> trainingData() {
        const Dataset data = *smallExamples().data;
        return std::make_shared<const TrainingData>(
            makeTrainingData({data, data, "small", "0123"}, smallConfig().data.jitter, 0, 0));
    }

    /// As versions before the hash wrote it.
    static std::string withoutHash(std::string file) {
        const std::size_t at = file.find(R"("sha256":")"), length = 76; // with its digits and quotes
        const bool last = file[at - 1] == ',';
        return file.replace(last ? at - 1 : at, length, length, ' '); // blanks change nothing
    }

    void runs() const {
        SafetensorsFile file;
        file.metadata = {{"a", "b"}};
        file.tensors = {Tensor::of("matrix", Matrix<float>(Matrix<float>::Constant(2, 3, 0.5f))),
                        Tensor::of("doubles", std::vector<double>{1, 2}),
                        Tensor::of("whole", std::vector<std::int32_t>{1, 2, 3, 4}, {2, 2})};
        addBoth("safetensors", written([&](const fs::path& path) { writeSafetensors(path, file); }));

        WorkerPool pool(1);
        TrainingLoop loop({smallNetwork(), smallConfig().training, 0, trainingData()}, pool);
        std::vector<TrainingSnapshot> moments{loop.snapshot()};
        while (loop.trainer().currentStep() < 4)
            loop.step();
        moments.push_back(loop.snapshot());
        for (TrainingSnapshot& moment : moments)
            moment.examplesPerSecond = 100;
        addBoth("checkpoint", written([&](const fs::path& path) {
                    writeCheckpoint(path, loop.trainer().state(), loop.trainer().network().blocks());
                }));
        const std::string timeline = written([&](const fs::path& path) { writeTimeline(path, moments); });
        addBoth("timeline", timeline);
        const std::string metrics = written([&](const fs::path& path) {
            MetricsLog log(path, {2, 3});
            for (MetricsRecord record : loop.history()) {
                record.examplesPerSecond = 100;
                log.append(record);
            }
        });
        add("metrics", "metrics.csv", metrics);
        add("events", "events.jsonl", events());
        Json config = toJson(smallConfig());
        config["program"] = {{"name", "Expertscope"}, {"version", "0.1.0"}};
        config["machine"] = {{"processor", "a"}, {"arithmetic", "b"}};
        add("run_folder", "run", joined({jsonText(config), metrics, events(), timeline}));
    }

    void addBoth(const std::string& reader, const std::string& file) const {
        add(reader, "hashed.safetensors", file);
        add(reader, "unhashed.safetensors", withoutHash(file));
    }

    static std::string events() {
        using Kind = TrainingEvent::Kind;
        constexpr double infinite = std::numeric_limits<double>::infinity();
        const std::string margin = "training.margin";
        std::string lines;
        for (const TrainingEvent& event :
             {TrainingEvent{Kind::Start, 0, "", 0, ""}, TrainingEvent{Kind::Change, 2, margin, 50, "", 0},
              TrainingEvent{Kind::Change, 3, margin, infinite, ""},
              TrainingEvent{Kind::Error, 4, "", 0, "A sentence."}})
            lines += eventLine(event) + "\n";
        return lines;
    }

    void spoken() const {
        constexpr int frames = 6;
        SafetensorsFile file;
        file.metadata = {{"key", "1 1 1"},
                         {"made_by", "nobody 1.0"},
                         {"utterances", R"([["ann","1",false],["bob","2",true]])"},
                         {"labels", R"({"AA":0,"S":1})"}};
        std::vector<float> values;
        for (int i = 0; i < 2 * frames * melBands; ++i)
            values.push_back(static_cast<float>(i % 7));
        file.tensors = {Tensor::of("frames", values, {std::int64_t{2} * frames, melBands}),
                        Tensor::of("lengths", std::vector<std::int32_t>{frames, 2, frames, 2}, {2, 2}),
                        Tensor::of("labels", std::vector<std::int32_t>{0, 1, 1, 0}, {4}),
                        Tensor::of("times", std::vector<double>{0, 0.03, 0.03, 0.07, 0, 0.03, 0.03, 0.07})};
        addBoth("synthetic_speech", written([&](const fs::path& path) { writeSafetensors(path, file); }));
    }

    void sweeps() const {
        add("sweep", "sweep.json",
            R"({"description": "a", "seeds": [0, 3], "preset": ")" + presets().front().name +
                R"(", "set": {"data.jitter": 0},
 "rows": [{"name": "a", "cells": [
  {"column": "x"},
  {"column": "y", "set": {"network.layers.0.experts": 2}, "match": "x", "published": {"test_error": 0.1}}]}],
 "plots": [{"name": "p", "x": "training.margin", "x_label": "m", "y": ["test_error"], "rows": ["a"]}],
 "figures_of": ["a"]})");
        Sweep sweep;
        sweep.name = "s";
        sweep.seeds = {0, 1};
        sweep.cells.push_back({"a", "x", smallConfig(), {0.1, {}}, ""});
        sweep.plots.push_back({"p", "training.margin", "m", {"test_error"}, {}, {}});
        const char* const report =
            R"({"test_error": 0.014, "train_error": 0.009, "validation_error": null, "parameters": 1000,
 "factorisation": {"I1T": 0.25, "I1C": null, "I2C": 0.5, "I2T": 0.1, "score": 0.3}, "checksum": "0123"})";
        add("sweep_folder", "two-seeds",
            joined({jsonText(toJson(sweep)), report, R"({"failed": "The loss is not finite."})"}));
    }

    static std::string idx(int type, const std::vector<unsigned>& dimensions, std::size_t bytes) {
        std::string file{'\0', '\0', static_cast<char>(type), static_cast<char>(dimensions.size())};
        for (const unsigned dimension : dimensions)
            for (const unsigned shift : {24u, 16u, 8u, 0u})
                file += static_cast<char>(dimension >> shift);
        for (std::size_t i = 0; i < bytes; ++i)
            file += static_cast<char>(type == 8 ? 11 * i % 3 : 0x3f);
        return file;
    }

    void images() const {
        const std::string pictures = idx(8, {4, 3, 2}, 24), labels = idx(8, {4}, 4);
        for (const char* reader : {"idx", "content_hash"}) {
            add(reader, "images", pictures);
            add(reader, "labels.gz", deflated(labels));
            add(reader, "floats.gz", deflated(idx(0x0d, {2, 2, 3, 3}, 144)));
            add(reader, "rows", idx(8, {3, 1}, 3));
        }
        add("image_set", "plain", joined({pictures, labels, pictures, labels, "zero\none\ntwo\n"}));
        add("image_set", "packed", joined({deflated(pictures), labels, pictures, deflated(labels), ""}));
        add("cifar10", "records", joined({"\1a", "\2b", "\3c", "\4d", "\5e", "\6f"}));
        const std::string first(1, '\0');
        add("class_names", "lines", first + "zero\none\ntwo\n");
        add("class_names", "numbered", first + "0: zero\n1: one\n2 - two\n");
        add("class_names", "mapping",
            "\1"
            "0 48\n1 65 97\n2 20320\n");
        add("class_names", "classmap",
            "\2"
            "index,codepoint,char\n0,U+304A,a\n1,12354,b\n");
        add("foreign_format", "zip", "PK\3\4abcdefgh");
        add("foreign_format", "npz", "mnist.npz");
        add("data_places", "mnist",
            "train-images-idx3-ubyte\ntrain-labels-idx1-ubyte.gz\nt10k-images-idx3-ubyte\n"
            "t10k-labels.idx1-ubyte\n");
        add("data_places", "several",
            "a/data_batch_1.bin\nraw/train/images.gz\ntest_batch.bin\nann/1.wav\nann/1.phn\nx.npz\n");
        add("plain_text", "utf8", "a\xc3\xa9\xe4\xbd\xa0\xf0\x9f\x98\x80");
        add("plain_text", "latin1", "caf\xe9");
        add("plain_text", "utf16le", {'\xff', '\xfe', 'a', '\0', '\x3d', '\xd8', '\0', '\xde'});
        add("plain_text", "utf16be", {'\xfe', '\xff', '\0', 'a', '\xd8', '\x3d', '\xde', '\0'});
    }

    std::string sound(int format, int rate, int channels, int frames) const {
        return written([&](const fs::path& path) {
            SF_INFO info{};
            info.samplerate = rate;
            info.channels = channels;
            info.format = format;
            std::vector<float> samples;
            for (int i = 0; i < frames * channels; ++i)
                samples.push_back(static_cast<float>(0.3 * std::sin(0.1 * i * (1 + i * 0.0005))));
            SNDFILE* const file = sf_open(path.c_str(), SFM_WRITE, &info);
            if (!file || sf_writef_float(file, samples.data(), frames) != frames)
                throw Error("libsndfile cannot write one of the sounds.");
            sf_close(file);
        });
    }

    void sounds() const {
        add("audio", "pcm16.wav", sound(SF_FORMAT_WAV | SF_FORMAT_PCM_16, 16000, 1, 500));
        add("audio", "float-stereo.wav", sound(SF_FORMAT_WAV | SF_FORMAT_FLOAT, 44100, 2, 150));
        add("audio", "lossless.flac", sound(SF_FORMAT_FLAC | SF_FORMAT_PCM_16, 8000, 1, 300));
        add("audio", "sphere.sph", sound(SF_FORMAT_NIST | SF_FORMAT_PCM_16, 16000, 1, 300));
        add("audio", "one-sample.wav", sound(SF_FORMAT_WAV | SF_FORMAT_PCM_16, 44100, 1, 1));
        add("resampling", "some", std::string{'\x12', '\x34', '\1', '\0'} + std::string(40, 'a'));
        add("resampling", "one", std::string{'\x44', '\xac', '\0', '\0', 'x'});
        const std::string wav = sound(SF_FORMAT_WAV | SF_FORMAT_PCM_U8, 16000, 1, 1600);
        add("corpus", "two-speakers",
            joined({wav, "0 300000 sil\n300000 600000 aa\n600000 1000000 s\n", wav, textGrid()}));
    }

    static std::string textGrid() {
        return "File type = \"ooTextFile\"\nObject class = \"TextGrid\"\n\nxmin = 0\nxmax = 0.1\n"
               "tiers? <exists>\nsize = 1\nitem []:\n item [1]:\n  class = \"IntervalTier\"\n  name = "
               "\"phones\"\n"
               "  xmin = 0\n  xmax = 0.1\n  intervals: size = 2\n  intervals [1]:\n   xmin = 0\n   xmax = "
               "0.05\n"
               "   text = \"AA1\"\n  intervals [2]:\n   xmin = 0.05\n   xmax = 0.1\n   text = \"S\"\n";
    }

    void labels() const {
        add("lab", "htk", "0 1000000 sil\n1000000 2000000 aa\n2000000 3000000 s\n");
        add("lab", "states",
            "0 500000 x^sil-aa+s=l@1[2]\n500000 1500000 x^sil-aa+s=l@1[3]\n1500000 3000000 "
            "a^aa-s+l=x@2[2]\n");
        add("lab", "hvite", "0 1000000 s2 -63.5 aa\n1000000 2000000 s3 -60.0\n2000000 3000000 s2 -50.1 s\n");
        add("lab", "audacity", "0.0\t0.1\tAA1\n\\\t100.0\t200.0\n0.1\t0.3\tS\n");
        add("lab", "xwaves", "signal a\nnfields 1\n#\n 0.1000 121 aa\n 0.3000 121 s ; *\n");
        add("phn", "timit", "0 1600 h#\n1600 3200 aa\n3200 4800 s\n");
        add("phn", "cslu", "MillisecondsPerFrame: 1.0\nEND OF HEADER\n0 100 .pau\n100 300 aa\n");
        add("text_grid", "long", textGrid());
        add("text_grid", "short",
            "File type = "
            "\"ooTextFile\"\n\"TextGrid\"\n0\n0.1\n<exists>\n2\n\"TextTier\"\n\"p\"\n0\n0.1\n1\n0.05\n\"x\"\n"
            "\"IntervalTier\"\n\"MAU\"\n0\n0.1\n1\n0\n0.1\n\"a \"\"b\"\n");
        add("aligner_csv", "table",
            "Begin,End,Label,Type,Speaker\n0.0,0.3,\"a, b\",words,ann\n0.0,0.1,AA1,phones,ann\n"
            "0.1,0.3,S,phones,ann\n");
        add("aligner_json", "table",
            R"({"tiers": {"ann - phones": {"type": "interval", "entries": [[0, 0.1, "AA1"], [0.1, 0.3, "S"]]}}})");
        add("corpus_layout", "timit",
            "TRAIN/DR1/FCJF0/SA1.WAV\nTRAIN/DR1/FCJF0/SA1.PHN\nTRAIN/DR1/FCJF0/SX37.WAV\n"
            "TRAIN/DR1/FCJF0/SX37.PHN\nTEST/DR1/MDAB0/SI1039.WAV\nTEST/DR1/MDAB0/SI1039.PHN\n");
        add("corpus_layout", "trees",
            "wav/ann/1.wav\nlab/mono/ann/1.lab\nwav48/bob/2_mic1.flac\naligned/bob_2.TextGrid\nbob/2.txt\n");
    }

    fs::path folder_;
    Folder scratch_;
};

} // namespace
} // namespace expertscope::fuzzing

int main(int count, char** arguments) {
    if (count != 2) {
        std::fprintf(stderr, "Usage: make_fuzz_corpus FOLDER\n");
        return 2;
    }
    try {
        expertscope::fuzzing::CorpusMaker(arguments[1]).make();
        return 0;
    } catch (const std::exception& error) {
        std::fprintf(stderr, "make_fuzz_corpus: %s\n", error.what());
        return 1;
    }
}
