// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtTest>

#include <algorithm>
#include <csignal>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <sys/resource.h>
#include <vector>

namespace expertscope::testing {

/// For QTemporaryDir: in memory where there is such a place, because a run waits for the disk at each
/// checkpoint.
inline QString temporaryPlace() {
    const bool memory = QFileInfo("/dev/shm").isDir() && QFileInfo("/dev/shm").isWritable();
    return (memory ? QStringLiteral("/dev/shm") : QDir::tempPath()) + "/expertscope-test-XXXXXX";
}

/// While it lives, no file may become larger: what is written beyond fails, as on a full disk.
class FileSizeLimit {
  public:
    explicit FileSizeLimit(std::size_t bytes) {
        std::signal(SIGXFSZ, SIG_IGN);
        getrlimit(RLIMIT_FSIZE, &before_);
        rlimit limit = before_;
        limit.rlim_cur = bytes;
        setrlimit(RLIMIT_FSIZE, &limit);
    }
    ~FileSizeLimit() { setrlimit(RLIMIT_FSIZE, &before_); }
    FileSizeLimit(const FileSizeLimit&) = delete;
    FileSizeLimit& operator=(const FileSizeLimit&) = delete;

  private:
    rlimit before_{};
};

inline std::string fileText(const std::filesystem::path& path) {
    std::ifstream file(path, std::ios::binary);
    std::ostringstream text;
    text << file.rdbuf();
    return text.str();
}
inline void writeText(const std::filesystem::path& path, const std::string& text) {
    std::ofstream(path, std::ios::binary) << text;
}
inline std::vector<std::string> filesIn(const std::filesystem::path& folder) {
    std::vector<std::string> names;
    for (const auto& entry : std::filesystem::directory_iterator(folder))
        names.push_back(entry.path().filename().string());
    std::sort(names.begin(), names.end());
    return names;
}

/// metrics.csv but for the column that tells the speed.
inline QList<QStringList> withoutRates(const std::filesystem::path& metrics) {
    QList<QStringList> rows;
    for (const QString& line : QString::fromStdString(fileText(metrics)).split('\n'))
        rows.append(line.split(','));
    const qsizetype column = rows.first().indexOf("examples_per_second");
    for (QStringList& row : rows)
        if (row.size() > column)
            row.removeAt(column);
    return rows;
}

} // namespace expertscope::testing
