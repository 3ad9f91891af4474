// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/expertscope/window/application.h"

#include "model/base/error.h"

#include <cstdio>

namespace expertscope {

bool Application::notify(QObject* receiver, QEvent* event) {
    try {
        return QApplication::notify(receiver, event);
    } catch (const std::exception& error) {
        const QString sentence = QString::fromStdString(sentenceOf(error));
        if (tell_)
            tell_(sentence);
        else
            std::fprintf(stderr, "expertscope: %s\n", qUtf8Printable(sentence));
        return true;
    }
}

} // namespace expertscope
