// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/base/claim.h"
#include "model/data/mnist.h"

#include <QFile>
#include <QNetworkAccessManager>
#include <QObject>
#include <QTimer>
#include <QUrl>

#include <chrono>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <vector>

class QNetworkReply;

namespace expertscope {

/// What a server must manage for its download to go on: so many bytes in each such stretch of time.
struct DownloadPace {
    std::chrono::milliseconds within{30'000};
    qint64 atLeast = 16'384;
};

/// Fetches the files of a data set into a folder. They come into "FOLDER.part" first, where an interrupted
/// download goes on; when all are there and are what they should be, that folder gets its final name: so
/// FOLDER holds the whole set, on the disk, or does not exist. What is longer than the published file can be
/// packed is not taken, and a server that drips is not waited for. Whoever fetches has the claim
/// FOLDER.part.claim: a second program that wants the same is told so.
class DataDownload : public QObject {
    Q_OBJECT

  public:
    /// base: the address below which the files lie. folder: absent, empty, or with the whole set, which is
    /// fetched then.
    DataDownload(std::vector<PublishedFile> files, QUrl base, std::filesystem::path folder,
                 QObject* parent = nullptr, DownloadPace pace = {});
    ~DataDownload() override;

    /// Begins, or goes on where an earlier download ended. One of the signals comes later.
    void start();
    /// Keeps what has come; neither finished nor failed follows.
    void cancel();

  signals:
    /// How much of the whole set is there, 0 to 1; and of the file at hand, whose total is 0 while nobody has
    /// said how large it is.
    void progressed(double fraction, const QString& file, qint64 received, qint64 total);
    void finished(const QString& folder);
    /// One sentence: what, where, what to do.
    void failed(const QString& sentence);

  private:
    void next();
    void request();
    void stop();
    void failAndForget(const QString& sentence);
    bool refusesLength(qint64 bytes);
    void watchPace();
    bool receiveHeader();
    void receive();
    void endOfReply();
    void verify();
    void install();
    void fail(const QString& sentence);
    void tellLater(const std::function<void()>& signal);
    std::filesystem::path placeOf(const PublishedFile& file) const { return part_ / file.name; }
    bool isWhole(const PublishedFile& file, const std::filesystem::path& folder) const;
    bool isWholeSet(const std::filesystem::path& folder) const;
    bool claim();
    QString address() const;

    std::vector<PublishedFile> files_;
    QUrl base_;
    std::filesystem::path folder_, part_;
    std::optional<Claim> claim_; ///< while it fetches
    QNetworkAccessManager network_;
    DownloadPace pace_;
    QTimer paceTimer_;
    qint64 since_ = 0; ///< bytes that came since the pace was last looked at
    QNetworkReply* reply_ = nullptr;
    QFile file_;
    std::size_t number_ = 0; ///< of the file at hand
    qint64 before_ = 0;      ///< bytes that were there already
    bool header_ = false;    ///< the reply's has been read
    int attempt_ = 0;        ///< counts starts and cancels
};

} // namespace expertscope
