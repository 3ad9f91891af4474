// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/expertscope/export/video_encoder.h"

#include <QCoreApplication>
#include <QDir>
#include <QProcess>
#include <QRegularExpression>
#include <QStandardPaths>

namespace expertscope {
namespace {

constexpr int lookEvery = 100; // milliseconds

struct VideoTexts {
    Q_DECLARE_TR_FUNCTIONS(VideoEncoder)
};

QStringList argumentsFor(const VideoFiles& files) {
    QStringList arguments{"-hide_banner", "-loglevel", "error", "-nostdin", "-y", "-progress", "pipe:1"};
    arguments << "-framerate" << QString::number(files.framesPerSecond) << "-i"
              << QDir(files.frames).filePath("frame-%05d.png");
    if (files.video.endsWith(QLatin1String(".webp")))
        arguments << "-loop"
                  << "0"
                  << "-lossless"
                  << "1"; // for ever, with sharp letters
    else                  // what every player reads, and what a browser can begin before all of it has come
        arguments << "-pix_fmt"
                  << "yuv420p"
                  << "-movflags"
                  << "+faststart";
    if (!files.metadata.isEmpty())
        arguments << "-metadata"
                  << "comment=" + files.metadata;
    return arguments << files.video;
}

/// ffmpeg writes "frame=12" among other lines.
int framesIn(const QByteArray& report, int before) {
    static const QRegularExpression line(QStringLiteral("frame=\\s*(\\d+)"));
    auto found = line.globalMatch(QString::fromLatin1(report));
    while (found.hasNext())
        before = found.next().captured(1).toInt();
    return before;
}

} // namespace

QString videoEncoder() {
    return QStandardPaths::findExecutable(QStringLiteral("ffmpeg"));
}

QString encodeVideo(const VideoFiles& files, const std::function<bool(int frames)>& progress) {
    QProcess process;
    process.start(videoEncoder(), argumentsFor(files));
    if (!process.waitForStarted())
        return VideoTexts::tr("the program ffmpeg does not start");
    for (int frames = 0; !process.waitForFinished(lookEvery) && process.state() != QProcess::NotRunning;) {
        frames = framesIn(process.readAllStandardOutput(), frames);
        if (progress(frames))
            continue;
        process.kill();
        process.waitForFinished();
        return {};
    }
    if (process.exitStatus() == QProcess::NormalExit && process.exitCode() == 0)
        return {};
    const QString last =
        QString::fromLocal8Bit(process.readAllStandardError()).trimmed().section('\n', -1).trimmed();
    return last.isEmpty() ? VideoTexts::tr("the program ffmpeg broke off")
                          : VideoTexts::tr("ffmpeg says \"%1\"").arg(last);
}

} // namespace expertscope
