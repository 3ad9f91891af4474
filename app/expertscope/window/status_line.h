// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/training/training_engine.h"

#include <QObject>

#include <memory>

class QLabel;
class QProgressBar;
class QStatusBar;
class QToolButton;

namespace expertscope {

struct Workspace;

/// The line at the foot of the window: how training stands, which moment is shown where it is not the
/// present, how far the data are, and what the pointer is on.
class StatusLine : public QObject {
    Q_OBJECT

  public:
    /// cancel: stops preparing data; is there while data are prepared.
    StatusLine(QStatusBar& bar, Workspace& workspace, QToolButton* cancel);

  private:
    void showLoading();
    void showText();
    void showReadOut(QString text);

    Workspace& workspace_;
    std::shared_ptr<const EngineStatus> status_; ///< that the buttons were set by, too
    QLabel *text_, *readOut_;
    QProgressBar* loading_;
    QToolButton* cancel_;
};

} // namespace expertscope
