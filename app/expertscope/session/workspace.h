// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/expertscope/common/query_thread.h"
#include "app/expertscope/session/current_selection.h"
#include "app/expertscope/session/network_source.h"
#include "app/expertscope/session/notices.h"
#include "app/expertscope/session/shown_moment.h"
#include "app/expertscope/session/training_session.h"

namespace expertscope {

/// What all panels share: each is given this, and follows what it needs of it by itself. What comes first is
/// told first: a network is asked for after the moment it is of is known.
struct Workspace {
    explicit Workspace(int threads) : session(threads) {}

    TrainingSession session;
    QueryThread queries;
    Notices notices;
    ShownMoment moment{session};
    CurrentSelection selection{session};
    NetworkSource networks{session, moment, queries};
};

} // namespace expertscope
