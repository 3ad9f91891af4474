// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/expertscope/window/closing.h"

#include "app/expertscope/session/training_session.h"
#include "app/stop_signals.h"

#include <QEvent>
#include <QMessageBox>
#include <QPushButton>

namespace expertscope {

Closing::Closing(QWidget& window, TrainingSession& session)
    : QObject(&window), window_(window), session_(session) {
    window.installEventFilter(this);
    connect(&session, &TrainingSession::statusChanged, this,
            [this](std::shared_ptr<const EngineStatus> status) { closeWhenSaved(*status); });
}

bool Closing::eventFilter(QObject* watched, QEvent* event) {
    if (watched == &window_ && event->type() == QEvent::Close) {
        if (!mayClose()) {
            event->ignore();
            return true;
        }
        emit closes();
    }
    return QObject::eventFilter(watched, event);
}

/// A run is saved when it pauses, so there is nothing to ask, unless it cannot be saved.
bool Closing::mayClose() {
    const auto status = session_.status();
    if (anyway_)
        return true;
    if (status->state == EngineStatus::State::Running) {
        waiting_ = true;
        session_.pause();
        return false; // closeWhenSaved comes back to it
    }
    if (stopSignal() != 0) // nobody may be there to answer
        return true;
    if (status->unsaved)
        anyway_ = ask(QString::fromStdString(status->error));
    return !status->unsaved || anyway_;
}

bool Closing::ask(const QString& why) {
    QMessageBox box(QMessageBox::Warning, tr("Expertscope"),
                    tr("The last steps of this run could not be saved."), QMessageBox::NoButton, &window_);
    box.setObjectName(QStringLiteral("closeQuestion"));
    box.setInformativeText(why);
    const QAbstractButton* close = box.addButton(tr("Close and lose them"), QMessageBox::DestructiveRole);
    box.setDefaultButton(box.addButton(tr("Keep open"), QMessageBox::RejectRole));
    box.exec();
    return box.clickedButton() == close;
}

void Closing::closeWhenSaved(const EngineStatus& status) {
    if (waiting_ && status.state != EngineStatus::State::Running) {
        waiting_ = false;
        window_.close();
    }
}

} // namespace expertscope
