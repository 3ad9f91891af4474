// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/expertscope/common/query_thread.h"
#include "app/expertscope/session/current_selection.h"
#include "app/expertscope/session/network_source.h"
#include "app/expertscope/session/notices.h"
#include "app/expertscope/session/shown_moment.h"
#include "app/expertscope/session/training_session.h"

namespace expertscope {

/// What all panels share: each is given this, and follows what it needs of it by itself. What stands first
/// hears of changes first: when a panel asks for a network, it is known of which moment it has to be.
struct Workspace {
    explicit Workspace(int threads) : session(threads) {}
    Workspace(const Workspace&) = delete;
    Workspace& operator=(const Workspace&) = delete;
    ~Workspace() { queries.finish(); } // while all are there that it may answer

    TrainingSession session;
    QueryThread queries;
    Notices notices;
    ShownMoment moment{session};
    CurrentSelection selection{session};
    NetworkSource networks{session, moment, queries};
};

} // namespace expertscope
