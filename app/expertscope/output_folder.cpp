#include "app/expertscope/output_folder.h"

#include "model/base/error.h"

#include <QCoreApplication>
#include <QDir>

namespace expertscope {

OutputFolder::OutputFolder(const QString& path) {
    const QFileInfo wanted(path);
    for (QString folder = QDir::cleanPath(wanted.absoluteFilePath()); !QFileInfo::exists(folder);
         folder = QFileInfo(folder).path())
        made_ << folder;
    if (QDir().mkpath(path))
        return;
    removeEmpty();
    throw FileError(QCoreApplication::translate(
                        "OutputFolder", "Cannot make the folder %1; choose one in a place you may write to.")
                        .arg(path)
                        .toStdString());
}

void OutputFolder::removeEmpty() const {
    for (const QString& folder : made_)
        QDir().rmdir(folder); // refuses one with something in it
}

} // namespace expertscope
