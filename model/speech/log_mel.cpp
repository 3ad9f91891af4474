// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/speech/log_mel.h"

#include <unsupported/Eigen/FFT>

#include <array>
#include <cmath>
#include <complex>
#include <numbers>
#include <vector>

namespace expertscope {
namespace {

double mel(double frequency) {
    return 1127 * std::log1p(frequency / 700);
}

std::array<double, frameLength> poveyWindow() {
    std::array<double, frameLength> window{};
    for (int n = 0; n < frameLength; ++n)
        window[n] = std::pow(0.5 - 0.5 * std::cos(2 * std::numbers::pi * n / (frameLength - 1)), 0.85);
    return window;
}

/// A triangle over the spectrum: rising and falling linearly in mel.
struct Band {
    int firstBin = 0;
    std::vector<double> weights;

    double energy(const std::vector<std::complex<double>>& spectrum) const {
        double sum = 0;
        for (std::size_t i = 0; i < weights.size(); ++i)
            sum += weights[i] * std::norm(spectrum[firstBin + i]);
        return sum;
    }
};

Band makeBand(int number) {
    const double low = mel(lowestFrequency), step = (mel(speechRate / 2.0) - low) / (melBands + 1);
    const double left = low + step * number;
    Band band;
    for (int bin = 0; bin <= spectrumLength / 2; ++bin) {
        const double place =
            (mel(static_cast<double>(bin) * speechRate / spectrumLength) - left) / step; // 0 .. 2 inside
        const double weight = std::min(place, 2 - place);
        if (weight <= 0)
            continue;
        if (band.weights.empty())
            band.firstBin = bin;
        band.weights.push_back(weight);
    }
    return band;
}

std::vector<Band> makeBands() {
    std::vector<Band> bands;
    for (int number = 0; number < melBands; ++number)
        bands.push_back(makeBand(number));
    return bands;
}

} // namespace

Matrix<float> logMelFrames(std::span<const float> samples) {
    static const std::array<double, frameLength> window = poveyWindow();
    static const std::vector<Band> bands = makeBands();
    const auto count = static_cast<Index>(samples.size());
    Matrix<float> frames(melBands, count < frameLength ? 0 : 1 + (count - frameLength) / frameStep);
    Eigen::FFT<double> fft;
    fft.SetFlag(Eigen::FFT<double>::HalfSpectrum);
    std::vector<double> windowed(spectrumLength, 0.0);
    std::vector<std::complex<double>> spectrum;
    for (Index t = 0; t < frames.cols(); ++t) {
        const float* x = samples.data() + t * frameStep;
        for (int n = 0; n < frameLength; ++n)
            windowed[n] = window[n] * (static_cast<double>(x[n]) -
                                       preEmphasis * static_cast<double>(x[n > 0 ? n - 1 : 0]));
        fft.fwd(spectrum, windowed);
        for (int b = 0; b < melBands; ++b)
            frames(b, t) = static_cast<float>(std::log(std::max(bands[b].energy(spectrum), energyFloor)));
    }
    return frames;
}

} // namespace expertscope
