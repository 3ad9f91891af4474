// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/expertscope/window/download_dialog.h"

#include "model/run/data_sources.h"

#include <QDialogButtonBox>
#include <QLabel>
#include <QLocale>
#include <QProgressBar>
#include <QPushButton>
#include <QVBoxLayout>

namespace expertscope {
namespace {

constexpr int steps = 1000;

} // namespace

DownloadDialog::DownloadDialog(QWidget* parent)
    : DownloadDialog(publishedMnist(), QUrl(QString::fromLatin1(publishedMnistAddress)),
                     userDataFolder("mnist"), parent) {}

DownloadDialog::DownloadDialog(std::vector<PublishedFile> files, const QUrl& base,
                               const std::filesystem::path& folder, QWidget* parent)
    : QDialog(parent), download_(std::move(files), base, folder) {
    setWindowTitle(tr("Download MNIST"));
    text_ = new QLabel(tr("70,000 handwritten digits, 11 MB, from\n%1\ninto %2")
                           .arg(base.toDisplayString(), QString::fromStdString(folder.string())));
    text_->setWordWrap(true);
    text_->setTextInteractionFlags(Qt::TextSelectableByMouse);
    text_->setMinimumWidth(440);
    bar_ = new QProgressBar;
    bar_->setRange(0, steps);
    bar_->setAccessibleName(tr("Progress of the download"));
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Close);
    startButton_ = buttons->addButton(tr("&Start"), QDialogButtonBox::ActionRole);
    startButton_->setToolTip(tr("Fetch what is not there yet"));
    stopButton_ = buttons->addButton(tr("S&top"), QDialogButtonBox::ActionRole);
    stopButton_->setToolTip(tr("Stop; what has come is kept, and Start goes on from there"));
    auto* layout = new QVBoxLayout(this);
    layout->addWidget(text_);
    layout->addWidget(bar_);
    layout->addWidget(buttons);
    connect(startButton_, &QPushButton::clicked, this, &DownloadDialog::start);
    connect(stopButton_, &QPushButton::clicked, this, &DownloadDialog::stop);
    connect(buttons, &QDialogButtonBox::rejected, this, &DownloadDialog::reject);
    connect(&download_, &DataDownload::progressed, this, &DownloadDialog::showProgress);
    connect(&download_, &DataDownload::failed, this, [this](const QString& sentence) {
        text_->setText(sentence);
        showRunning(false);
    });
    connect(&download_, &DataDownload::finished, this, [this](const QString& into) {
        emit fetched(into);
        accept();
    });
    showRunning(false);
}

void DownloadDialog::start() {
    text_->setText(tr("Asking the server…"));
    showRunning(true);
    download_.start();
}

void DownloadDialog::stop() {
    download_.cancel();
    text_->setText(tr("Stopped. Start goes on from here."));
    showRunning(false);
}

void DownloadDialog::reject() {
    download_.cancel();
    QDialog::reject();
}

void DownloadDialog::showProgress(double fraction, const QString& file, qint64 received, qint64 total) {
    const QLocale locale;
    text_->setText(total > 0
                       ? tr("%1: %2 of %3")
                             .arg(file, locale.formattedDataSize(received), locale.formattedDataSize(total))
                       : tr("%1: %2").arg(file, locale.formattedDataSize(received)));
    bar_->setValue(static_cast<int>(steps * fraction));
}

void DownloadDialog::showRunning(bool running) {
    startButton_->setEnabled(!running);
    stopButton_->setEnabled(running);
    (running ? stopButton_ : startButton_)->setFocus();
}

} // namespace expertscope
