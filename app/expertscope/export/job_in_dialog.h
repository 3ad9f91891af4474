// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/expertscope/export/background_job.h"
#include "views/dialogs/job_dialog.h"

namespace expertscope {

/// The dialog shows how far the job is, stops it, and says how it ended where that was not by what it made.
inline void showIn(BackgroundJob& job, JobDialog& dialog) {
    QObject::connect(&dialog, &JobDialog::stopRequested, &job, &BackgroundJob::cancel);
    QObject::connect(&job, &BackgroundJob::progressed, &dialog, &JobDialog::showProgress);
    QObject::connect(&job, &BackgroundJob::wasCancelled, &dialog, [&dialog] {
        dialog.setRunning(false);
        dialog.showMade(JobDialog::tr("Stopped; nothing was written."));
    });
    QObject::connect(&job, &BackgroundJob::failed, &dialog, [&dialog](const QString& sentence) {
        dialog.setRunning(false);
        dialog.showError(sentence);
    });
}

} // namespace expertscope
