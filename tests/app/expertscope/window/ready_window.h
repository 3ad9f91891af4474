// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/expertscope/window/main_window.h"

#include <QAction>
#include <QtTest>

#include <functional>

namespace expertscope::testing {

/// Milliseconds to wait at most: generous, for a busy machine; what is waited for takes a few.
constexpr int patience = 30000;

/// As a user has it in front of them, with its runs in that folder.
inline void showWindow(MainWindow& window, const std::filesystem::path& runs) {
    window.session().setRunsFolder(runs);
    window.resize(1280, 800);
    window.show();
    QVERIFY(QTest::qWaitForWindowExposed(&window));
}

/// Waits until the window is paused and knows: its controls are enabled a moment after the engine says so.
inline void waitReady(
    MainWindow& window, const std::function<bool()>& also = [] { return true; }) {
    const auto* start = window.findChild<QAction*>(QStringLiteral("start"));
    QTRY_VERIFY_WITH_TIMEOUT(window.status()->state == EngineStatus::State::Paused && start->isEnabled() &&
                                 start->text() == "Start" && also(),
                             patience);
}

} // namespace expertscope::testing
