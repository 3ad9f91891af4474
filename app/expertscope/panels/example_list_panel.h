// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/data/example_set.h"
#include "model/network/network.h"
#include "views/figures/selection.h"
#include "views/panels/example_list.h"

#include <QObject>

#include <memory>

namespace expertscope {

class QueryThread;

/// Finds the examples behind what was chosen in a figure, on the query thread, and lists them.
class ExampleListPanel : public QObject {
    Q_OBJECT

  public:
    /// queries must outlive this.
    explicit ExampleListPanel(QueryThread& queries, QObject* parent = nullptr);

    ExampleList* view() const { return view_; }
    /// What is wanted. The answer follows when there is a network to ask: see setNetwork.
    void show(const Selection& selection, std::shared_ptr<const ExampleSet> set, std::int64_t step);
    /// The network that answers what has not been answered yet.
    void setNetwork(std::shared_ptr<const Network<float>> network);

  signals:
    /// A network is needed, as it is now.
    void networkWanted();

  private:
    void ask();
    QString about() const;

    QueryThread& queries_;
    ExampleList* view_;
    Selection selection_;
    std::shared_ptr<const ExampleSet> set_;
    std::shared_ptr<const Network<float>> network_;
    std::int64_t step_ = 0;
    bool waiting_ = false;
};

} // namespace expertscope
