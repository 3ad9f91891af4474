// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDialog>
#include <QPointer>

class QProgressBar;
class QPushButton;

namespace expertscope {

class MessageBar;

/// A dialog that starts a job, shows how far it is while it runs, and stops it. What came of it is a sentence
/// in its message bar.
class JobDialog : public QDialog {
    Q_OBJECT

  public:
    void setRunning(bool running);
    bool running() const { return running_; }
    void showProgress(double fraction, const QString& text);
    void showMade(const QString& sentence);
    void showError(const QString& sentence);

    void reject() override; ///< stops what is under way, else closes

  signals:
    void stopRequested();

  protected:
    explicit JobDialog(QWidget* parent);

    /// Progress and the Stop button; empty while nothing runs.
    QWidget* buildProgress();
    MessageBar* messages() { return messages_; }
    /// The controls have to follow running().
    virtual void runningChanged() = 0;
    void closeEvent(QCloseEvent* event) override; ///< closes, and stops what is under way

  private:
    bool running_ = false;
    MessageBar* messages_;
    QProgressBar* progress_ = nullptr;
    QPushButton* stop_ = nullptr;
    QPointer<QWidget> focusBefore_;
};

} // namespace expertscope
