// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/expertscope/window/status_line.h"

#include "app/expertscope/session/run_status_text.h"
#include "app/expertscope/session/workspace.h"
#include "views/panels/timeline_view.h"

#include <QLabel>
#include <QProgressBar>
#include <QStatusBar>
#include <QToolButton>

namespace expertscope {

StatusLine::StatusLine(QStatusBar& bar, Workspace& workspace, QToolButton* cancel)
    : QObject(&bar), workspace_(workspace), status_(workspace.session.status()), text_(new QLabel),
      readOut_(new QLabel), loading_(new QProgressBar), cancel_(cancel) {
    text_->setObjectName(QStringLiteral("statusText"));
    loading_->setRange(0, 1000);
    loading_->setMaximumWidth(160);
    loading_->setAccessibleName(tr("Progress of preparing data"));
    loading_->setTextVisible(false);
    bar.addWidget(text_);
    bar.addWidget(loading_);
    bar.addWidget(cancel_);
    bar.addPermanentWidget(readOut_);
    connect(&workspace.session, &TrainingSession::statusChanged, this,
            [this](std::shared_ptr<const EngineStatus> status) {
                status_ = std::move(status);
                showLoading();
                showText();
            });
    connect(&workspace.moment, &ShownMoment::presentChanged, this, [this] {
        if (workspace_.moment.isPast()) // else it is shown next
            showText();
    });
    connect(&workspace.moment, &ShownMoment::snapshotChanged, this, &StatusLine::showText);
    connect(&workspace.notices, &Notices::readOut, this, &StatusLine::showReadOut);
    showLoading();
    showText();
}

void StatusLine::showLoading() {
    for (QWidget* shown : std::initializer_list<QWidget*>{loading_, cancel_})
        shown->setVisible(status_->state == EngineStatus::State::Loading);
    loading_->setValue(static_cast<int>(1000 * status_->loaded));
}

void StatusLine::showText() {
    const ShownMoment& moment = workspace_.moment;
    const QString now = runStatusText(*status_, moment.present().get(), workspace_.session.loading());
    const TrainingSnapshot& shown = *moment.snapshot();
    const QString past = momentText({shown.step, shown.epoch, shown.phase}, status_->plan.constraint);
    text_->setText(moment.isPast() ? tr("Shown: %1 · now: %2").arg(past, now) : now);
}

void StatusLine::showReadOut(QString text) {
    readOut_->setText(text.replace('\n', QStringLiteral(" · "))); // the status bar has one line
}

} // namespace expertscope
