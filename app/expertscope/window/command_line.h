// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/base/worker_pool.h"

#include <QSize>
#include <QString>
#include <QStringList>

namespace expertscope {

/// What the window is asked for on the command line.
struct CommandLine {
    QString folder, preset, data, seed, theme, screenshot, compare;
    QSize size{1280, 800};
    bool sized = false;
    double after = 2;
    int threads = WorkerPool::defaultThreads();
    bool start = false;

    QString answer; ///< to a question, such as --help: no window is wanted
    QString wrong;  ///< empty, or what is wrong with it
};

/// Needs a QCoreApplication, no display. arguments: with the program's name in front.
CommandLine readCommandLine(const QStringList& arguments);

/// Without the options that Qt takes for itself (-platform, -style, ...) once there is a QApplication.
QStringList withoutQtOptions(const QStringList& arguments);
/// Whether they or the environment say on which of Qt's platforms to draw.
bool namesPlatform(const QStringList& arguments);

} // namespace expertscope
