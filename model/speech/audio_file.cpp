// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/speech/audio_file.h"

#include "model/base/error.h"
#include "model/base/memory.h"
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

/// Block by block, and one channel at once: a header can promise more than there is memory for, and a few
/// bytes of FLAC can hold an hour of silence.
class Decoding {
  public:
    Decoding(SNDFILE* file, const SF_INFO& info, const fs::path& path)
        : file_(file), channels_(info.channels), promised_(static_cast<std::size_t>(info.frames)),
          path_(path), block_(std::max(mostAtOnce / info.channels, 1)),
          part_(static_cast<std::size_t>(block_ * info.channels)) {}

    /// The average of all channels.
    std::vector<float> all() {
        for (sf_count_t read = block_; read == block_;) {
            read = sf_readf_float(file_, part_.data(), block_);
            makeRoom(samples_.size() + static_cast<std::size_t>(read));
            for (sf_count_t i = 0; i < read; ++i)
                samples_.push_back(average(part_.data() + i * channels_));
        }
        return std::move(samples_);
    }

  private:
    /// For twice as many, or for all that are promised where these are fewer.
    void makeRoom(std::size_t needed) {
        if (needed <= samples_.capacity())
            return;
        constexpr std::size_t worthAsking = 1 << 22; // the kernel is asked by reading its files
        const std::size_t room = std::max(needed, std::min(2 * samples_.capacity(), promised_));
        const auto free = static_cast<double>(room < worthAsking ? 0 : freeMemory());
        if (room >= worthAsking && static_cast<double>(room) * sizeof(float) > free)
            throw FileError(path_.string() + " has more than " + std::to_string(samples_.size()) +
                            " samples, and only " + sizeText(free) +
                            " of memory are free for more; close other programs, or cut it into parts.");
        samples_.reserve(room);
    }
    float average(const float* of) const {
        float sum = 0;
        for (int c = 0; c < channels_; ++c) {
            if (!std::isfinite(of[c]))
                throw FileError(path_.string() + ": sample " + std::to_string(samples_.size()) +
                                " is no finite number; make the file again.");
            sum += of[c];
        }
        return sum / static_cast<float>(channels_);
    }

    static constexpr int mostAtOnce = 1 << 14; // samples of all channels
    SNDFILE* file_;
    int channels_;
    std::size_t promised_; ///< by the header, of each channel
    const fs::path& path_;
    sf_count_t block_; ///< of each channel
    std::vector<float> part_, samples_;
};

/// One channel at the file's rate.
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
    std::vector<float> samples = Decoding(file.get(), info, path).all();
    const auto read = static_cast<sf_count_t>(samples.size());
    if (read < info.frames && info.frames != SF_COUNT_MAX) // which is how a length that nobody knows is told
        throw FileError(path.string() + " at byte " + std::to_string(bytes.size()) +
                        ": the sound ends after " + std::to_string(read) +
                        " samples, but the file's header promises " + std::to_string(info.frames) +
                        "; copy it again.");
    return samples;
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
    if (info.samplerate != speechRate)
        audio.samples = resampled(audio.samples, info.samplerate, path.string());
    return audio;
}

} // namespace expertscope
