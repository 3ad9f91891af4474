// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/output_folder.h"

#include "model/base/error.h"
#include "model/base/file.h"

#include <QCoreApplication>
#include <QDir>

#include <filesystem>
#include <system_error>

namespace expertscope {

OutputFolder::OutputFolder(const QString& path) {
    if (path.isEmpty()) // which has no folder above it, either
        throw FileError(
            QCoreApplication::translate("OutputFolder", "The name of the folder is empty; choose one.")
                .toStdString());
    const QFileInfo wanted(path);
    for (QString folder = QDir::cleanPath(wanted.absoluteFilePath()); !QFileInfo::exists(folder);
         folder = QFileInfo(folder).path())
        made_ << folder;
    std::error_code failure;
    std::filesystem::create_directories(std::filesystem::path(path.toStdString()), failure);
    if (!failure) {
        for (const QString& folder : made_) // its name is there after a power cut
            syncToDisk(QFileInfo(folder).path().toStdString());
        return;
    }
    removeEmpty();
    throw FileError(
        QCoreApplication::translate("OutputFolder",
                                    "Cannot make the folder %1: %2; choose one in a place you may write to.")
            .arg(path, QString::fromStdString(failure.message()))
            .toStdString());
}

void OutputFolder::removeEmpty() const {
    for (const QString& folder : made_)
        QDir().rmdir(folder); // refuses one with something in it
}

} // namespace expertscope
