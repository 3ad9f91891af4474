// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/base/random.h"
#include "tests/model/data/idx_files.h"

#include <sndfile.h>

#include <cmath>
#include <numbers>

namespace expertscope::testing {

/// Noise with a tone in it, so that frames differ: `seconds` at `rate`.
inline std::vector<float> madeSound(double seconds, int rate = 16000, std::uint32_t seed = 1) {
    Random random(seed, Stream::StrokeDigits);
    std::vector<float> samples(static_cast<std::size_t>(std::llround(seconds * rate)));
    for (std::size_t n = 0; n < samples.size(); ++n) {
        const double t = static_cast<double>(n) / rate;
        samples[n] = static_cast<float>(0.2 * std::sin(2 * std::numbers::pi * (200 + 900 * t) * t) +
                                        random.uniform(-0.02, 0.02));
    }
    return samples;
}

/// format: of libsndfile, as SF_FORMAT_WAV. 16 bits a sample; samples of channels alternate.
inline void writeSound(const std::filesystem::path& path, const std::vector<float>& samples,
                       int format = SF_FORMAT_WAV, int rate = 16000, int channels = 1,
                       int coding = SF_FORMAT_PCM_16) {
    std::filesystem::create_directories(path.parent_path());
    SF_INFO info{};
    info.samplerate = rate;
    info.channels = channels;
    info.format = format | coding;
    SNDFILE* file = sf_open(path.c_str(), SFM_WRITE, &info);
    QVERIFY2(file, sf_strerror(nullptr));
    const auto frames = static_cast<sf_count_t>(samples.size()) / channels;
    QCOMPARE(sf_writef_float(file, samples.data(), frames), frames);
    sf_close(file);
}

inline QByteArray fileBytes(const std::filesystem::path& path) {
    QFile file(QString::fromStdString(path.string()));
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

} // namespace expertscope::testing
