// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/base/matrix.h"
#include "model/speech/audio_file.h"

#include <span>

namespace expertscope {

/// The front end: sound to log-mel frames.
///
/// A frame is a window of 25 ms (400 samples), and one begins every 10 ms (160): frame t holds the samples
/// [160 t, 160 t + 400), and only whole windows are frames. Within each window: pre-emphasis y[n] = x[n] -
/// 0.97 x[n-1] (the first sample being its own predecessor, so that a frame depends on its own samples
/// alone), the Povey window (0.5 - 0.5 cos(2 pi n / 399))^0.85, a power spectrum of 512 points, 40 triangular
/// bands whose corners are evenly spaced in mel = 1127 ln(1 + f / 700) from 20 Hz to 8,000 Hz, and the
/// natural logarithm.
///
/// Povey's rather than Hann's: like Hann's it goes down to 0, so that edges leave no trace in the spectrum,
/// and it is that of Kaldi's features, with whose figures people will compare.
constexpr int frameLength = 400; ///< samples
constexpr int frameStep = 160;   ///< samples
constexpr int spectrumLength = 512;
constexpr int melBands = 40;
constexpr double preEmphasis = 0.97;
constexpr double lowestFrequency = 20; ///< Hz
/// Energies are taken to be at least this: about what rounding to 16 bits leaves in a band. Digital silence
/// has it.
constexpr double energyFloor = 1e-8;

/// Seconds from the beginning of the sound to the middle of frame t.
constexpr double frameMiddle(Index t) {
    return static_cast<double>(t * frameStep + frameLength / 2) / speechRate;
}

/// melBands x frames of sound at speechRate, the lowest band first. No frames where it is shorter than a
/// window.
Matrix<float> logMelFrames(std::span<const float> samples);

} // namespace expertscope
