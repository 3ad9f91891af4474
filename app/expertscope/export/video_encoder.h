// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

#include <functional>

namespace expertscope {

/// The program ffmpeg; empty where it is not installed. Qt's own writers make single pictures only.
QString videoEncoder();

struct VideoFiles {
    QString frames; ///< a folder with frame-00001.png and so on
    QString video;  ///< a name that ends in .mp4 or .webp
    double framesPerSecond = 10;
    QString metadata; ///< kept as the video's comment
};

/// Makes a video of pictures, and waits for it. progress is told how many pictures are done, some times a
/// second, and returns false to stop. Returns what went wrong; empty where it did not, or was stopped.
QString encodeVideo(const VideoFiles& files, const std::function<bool(int frames)>& progress);

} // namespace expertscope
