// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/expertscope/export/background_job.h"
#include "views/figures/figure_export.h"

namespace expertscope {

/// Draws figures on a thread of its own: into files, or for the clipboard.
class FigureJob : public BackgroundJob {
    Q_OBJECT

  public:
    using BackgroundJob::BackgroundJob;
    ~FigureJob() override { stop(); }

    /// All of them, or none; at least one. The folder that they are all in is made where it is missing.
    void write(const std::vector<FigureFile>& files);
    void copy(const std::shared_ptr<const Figure>& figure, const ExportOptions& options);

  signals:
    void wrote(const QStringList& paths);
    /// The clipboard has the figure of that title.
    void copied(const QString& title);

  private:
    QStringList writeHere(std::vector<FigureFile> files);
};

} // namespace expertscope
