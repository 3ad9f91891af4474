// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/model/data/idx_files.h"
#include "tests/model/run/run_files.h"

#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QTemporaryDir>

namespace expertscope::testing {

/// What one call of dmoe came to.
struct Answer {
    int code = -1;  ///< -1: it crashed, hung, or was ended by a signal
    int signal = 0; ///< which, if one did
    QString out;
    QString err;

    /// Standard output where it is exactly one JSON object on one line; empty otherwise.
    QJsonObject json() const {
        return out.count('\n') == 1 && out.endsWith('\n') ? QJsonDocument::fromJson(out.toUtf8()).object()
                                                          : QJsonObject();
    }
    QString checksum() const { return json()["checksum"].toString(); }
};

/// A folder to call dmoe in, with a small data set in IDX files ("images": 10 classes of 8 x 8) and a small
/// configuration ("small.json": 12 steps an epoch, 2 + 2 epochs). Finds nothing of the user's own.
class DmoeRunner {
  public:
    DmoeRunner() {
        writeImages(path("images"), madeDataset(400, {8, 8, 1}, 10));
        writeFile(path("small.json").toStdString(), smallConfig);
    }

    static constexpr const char* smallConfig = R"({
  "data": { "source": "mnist", "jitter": 1 },
  "network": {
    "layers": [
      { "experts": 3, "hidden": 6, "gate_hidden": 4 },
      { "experts": 2, "hidden": 5, "gate_hidden": 3 }
    ]
  },
  "training": { "learning_rate": 0.05, "margin": 10, "epochs": [2, 2], "minibatch": 25 }
}
)";

    QString path(const QString& name) const { return folder_.filePath(name); }
    bool exists(const QString& name) const { return QFileInfo::exists(path(name)); }
    QStringList list(const QString& name) const {
        return QDir(path(name)).entryList(QDir::Files, QDir::Name);
    }

    void start(QProcess& process, const QStringList& arguments, const QString& program = DMOE_PATH) const {
        QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
        environment.insert("HOME", folder_.path());
        environment.insert("XDG_DATA_HOME", path("xdg"));
        environment.remove("EXPERTSCOPE_DATA");
        for (const char* another : {"OPENBLAS_CORETYPE", "EXPERTSCOPE_KERNELS", "EXPERTSCOPE_OPENBLAS"})
            environment.remove(another); // what they ask for may not fit this processor, and is told
        process.setProcessEnvironment(environment);
        process.setWorkingDirectory(folder_.path());
        process.start(program, arguments);
    }
    static Answer finish(QProcess& process) {
        const bool ended = process.waitForFinished(60'000);
        const bool normally = ended && process.exitStatus() == QProcess::NormalExit;
        if (!ended) {
            process.kill();
            process.waitForFinished();
        }
        return {normally ? process.exitCode() : -1, ended && !normally ? process.exitCode() : 0,
                QString::fromUtf8(process.readAllStandardOutput()),
                QString::fromUtf8(process.readAllStandardError())};
    }
    Answer run(const QStringList& arguments) const {
        QProcess process;
        start(process, arguments);
        return finish(process);
    }

    /// By a line of bash, in which "$@" is dmoe with those arguments.
    void startInShell(QProcess& process, const QString& line, const QStringList& arguments) const {
        start(process, QStringList{"-c", line, "bash", DMOE_PATH} + arguments, "bash");
    }
    Answer runInShell(const QString& line, const QStringList& arguments) const {
        QProcess process;
        startInShell(process, line, arguments);
        return finish(process);
    }

    /// Where no file may become larger than that.
    Answer runLimited(int kilobytes, const QStringList& arguments) const {
        return runInShell(QStringLiteral("ulimit -f %1; exec \"$@\"").arg(kilobytes), arguments);
    }

    /// Trains the small configuration on the small images into that folder.
    Answer train(const QString& out, const QStringList& more = {}) const {
        return run(
            QStringList{"train", "--config", "small.json", "--data", "images", "--out", out, "--json"} +
            (more.contains("--threads") ? more : QStringList{"--threads", "1"} + more));
    }
    Answer resume(const QString& folder, const QStringList& more = {}) const {
        return run(QStringList{"train", "--resume", folder, "--json", "--threads", "1"} + more);
    }

  private:
    QTemporaryDir folder_{temporaryPlace()};
};

} // namespace expertscope::testing
