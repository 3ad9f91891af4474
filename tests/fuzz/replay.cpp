// SPDX-License-Identifier: GPL-3.0-or-later
// Every reader reads the corpus once more, whole, cut and changed, without a fuzzer: any compiler can, in
// seconds.
#include "tests/fuzz/fuzzing.h"

#include <algorithm>
#include <array>
#include <csignal>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <exception>
#include <fstream>
#include <random>
#include <sstream>
#include <sys/resource.h>
#include <unistd.h>

namespace expertscope::fuzzing {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t mostCuts = 250, changes = 250; // of each file
constexpr unsigned deadline = 20;                    // seconds for one input

std::string present; // the input that is being read, in words

/// Also of a process that can do no more than write.
void sayPresent(int signal) {
    const std::string_view what = signal == SIGALRM ? "does not end: " : "ends this program: ";
    for (const std::string_view part : {what, std::string_view(present), std::string_view("\n")})
        [[maybe_unused]] const auto written = ::write(STDERR_FILENO, part.data(), part.size());
    std::signal(signal, SIG_DFL);
    std::raise(signal == SIGALRM ? SIGABRT : signal);
}

class Replay {
  public:
    explicit Replay(const Reader& reader) : reader_(reader) {}

    void file(const fs::path& path) {
        std::ostringstream text;
        text << std::ifstream(path, std::ios::binary).rdbuf();
        const std::string bytes = text.str(), name = reader_.name + "/" + path.filename().string();
        read(bytes, name);
        const std::size_t step = std::max<std::size_t>(1, bytes.size() / mostCuts);
        for (std::size_t length = 0; length < bytes.size(); length += step)
            read(bytes.substr(0, length), name + ", its first " + std::to_string(length) + " bytes");
        for (std::size_t i = 0; i < changes; ++i)
            read(changed(bytes, i), name + ", change " + std::to_string(i));
    }
    int inputs() const { return inputs_; }
    int failures() const { return failures_; }

  private:
    void read(const std::string& input, const std::string& what) {
        present = what;
        ++inputs_;
        ::alarm(deadline);
        try {
            reader_.read(input);
        } catch (const Error&) {
        } catch (const std::exception& error) {
            ++failures_;
            std::fprintf(stderr, "%s: threw what is no Error: %s\n", what.c_str(), error.what());
        }
        ::alarm(0);
    }

    /// Always the same for the same number.
    std::string changed(const std::string& bytes, std::size_t number) const {
        if (reader_.change && number % 3 == 2)
            return reader_.change(bytes, static_cast<unsigned>(number));
        std::minstd_rand random(static_cast<unsigned>(number + 1));
        const bool sealed = reader_.wrap && number % 3 == 1;
        std::string text = sealed && reader_.unwrap ? reader_.unwrap(bytes) : bytes;
        for (std::size_t left = 1 + random() % 4; left > 0 && !text.empty(); --left) {
            const std::size_t at = random() % text.size(), length = 1 + random() % 8;
            static constexpr std::array<const char*, 8> odd{
                "-1", "0", "1e308", "99999999999999999999", "null", "[", "\xff\xff\xff\xff", "\""};
            switch (random() % 5) {
            case 0:
                text[at] = static_cast<char>(text[at] ^ 1 << random() % 8);
                break;
            case 1:
                text[at] = static_cast<char>(random());
                break;
            case 2:
                text.erase(at, length);
                break;
            case 3:
                text.insert(at, text.substr(random() % text.size(), length));
                break;
            default:
                text.replace(at, random() % 3, odd[random() % odd.size()]);
            }
        }
        return sealed ? reader_.wrap(text) : text;
    }

    const Reader& reader_;
    int inputs_ = 0, failures_ = 0;
};

} // namespace
} // namespace expertscope::fuzzing

int main(int count, char** arguments) {
    using namespace expertscope::fuzzing;
    if (count < 2) {
        std::fprintf(stderr,
                     "Usage: fuzz_replay CORPUS [READER...]\nCORPUS is a folder with one for each reader.\n");
        return 2;
    }
    const std::vector<std::string> wanted(arguments + 2, arguments + count);
    for (const int signal : {SIGABRT, SIGSEGV, SIGFPE, SIGILL, SIGBUS, SIGALRM})
        std::signal(signal, sayPresent);
    int failures = 0, inputs = 0;
    std::sort(readers().begin(), readers().end(),
              [](const Reader& a, const Reader& b) { return a.name < b.name; });
    for (const Reader& reader : readers()) {
        if (!wanted.empty() && std::find(wanted.begin(), wanted.end(), reader.name) == wanted.end())
            continue;
        Replay replay(reader);
        std::error_code failure;
        std::vector<fs::path> files;
        for (const auto& entry : fs::directory_iterator(fs::path(arguments[1]) / reader.name, failure))
            files.push_back(entry.path());
        std::sort(files.begin(), files.end());
        const std::size_t before = understoodSoFar();
        for (const fs::path& file : files)
            replay.file(file);
        const std::size_t whole = understoodSoFar() - before;
        std::printf("%-18s %3zu files %6d inputs %6zu understood\n", reader.name.c_str(), files.size(),
                    replay.inputs(), whole);
        std::fflush(stdout);
        if (files.empty() || whole == 0) {
            std::fprintf(stderr, "%s: no file of its corpus is understood; make one by make_fuzz_corpus.\n",
                         reader.name.c_str());
            ++failures;
        }
        failures += replay.failures();
        inputs += replay.inputs();
    }
    std::printf("%d inputs, %d failures\n", inputs, failures);
    return failures == 0 && inputs > 0 ? 0 : 1;
}
