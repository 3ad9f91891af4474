// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/dialogs/job_dialog.h"

#include "views/panels/message_bar.h"

#include <QBoxLayout>
#include <QCloseEvent>
#include <QProgressBar>
#include <QPushButton>

namespace expertscope {
namespace {

constexpr int progressSteps = 1000;
constexpr int longestText = 36; // letters

} // namespace

JobDialog::JobDialog(QWidget* parent) : QDialog(parent), messages_(new MessageBar) {}

QWidget* JobDialog::buildProgress() {
    progress_ = new QProgressBar;
    progress_->setObjectName(QStringLiteral("progress"));
    progress_->setRange(0, progressSteps);
    progress_->setMinimumWidth(fontMetrics().averageCharWidth() * longestText);
    progress_->setAccessibleName(tr("Progress"));
    stop_ = new QPushButton(tr("&Stop"));
    stop_->setObjectName(QStringLiteral("stop"));
    stop_->setToolTip(tr("Stop; nothing of it is kept (Esc)"));
    stop_->setAutoDefault(false);
    connect(stop_, &QPushButton::clicked, this, &JobDialog::stopRequested);
    auto* place = new QWidget;
    auto* row = new QHBoxLayout(place);
    row->setContentsMargins(0, 0, 0, 0);
    row->addWidget(progress_, 1);
    row->addWidget(stop_);
    for (QWidget* widget : {static_cast<QWidget*>(progress_), static_cast<QWidget*>(stop_)}) {
        QSizePolicy policy = widget->sizePolicy();
        policy.setRetainSizeWhenHidden(true); // what takes a moment must not move everything twice
        widget->setSizePolicy(policy);
        widget->hide();
    }
    return place;
}

void JobDialog::setRunning(bool running) {
    running_ = running;
    if (running) {
        messages_->hide();
        showProgress(0, {});
        focusBefore_ = focusWidget();
    }
    progress_->setVisible(running);
    stop_->setVisible(running);
    if (running)
        stop_->setFocus();
    runningChanged();
    if (!running && focusBefore_)
        focusBefore_->setFocus();
}

void JobDialog::showProgress(double fraction, const QString& text) {
    progress_->setValue(static_cast<int>(progressSteps * fraction));
    progress_->setFormat(text);
}

void JobDialog::showMade(const QString& sentence) {
    messages_->showHint(sentence);
}

void JobDialog::showError(const QString& sentence) {
    messages_->showMessage(sentence);
}

void JobDialog::reject() {
    if (running_)
        emit stopRequested();
    else
        QDialog::reject();
}

void JobDialog::closeEvent(QCloseEvent* event) {
    if (!running_)
        return QDialog::closeEvent(event);
    emit stopRequested();
    hide();
}

} // namespace expertscope
