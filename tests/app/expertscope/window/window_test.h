// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/expertscope/panels/figure_panels.h"
#include "tests/app/expertscope/window/ready_window.h"
#include "tests/app/expertscope/window/small_data.h"
#include "views/panels/message_bar.h"

#include <QTemporaryDir>
#include <QToolButton>

#include <filesystem>
#include <memory>

namespace expertscope::testing {

/// What tests of the whole window share: one window, with its data and runs in a folder of its own.
class WindowTest : public QObject {
  protected:
    QTemporaryDir folder_;
    std::unique_ptr<MainWindow> window_;

    std::filesystem::path path(const char* name) const { return (folder_.path() + "/" + name).toStdString(); }
    EngineStatus::State state() const { return window_->status()->state; }
    std::int64_t step() const { return window_->status()->step; }
    FigurePanels* panels() const { return window_->findChild<FigurePanels*>(); }
    const ShownMoment& moment() const { return window_->moment(); }
    QAction* action(const char* name) const { return window_->findChild<QAction*>(QLatin1String(name)); }
    /// What the bar above the figures says.
    QString message() const {
        const auto* bar = window_->findChild<MessageBar*>();
        return bar->isVisible() ? bar->message() : QString();
    }
    /// The button of that action.
    void click(const char* action) {
        for (QToolButton* button : window_->findChildren<QToolButton*>())
            if (button->defaultAction() && button->defaultAction()->objectName() == action)
                return QTest::mouseClick(button, Qt::LeftButton);
        QFAIL("no such button");
    }

    void open() {
        window_ = std::make_unique<MainWindow>(2);
        showWindow(*window_, path("runs"));
    }
    void waitReady() { testing::waitReady(*window_); }
    /// An epoch then takes 30 steps.
    void openOnSmallData() {
        writeSmallData(path("data"));
        open();
        window_->begin(smallConfig(path("data")), {});
        waitReady();
    }
    void closeAndForget() {
        window_.reset();
        std::filesystem::remove_all(path("runs"));
    }
};

} // namespace expertscope::testing
