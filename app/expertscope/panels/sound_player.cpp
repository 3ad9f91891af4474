// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/expertscope/panels/sound_player.h"

#include <algorithm>
#include <cmath>

#ifdef EXPERTSCOPE_WITH_MULTIMEDIA
#include <QAudioDevice>
#include <QAudioSink>
#include <QMediaDevices>
#endif

namespace expertscope {

SoundPlayer::SoundPlayer() = default;
SoundPlayer::~SoundPlayer() = default;

#ifdef EXPERTSCOPE_WITH_MULTIMEDIA

namespace {

QByteArray inSixteenBits(const std::vector<float>& samples) {
    std::vector<qint16> numbers;
    for (const float sample : samples)
        numbers.push_back(static_cast<qint16>(std::lround(32767 * std::clamp(sample, -1.0f, 1.0f))));
    return {reinterpret_cast<const char*>(numbers.data()),
            static_cast<qsizetype>(numbers.size() * sizeof(qint16))};
}

} // namespace

QString SoundPlayer::play(const Audio& audio) {
    const QAudioDevice device = QMediaDevices::defaultAudioOutput();
    if (device.isNull())
        return tr("The example cannot be heard: no sound device was found; connect one and click again.");
    QAudioFormat format;
    format.setSampleRate(speechRate);
    format.setChannelCount(1);
    format.setSampleFormat(QAudioFormat::Int16);
    if (!device.isFormatSupported(format))
        return tr("The example cannot be heard: %1 plays no sound of 16 kHz; choose another device in the "
                  "system's settings.")
            .arg(device.description());
    device_.reset();
    buffer_.close();
    samples_ = inSixteenBits(audio.samples);
    buffer_.setData(samples_);
    buffer_.open(QIODevice::ReadOnly);
    auto sink = std::make_unique<QAudioSink>(device, format);
    sink->start(&buffer_);
    const bool works = sink->error() == QAudio::NoError;
    device_ = std::move(sink);
    return works ? QString()
                 : tr("The example cannot be heard: %1 could not be opened; see whether another program has "
                      "it.")
                       .arg(device.description());
}

#else

QString SoundPlayer::play(const Audio&) {
    return tr(
        "The example cannot be heard: this program was built without Qt Multimedia; install it and build "
        "again.");
}

#endif

} // namespace expertscope
