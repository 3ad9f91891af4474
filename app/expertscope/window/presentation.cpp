// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/expertscope/window/presentation.h"

#include "app/expertscope/common/window_action.h"
#include "app/expertscope/common/window_layout.h"

#include <QAction>
#include <QApplication>
#include <QDockWidget>
#include <QMainWindow>

namespace expertscope {
namespace {

constexpr double projectorMagnification = 1.35;

} // namespace

Presentation::Presentation(QMainWindow& window, int layoutVersion)
    : QObject(&window), window_(window), layoutVersion_(layoutVersion),
      action_(addWindowAction(window, tr("&Presentation"), Qt::Key_F11,
                              tr("The whole screen, larger letters and thicker lines, for a projector"),
                              QLatin1String("present"))) {
    action_->setCheckable(true);
    connect(action_, &QAction::toggled, this, &Presentation::present);
}

Presentation::~Presentation() {
    if (fontBefore_)
        QApplication::setFont(*fontBefore_);
}

void Presentation::end() {
    action_->setChecked(false);
}

void Presentation::present(bool on) {
    if (on) {
        layoutBefore_ = window_.saveState(layoutVersion_);
        stateBefore_ = window_.windowState();
        fontBefore_ = QApplication::font();
        QFont large = *fontBefore_;
        large.setPointSizeF(projectorMagnification * large.pointSizeF());
        QApplication::setFont(large);
        // Nobody edits on a projector, and the figures want the room.
        if (auto* dock = window_.findChild<QDockWidget*>(QStringLiteral("experiment")))
            dock->hide();
        for (QDockWidget* dock : window_.findChildren<QDockWidget*>()) // beside the figures, for its letters
            if (window_.dockWidgetArea(dock) == Qt::RightDockWidgetArea && !dock->visibleRegion().isEmpty())
                window_.resizeDocks({dock}, {qRound(projectorMagnification * dock->width())}, Qt::Horizontal);
        window_.setWindowState(stateBefore_ | Qt::WindowFullScreen);
    } else {
        QApplication::setFont(*fontBefore_);
        fontBefore_.reset();
        // The panels have small letters, and the room that these want, before their widths come back.
        for (const QEvent::Type type : {QEvent::ApplicationFontChange, QEvent::LayoutRequest})
            QCoreApplication::sendPostedEvents(nullptr, type);
        window_.setWindowState(stateBefore_);
        restoreLayout(window_, layoutBefore_, layoutVersion_);
    }
    emit presented(on);
}

} // namespace expertscope
