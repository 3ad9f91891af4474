// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/speech/audio_file.h"

#include "model/base/error.h"
#include "model/base/plain_text.h"
#include "model/speech/audio_header.h"
#include "model/speech/resampling.h"

#include <sndfile.h>

#include <algorithm>
#include <cmath>
#include <cstring>
#include <memory>

namespace expertscope {
namespace {

namespace fs = std::filesystem;

constexpr int slowestRate = 4000, fastestRate = 768000; // samples a second

/// Bytes in memory as libsndfile reads a file.
struct MemoryFile {
    const std::string& bytes;
    sf_count_t at = 0;

    static MemoryFile& of(void* file) { return *static_cast<MemoryFile*>(file); }
    static sf_count_t size(void* file) { return static_cast<sf_count_t>(of(file).bytes.size()); }
    static sf_count_t tell(void* file) { return of(file).at; }
    static sf_count_t write(const void*, sf_count_t, void*) { return 0; }
    static sf_count_t seek(sf_count_t offset, int whence, void* file) {
        const sf_count_t base = whence == SEEK_SET ? 0 : whence == SEEK_CUR ? of(file).at : size(file);
        return of(file).at = std::clamp<sf_count_t>(base + offset, 0, size(file));
    }
    static sf_count_t read(void* out, sf_count_t count, void* file) {
        const sf_count_t there = std::min(count, size(file) - of(file).at);
        std::memcpy(out, of(file).bytes.data() + of(file).at, static_cast<std::size_t>(there));
        of(file).at += there;
        return there;
    }
};

struct Closer {
    void operator()(SNDFILE* file) const { sf_close(file); }
};

/// Block by block, because a header can promise more than there is memory. Returns how many samples a channel
/// has.
sf_count_t readAll(SNDFILE* file, int channels, std::vector<float>& samples) {
    constexpr sf_count_t block = 1 << 16;
    sf_count_t all = 0;
    for (sf_count_t read = block; read == block; all += read) {
        samples.resize(static_cast<std::size_t>((all + block) * channels));
        read = sf_readf_float(file, samples.data() + all * channels, block);
    }
    samples.resize(static_cast<std::size_t>(all * channels));
    return all;
}

/// All channels, sample after sample.
std::vector<float> decode(const std::string& bytes, const fs::path& path, SF_INFO& info) {
    SF_VIRTUAL_IO access{MemoryFile::size, MemoryFile::seek, MemoryFile::read, MemoryFile::write,
                         MemoryFile::tell};
    MemoryFile memory{bytes};
    const std::unique_ptr<SNDFILE, Closer> file(sf_open_virtual(&access, SFM_READ, &info, &memory));
    if (!file || info.channels < 1 || info.samplerate < 1)
        throw FileError(path.string() + " cannot be read as audio (" + sf_strerror(file.get()) +
                        "); WAV, FLAC and NIST SPHERE are understood.");
    if (info.samplerate < slowestRate || info.samplerate > fastestRate)
        throw FileError(
            path.string() + " has " + std::to_string(info.samplerate) +
            " samples a second by its header, which no recording of speech has; make the file again.");
    std::vector<float> samples;
    const sf_count_t read = readAll(file.get(), info.channels, samples);
    if (read < info.frames && info.frames != SF_COUNT_MAX) // which is how a length that nobody knows is told
        throw FileError(path.string() + " at byte " + std::to_string(bytes.size()) +
                        ": the sound ends after " + std::to_string(read) +
                        " samples, but the file's header promises " + std::to_string(info.frames) +
                        "; copy it again.");
    return samples;
}

std::vector<float> averageOfChannels(const std::vector<float>& samples, int channels) {
    std::vector<float> mean(samples.size() / channels);
    for (std::size_t i = 0; i < mean.size(); ++i) {
        float sum = 0;
        for (int c = 0; c < channels; ++c)
            sum += samples[i * channels + c];
        mean[i] = sum / static_cast<float>(channels);
    }
    return mean;
}

} // namespace

bool isAudioName(const fs::path& path) {
    const std::string ending = lowerCase(path.extension().string());
    return ending == ".wav" || ending == ".flac" || ending == ".sph" || ending == ".nist";
}

Audio decodeAudio(const std::string& bytes, const fs::path& path) {
    checkAudioHeader(bytes, path);
    SF_INFO info{};
    Audio audio{decode(bytes, path, info), info.samplerate};
    const auto strange = std::find_if_not(audio.samples.begin(), audio.samples.end(),
                                          [](float v) { return std::isfinite(v); });
    if (strange != audio.samples.end())
        throw FileError(path.string() + ": sample " +
                        std::to_string((strange - audio.samples.begin()) / info.channels) +
                        " is no finite number; make the file again.");
    if (info.channels > 1)
        audio.samples = averageOfChannels(audio.samples, info.channels);
    if (info.samplerate != speechRate)
        audio.samples = resampled(audio.samples, info.samplerate, path.string());
    return audio;
}

} // namespace expertscope
