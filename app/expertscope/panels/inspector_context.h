// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/expertscope/common/query_thread.h"
#include "model/network/network.h"
#include "model/training/constrained_gates.h"

#include <QElapsedTimer>
#include <QObject>

#include <memory>

namespace expertscope {

class InspectorView;
class NetworkSource;

/// Asks, for the example that the Inspector shows, what the constraint makes of its gates and which examples
/// of other classes are most like it. The latter takes the whole set through the network, and is asked again
/// once a second at most.
class InspectorContext : public QObject {
    Q_OBJECT

  public:
    InspectorContext(InspectorView& view, NetworkSource& networks, QueryThread& queries, QObject* parent);

  private:
    void ask();

    InspectorView& view_;
    QueryThread& queries_;
    std::shared_ptr<const Network<float>> network_;
    std::shared_ptr<const ConstraintState> constraint_;
    QElapsedTimer sinceCompetitors_;
    int competitorsOf_ = -1; ///< the example that they were asked of last
};

} // namespace expertscope
