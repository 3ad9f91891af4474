// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/speech/audio_file.h"

#include <QBuffer>
#include <QCoreApplication>

#include <memory>

namespace expertscope {

/// Plays a short sound through the computer's usual device (Qt Multimedia, where it was built with that).
class SoundPlayer {
    Q_DECLARE_TR_FUNCTIONS(SoundPlayer)

  public:
    SoundPlayer();
    ~SoundPlayer();

    /// Ends the sound before. Returns a sentence where nothing can be heard, else nothing.
    QString play(const Audio& audio);

  private:
    QByteArray samples_;
    QBuffer buffer_;
    std::unique_ptr<QObject> device_; ///< that plays from the buffer
};

} // namespace expertscope
