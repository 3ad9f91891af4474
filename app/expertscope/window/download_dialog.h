// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/data_download.h"

#include <QDialog>

class QLabel;
class QProgressBar;
class QPushButton;

namespace expertscope {

/// Fetches MNIST into the user's data folder, with progress. Closing it, or Stop, keeps what has come; Start
/// goes on from there.
class DownloadDialog : public QDialog {
    Q_OBJECT

  public:
    explicit DownloadDialog(QWidget* parent = nullptr);
    /// Other files from another place into another folder: for tests.
    DownloadDialog(std::vector<PublishedFile> files, const QUrl& base, const std::filesystem::path& folder,
                   QWidget* parent = nullptr);

    void start();
    void reject() override;

  signals:
    /// The whole set is there.
    void fetched(const QString& folder);

  private:
    void stop();
    void showProgress(double fraction, const QString& file, qint64 received, qint64 total);
    void showRunning(bool running);

    DataDownload download_;
    QLabel* text_;
    QProgressBar* bar_;
    QPushButton *startButton_, *stopButton_;
};

} // namespace expertscope
