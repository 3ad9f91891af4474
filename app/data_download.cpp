// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/data_download.h"

#include "model/base/error.h"
#include "model/base/file.h"
#include "model/base/memory.h"
#include "model/data/idx_reader.h"

#include <QNetworkReply>

#include <algorithm>
#include <utility>

namespace fs = std::filesystem;

namespace expertscope {
namespace {

constexpr int ok = 200, partialContent = 206, rangeNotSatisfiable = 416;
constexpr int mostRedirects = 5;

/// What cannot be packed is stored in blocks, with a few bytes for each and for the file.
qint64 mostBytes(const PublishedFile& file) {
    return static_cast<qint64>(file.contentSize + file.contentSize / 1000 + 1024);
}

QString quoted(const fs::path& path) {
    return QString::fromStdString(path.string());
}

} // namespace

DataDownload::DataDownload(std::vector<PublishedFile> files, QUrl base, fs::path folder, QObject* parent,
                           DownloadPace pace)
    : QObject(parent), files_(std::move(files)), base_(std::move(base)), folder_(absolutePath(folder)),
      pace_(pace) {
    if (!folder_.has_filename())
        folder_ = folder_.parent_path();
    part_ = folder_;
    part_ += ".part";
    if (!base_.path().endsWith('/'))
        base_.setPath(base_.path() + '/');
    network_.setRedirectPolicy(QNetworkRequest::NoLessSafeRedirectPolicy);
    paceTimer_.setInterval(pace_.within);
    connect(&paceTimer_, &QTimer::timeout, this, &DataDownload::watchPace);
}

DataDownload::~DataDownload() {
    cancel();
}

void DataDownload::start() {
    ++attempt_;
    std::error_code failure;
    try {
        if (isThere(folder_) && !fs::is_empty(folder_, failure) && !failure) {
            if (!isWholeSet(folder_))
                return fail(tr("%1 exists already and is not empty; choose another folder with --to.")
                                .arg(quoted(folder_)));
            syncToDisk(folder_.parent_path()); // the last thing of an earlier fetch, which may have failed
            return tellLater([this] { emit finished(quoted(folder_)); });
        }
    } catch (const Error& error) {
        return fail(QString::fromUtf8(error.what()));
    }
    if (failure)
        return fail(tr("%1 cannot be read: %2; choose another folder with --to.")
                        .arg(quoted(folder_), QString::fromStdString(failure.message())));
    if (!claim())
        return;
    fs::create_directories(part_, failure);
    if (failure)
        return fail(tr("%1 cannot be made: %2; choose a folder that you may write to.")
                        .arg(quoted(part_), QString::fromStdString(failure.message())));
    number_ = 0;
    next();
}

/// False, after fail, where another program is fetching there.
bool DataDownload::claim() {
    try {
        if (claim_)
            claim_->require();
        else
            claim_.emplace(part_.string() + ".claim", folder_.string() + " is being fetched");
        return true;
    } catch (const Error& error) {
        fail(QString::fromUtf8(error.what()));
        return false;
    }
}

void DataDownload::cancel() {
    ++attempt_;
    claim_.reset();
    stop();
}

void DataDownload::stop() {
    paceTimer_.stop();
    if (QNetworkReply* reply = std::exchange(reply_, nullptr)) {
        reply->disconnect(this);
        reply->abort();
        reply->deleteLater();
    }
    file_.close();
}

/// Ends the reply, and removes what came: nothing can be made of it.
void DataDownload::failAndForget(const QString& sentence) {
    stop();
    std::error_code ignored;
    fs::remove(placeOf(files_[number_]), ignored);
    fail(sentence);
}

QString DataDownload::address() const {
    return base_.resolved(QUrl(QString::fromStdString(files_[number_].name))).toDisplayString();
}

bool DataDownload::isWhole(const PublishedFile& file, const fs::path& folder) const {
    const fs::path place = folder / file.name;
    try {
        return isThere(place) && contentSha256(place, file.contentSize) == file.sha256;
    } catch (const UnreadableError&) { // nobody knows
        throw;
    } catch (const FileError&) { // its end has not come yet
        return false;
    }
}

bool DataDownload::isWholeSet(const fs::path& folder) const {
    return std::all_of(files_.begin(), files_.end(),
                       [&](const PublishedFile& file) { return isWhole(file, folder); });
}

void DataDownload::next() {
    try {
        while (number_ < files_.size() && isWhole(files_[number_], part_))
            ++number_;
    } catch (const Error& error) {
        return fail(QString::fromUtf8(error.what()));
    }
    number_ < files_.size() ? request() : install();
}

void DataDownload::request() {
    if (!claim())
        return;
    const PublishedFile& file = files_[number_];
    file_.setFileName(quoted(placeOf(file)));
    // Without a buffer: an error is told by the write that meets it, and what has come is there to go on
    // from.
    if (!file_.open(QIODevice::WriteOnly | QIODevice::Append | QIODevice::Unbuffered))
        return fail(tr("%1 cannot be written: %2; choose another folder, or make room.")
                        .arg(file_.fileName(), file_.errorString()));
    if (file_.size() > mostBytes(file)) // whatever that is, it is not the beginning of the file
        file_.resize(0);
    before_ = file_.size();
    since_ = 0;
    header_ = false;
    QNetworkRequest request(base_.resolved(QUrl(QString::fromStdString(file.name))));
    // As it is: the library would unpack what a server sends packed, and a rest could not be asked for.
    request.setRawHeader("Accept-Encoding", "identity");
    if (before_ > 0)
        request.setRawHeader("Range", "bytes=" + QByteArray::number(before_) + "-");
    request.setMaximumRedirectsAllowed(mostRedirects);
    reply_ = network_.get(request);
    paceTimer_.start();
    connect(reply_, &QNetworkReply::metaDataChanged, this, [this] {
        if (receiveHeader())
            refusesLength(before_ + reply_->header(QNetworkRequest::ContentLengthHeader).toLongLong());
    });
    connect(reply_, &QNetworkReply::readyRead, this, &DataDownload::receive);
    connect(reply_, &QNetworkReply::finished, this, &DataDownload::endOfReply);
}

/// Whether what follows is the file's.
bool DataDownload::receiveHeader() {
    const int status = reply_->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();
    if (!header_ && status == ok) { // all of it, whatever was asked for
        file_.resize(0);
        before_ = 0;
    }
    header_ = true;
    return status == ok || status == partialContent;
}

/// True, after fail, where the file at hand cannot have so many bytes.
bool DataDownload::refusesLength(qint64 bytes) {
    const qint64 most = mostBytes(files_[number_]);
    if (bytes <= most)
        return false;
    failAndForget(
        tr("%1 is not the published file: it has more than the %2 that it can have; start again, or "
           "name another place with --from.")
            .arg(address(), QString::fromStdString(sizeText(static_cast<double>(most)))));
    return true;
}

void DataDownload::watchPace() {
    if (std::exchange(since_, 0) >= pace_.atLeast)
        return;
    const QString where = address();
    stop();
    fail(tr("%1 comes too slowly: less than %2 in %3 s; start again to go on from there, or name another "
            "place "
            "with --from.")
             .arg(where, QString::fromStdString(sizeText(static_cast<double>(pace_.atLeast))))
             .arg(std::chrono::duration<double>(pace_.within).count()));
}

void DataDownload::receive() {
    if (!receiveHeader())
        return;
    const QByteArray received = reply_->readAll();
    since_ += received.size();
    if (refusesLength(file_.size() + received.size()))
        return;
    if (file_.write(received) != received.size()) {
        const QString reason = file_.errorString();
        stop();
        return fail(tr("%1 cannot be written: %2; make room, and start again to go on from there.")
                        .arg(file_.fileName(), reason));
    }
    const qint64 expected = reply_->header(QNetworkRequest::ContentLengthHeader).toLongLong();
    const qint64 total = expected > 0 ? before_ + expected : 0, there = file_.size();
    const double part = total > 0 ? static_cast<double>(there) / static_cast<double>(total) : 0;
    emit progressed((static_cast<double>(number_) + part) / static_cast<double>(files_.size()),
                    QString::fromStdString(files_[number_].name), there, total);
}

void DataDownload::endOfReply() {
    const int status = reply_->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();
    const QNetworkReply::NetworkError error = reply_->error();
    const QString address = reply_->url().toDisplayString(), reason = reply_->errorString();
    receive();   // also what came before the connection broke
    if (!reply_) // it could not be written
        return;
    stop();
    if (status == rangeNotSatisfiable) { // nothing follows what is there: then it is whole, or wrong
        verify();
    } else if (error == QNetworkReply::TooManyRedirectsError) {
        fail(tr("%1 is sent on from place to place more than %2 times; name another place with --from.")
                 .arg(address)
                 .arg(mostRedirects));
    } else if (status >= 400) {
        fail(tr("%1 cannot be fetched: the server answers %2; name another place with --from.")
                 .arg(address)
                 .arg(status));
    } else if (error != QNetworkReply::NoError && status == 0) {
        fail(tr("%1 cannot be reached: %2; check the address and the connection.").arg(address, reason));
    } else if (error != QNetworkReply::NoError) {
        fail(tr("%1 was cut off: %2; start again to go on from there.").arg(address, reason));
    } else {
        verify();
    }
}

void DataDownload::verify() {
    try {
        if (!isWhole(files_[number_], part_))
            return failAndForget(
                tr("%1 is not the published file (its SHA-256 differs); start again, or name "
                   "another place with --from.")
                    .arg(address()));
    } catch (const Error& error) {
        return fail(QString::fromUtf8(error.what()));
    }
    ++number_;
    next();
}

void DataDownload::install() {
    if (!claim())
        return;
    std::error_code ignored;
    fs::remove(folder_, ignored); // it may be there, empty
    try {
        for (const PublishedFile& file : files_)
            syncToDisk(placeOf(file));
        syncToDisk(part_);
        renameFile(part_, folder_);
    } catch (const Error& error) {
        return fail(QString::fromUtf8(error.what()));
    }
    claim_.reset();
    tellLater([this] { emit finished(quoted(folder_)); });
}

void DataDownload::fail(const QString& sentence) {
    claim_.reset();
    tellLater([this, sentence] { emit failed(sentence); });
}

/// Never before start has returned: who calls it begins to wait only then. Nor after a cancel.
void DataDownload::tellLater(const std::function<void()>& signal) {
    QMetaObject::invokeMethod(
        this,
        [this, signal, attempt = attempt_] {
            if (attempt == attempt_)
                signal();
        },
        Qt::QueuedConnection);
}

} // namespace expertscope
