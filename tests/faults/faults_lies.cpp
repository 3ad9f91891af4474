// SPDX-License-Identifier: GPL-3.0-or-later
// faults_lies: files that promise more than they hold. Each is read by a process of its own that may take
// twice the file's size and a little, and is refused with a sentence: in a second, as the processor counts.
#include "model/data/idx_reader.h"
#include "model/run/checkpoint.h"
#include "model/run/event_log.h"
#include "model/run/metrics_log.h"
#include "model/run/run_config.h"
#include "model/run/safetensors.h"
#include "model/run/timeline_file.h"
#include "model/speech/audio_file.h"
#include "model/speech/label_file.h"
#include "model/sweep/sweep.h"
#include "tests/faults/tally.h"
#include "tests/model/data/idx_files.h"
#include "tests/model/run/run_files.h"
#include "tests/sanitized.h"

#include <QTemporaryDir>

#include <ctime>
#include <functional>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

using namespace expertscope;
using namespace expertscope::testing;
namespace fs = std::filesystem;

namespace {

#ifdef EXPERTSCOPE_SANITIZED
constexpr bool memoryIsLimited = false; // a sanitizer takes terabytes of addresses for itself
#else
constexpr bool memoryIsLimited = true;
#endif
constexpr double mostSeconds = 1;
// The heap grows by pieces, and a thread or a library's table may be made at the first use.
constexpr std::size_t allowance = 4 << 20;

/// Which reader a file is for.
struct Reader {
    const char* fileName;
    std::function<void(const fs::path& path)> read;
};
struct Lie {
    std::string name;
    Reader reader;
    std::string bytes;
    std::string says;         ///< a part of the sentence
    std::size_t unpacked = 0; ///< where the file is packed: what it holds
    std::size_t copies = 2;
};

std::size_t addressSpace() {
    std::size_t pages = 0;
    std::ifstream("/proc/self/statm") >> pages;
    return pages * static_cast<std::size_t>(::sysconf(_SC_PAGESIZE));
}

/// The sentence with which it is refused, or what else happened, in square brackets. limit: of memory, in
/// bytes.
std::string refusal(const Lie& lie, const fs::path& path, std::size_t limit) {
    constexpr std::size_t most = 1 << 16;
    auto* const said =
        static_cast<char*>(::mmap(nullptr, most, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0));
    const pid_t child = ::fork();
    if (child == 0) {
        const auto tell = [&](const std::string& text) { text.copy(said, most - 1); };
        const rlimit none{0, 0}; // a crash is told, and leaves no core
        ::setrlimit(RLIMIT_CORE, &none);
        const rlimit memory{addressSpace() + limit, addressSpace() + limit};
        if (memoryIsLimited)
            ::setrlimit(RLIMIT_AS, &memory);
        const rlimit time{3, 3};
        ::setrlimit(RLIMIT_CPU, &time);
        const std::clock_t begin = std::clock();
        try {
            lie.reader.read(path);
            tell("[it is read]");
        } catch (const Error& error) {
            const double seconds = static_cast<double>(std::clock() - begin) / CLOCKS_PER_SEC;
            tell(seconds > mostSeconds ? "[it took " + std::to_string(seconds) + " s]" : error.what());
        } catch (const std::bad_alloc&) {
            tell("[it wants more than " + std::to_string(limit) + " bytes]");
        } catch (const std::exception& error) {
            tell(std::string("[another exception: ") + error.what() + "]");
        }
        ::_exit(0);
    }
    int status = 0;
    ::waitpid(child, &status, 0);
    std::string text = said;
    ::munmap(said, most);
    if (WIFSIGNALED(status))
        text = "[signal " + std::to_string(WTERMSIG(status)) + "]";
    return text;
}

void check(const Lie& lie, const fs::path& folder, std::size_t limit, Tally& tally) {
    const fs::path path = folder / lie.reader.fileName;
    writeText(path, lie.bytes);
    const std::string said = refusal(lie, path, limit);
    std::string wrong;
    if (said.empty() || said[0] == '[' || said.find(lie.says) == std::string::npos)
        wrong = said;
    else if (said.find('\n') != std::string::npos || said.size() > 1000)
        wrong = "no sentence: " + said.substr(0, 200);
    tally.add(lie.name, wrong);
    fs::remove(path);
}

std::string safetensors(const std::string& header, std::size_t bytes = 0) {
    const std::uint64_t length = header.size();
    std::string text(reinterpret_cast<const char*>(&length), sizeof length);
    return text + header + std::string(bytes, '\0');
}

std::string repeated(const std::string& text, std::size_t times) {
    std::string all;
    for (std::size_t i = 0; i < times; ++i)
        all += text;
    return all;
}

std::string number32(std::uint32_t value) {
    return std::string(reinterpret_cast<const char*>(&value), sizeof value);
}

std::string wav(std::uint32_t riff, std::uint32_t data, std::uint16_t channels, std::uint32_t rate) {
    const auto number16 = [](std::uint16_t value) {
        return std::string(reinterpret_cast<const char*>(&value), sizeof value);
    };
    return "RIFF" + number32(riff) + "WAVEfmt " + number32(16) + number16(1) + number16(channels) +
           number32(rate) + number32(rate * 2 * channels) +
           number16(static_cast<std::uint16_t>(2 * channels)) + number16(16) + "data" + number32(data) +
           std::string(64, '\1');
}

const Reader tensors{"a.safetensors", [](const fs::path& p) { readSafetensors(p); }};
const Reader checkpoint{"step-1.safetensors", [](const fs::path& p) {
                            readCheckpoint(p, {ParameterBlock{"w", 0, 2, 2, {}}});
                        }};
const Reader timeline{"epoch-00000.safetensors", [](const fs::path& p) { readTimeline(p); }};
const Reader config{"config.json", [](const fs::path& p) { readConfig(p).network.validate(); }};
const Reader metrics{"metrics.csv", [](const fs::path& p) { readMetrics(p); }};
const Reader events{"events.jsonl", [](const fs::path& p) { readEvents(p); }};
const Reader idx{"images-idx3-ubyte", [](const fs::path& p) { readIdx(p); }};
const Reader packedIdx{"images-idx3-ubyte.gz", [](const fs::path& p) { readIdx(p); }};
const Reader sound{"a.wav", [](const fs::path& p) { decodeAudio(readFile(p), p); }};
const Reader labels{"a.TextGrid", [](const fs::path& p) { readLabels(readFile(p), p, 16000); }};
const Reader sweep{"sweep.json", [](const fs::path& p) { readSweep(p.string()); }};

std::vector<Lie> lies() {
    const std::string one = R"({"dtype":"F32","shape":[262144],"data_offsets":[0,1048576]})";
    std::string many = "{";
    for (int i = 0; i < 2000; ++i)
        many += "\"t" + std::to_string(i) + "\":" + one + ",";
    many.back() = '}';
    std::string named = R"({"__metadata__":{)";
    for (int i = 0; i < 20'000; ++i)
        named += (i ? ",\"k" : "\"k") + std::to_string(i) + "\":\"" + std::string(40, 'v') + "\"";
    named += "}}";
    const std::string grid =
        "File type = \"ooTextFile\"\nObject class = \"TextGrid\"\n\nxmin = 0\nxmax = 1\ntiers? "
        "<exists>\nsize = 1000000000\nitem []:\n    item [1]:\n        class = "
        "\"IntervalTier\"\n        name = \"phones\"\n        xmin = 0\n        xmax = 1\n        "
        "intervals: size = 1000000000\n";
    const std::string vast = "4294967295"; // where a product of two of them is taken, it wraps round
    const QByteArray dimensions = idxHeader({~0u, ~0u, ~0u});
    std::vector<Lie> all{
        {"2,000 tensors on top of each other", tensors, safetensors(many, 1 << 20), "damaged"},
        {"a shape whose product is 2^64", tensors,
         safetensors(R"({"a":{"dtype":"F32","shape":[)" + vast + "," + vast + ",4],\"data_offsets\":[0,4]}}",
                     4),
         "larger than the file"},
        {"a header of 2^63 bytes", tensors, number32(0) + number32(1u << 31) + "{}", "longer than the file"},
        {"1,000,000 brackets in a header", tensors, safetensors(std::string(1'000'000, '[')), "not JSON"},
        {"a tensor twice", tensors,
         safetensors(R"({"a":{"dtype":"U8","shape":[1],"data_offsets":[0,1]},)"
                     R"("a":{"dtype":"U8","shape":[1],"data_offsets":[1,2]}})",
                     2),
         ""},
        {"a checkpoint without its tensors", checkpoint,
         safetensors(R"({"__metadata__":{"format":"expertscope-checkpoint-1","state":"{}"}})"),
         "not complete"},
        {"a checkpoint's state of 1,000,000 brackets", checkpoint,
         safetensors(R"({"__metadata__":{"format":"expertscope-checkpoint-1","state":")" +
                     std::string(1'000'000, '[') + "\"}}"),
         ""},
        {"a timeline of another kind", timeline, safetensors(named), "damaged"},
        {"a top list of 2^60 entries", timeline,
         safetensors(
             R"({"__metadata__":{"format":"expertscope-timeline-2","attributes":"[]","index":)"
             R"("[{\"step\":1,\"epoch\":1,\"phase\":0,\"steps_left\":1,\"examples_per_second\":1,)"
             R"(\"examples\":1,\"layers\":[],\"factorisation\":{},\"top\":[1048576,1048576,1048576]}]"}})"),
         ""},
        {"1e9 experts", config,
         R"({"network":{"layers":[{"experts":1000000000,"hidden":10,"gate_hidden":10}]}})", "experts"},
        {"1e18 experts", config,
         R"({"network":{"layers":[{"experts":1000000000000000000,"hidden":10,"gate_hidden":10}]}})",
         "experts"},
        {"1e9 units", config,
         R"({"network":{"layers":[{"experts":2,"hidden":1000000000,"gate_hidden":10}]}})", "hidden"},
        {"a key twice", config, R"({"seed":1,"seed":2})", "seed"},
        {"200,000 objects in each other", config, repeated("{\"a\":", 200'000), ""},
        {"1e999 as a seed", config, R"({"seed":1e999})", ""},
        {"a step of 1e308", metrics,
         "step,epoch,phase,train_loss,train_error,test_loss,test_error,learning_rate,momentum,margin,"
         "examples_per_second\n1e308,0,0,,,,,,,,\n",
         "line 2"},
        {"5,000,000 empty lines of metrics", metrics, std::string(5'000'000, '\n'), "line 1"},
        {"a step of 1e308 in an event", events, "{\"step\":1e308,\"event\":\"pause\"}\n", "line 1"},
        {"1,000,000 brackets in an event", events, std::string(1'000'000, '[') + "\n", "line 1"},
        {"(2^32 - 1)^3 pixels", idx, (dimensions + noise(9)).toStdString(), ""},
        {"(2^32 - 1)^3 pixels, packed", packedIdx, gzipped(dimensions + noise(9)).toStdString(), ""},
        {"a sound that promises 4 GB", sound, wav(~0u, ~0u - 50, 1, 44100), ""},
        {"a sound of 0 channels", sound, wav(100, 64, 0, 44100), ""},
        {"a sound of 2^32 - 1 samples a second", sound, wav(100, 64, 1, ~0u), ""},
        {"labels that promise 1e9 intervals", labels, grid, ""},
        {"a sweep of 1e12 seeds", sweep,
         R"({"description":"d","preset":"mnist-4x100","seeds":1000000000000,)"
         R"("rows":[{"name":"a","cells":[{"column":"b"}]}]})",
         "seeds"},
    };
    const QByteArray bomb = gzipped(idxHeader({1, 1, 1}) + QByteArray(20 << 20, '\0'));
    all.push_back({"20 MB of zeros behind one pixel, packed", packedIdx, bomb.toStdString(), ""});
    const QByteArray promise = gzipped(idxHeader({1u << 30}) + noise(1 << 20));
    all.push_back({"1 GB promised by 1 MB, packed", packedIdx, promise.toStdString(), ""});
    // In JSON it is read, gathered (in room that doubles), and kept.
    all.push_back({"a text of 3 MB for a number", config, R"({"seed":")" + std::string(3 << 20, 'x') + "\"}",
                   "seed", 0, 4});
    return all;
}

} // namespace

int main() {
    const QTemporaryDir temporary(temporaryPlace());
    const fs::path folder = temporary.path().toStdString();
    Tally::printHead();
    Tally tally("lies");
    for (const Lie& lie : lies())
        check(lie, folder, lie.copies * std::max(lie.bytes.size(), lie.unpacked) + allowance, tally);
    bool good = tally.print();

    // A reader that believes what it is told takes what it is told to take, and one that reads to the end its
    // time.
    Tally control("readers that believe what they are told");
    const Reader believer{"a.bin", [](const fs::path& p) {
                              const std::string bytes = readFile(p);
                              std::string room(std::stoul(bytes), '\0');
                              throw FileError(p.string() + " holds less than " + std::to_string(room.size()) +
                                              ".");
                          }};
    const Reader counter{"a.bin", [](const fs::path& p) {
                             const std::uint64_t count = std::stoul(readFile(p));
                             volatile std::uint64_t sum = 0;
                             for (std::uint64_t i = 0; i < count; ++i)
                                 sum = sum + i;
                             throw FileError(p.string() + " holds less.");
                         }};
    if (memoryIsLimited)
        check({"memory", believer, "1000000000", ""}, folder, allowance, control);
    check({"time", counter, "100000000000", ""}, folder, allowance, control);
    good = control.printControl() && control.failures() == control.cases() && good;
    return good ? 0 : 1;
}
