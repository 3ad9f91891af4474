// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/expertscope/window/signal_closing.h"

#include <QApplication>
#include <QSocketNotifier>

namespace expertscope {

SignalClosing::SignalClosing() {
    if (stopDescriptor() < 0)
        return;
    auto* heard = new QSocketNotifier(stopDescriptor(), QSocketNotifier::Read, this);
    connect(heard, &QSocketNotifier::activated, this, [heard] {
        heard->setEnabled(false); // it stays readable
        QApplication::closeAllWindows();
    });
}

SignalClosing::~SignalClosing() {
    if (stopSignal() != 0)
        endBySignal(stopSignal());
}

} // namespace expertscope
