// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cerrno>

namespace expertscope {

/// What a call of the system answers, made again as long as a signal interrupts it: that is no failure, and
/// on the file systems of networks it happens.
template <class Call> auto uninterrupted(const Call& call) {
    auto answer = call();
    while (answer < 0 && errno == EINTR)
        answer = call();
    return answer;
}

} // namespace expertscope
