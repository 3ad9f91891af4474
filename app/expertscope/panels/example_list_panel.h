// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/data/example_set.h"
#include "model/network/network.h"
#include "views/figures/selection.h"
#include "views/panels/example_list.h"

#include <QObject>

#include <memory>

namespace expertscope {

struct Workspace;

/// Finds the examples behind what was chosen in a figure, on the query thread, and lists them.
class ExampleListPanel : public QObject {
    Q_OBJECT

  public:
    ExampleListPanel(Workspace& workspace, QObject* parent);

    ExampleList* view() const { return view_; }
    /// Those of the moment that is shown. The answer follows when there is a network to ask.
    void show(const Selection& selection);

  signals:
    /// Something will be listed.
    void begun();

  private:
    void setNetwork(std::shared_ptr<const Network<float>> network);
    void ask();
    QString about() const;

    Workspace& workspace_;
    ExampleList* view_;
    Selection selection_;
    std::shared_ptr<const ExampleSet> set_;
    std::shared_ptr<const Network<float>> network_;
    std::int64_t step_ = 0;
    bool waiting_ = false;
};

} // namespace expertscope
