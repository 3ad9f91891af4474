// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/expertscope/common/query_thread.h"
#include "model/analysis/lesion.h"
#include "model/network/network.h"
#include "views/figures/selection.h"

#include <QObject>

#include <memory>

class QLabel;
class QWidget;

namespace expertscope {

class FigurePanels;
class InspectorView;
class NetworkSource;

/// Which example the Inspector shows, and what the network of the moment shown answers to it.
class InspectorController : public QObject {
    Q_OBJECT

  public:
    InspectorController(FigurePanels& figures, NetworkSource& networks, QueryThread& queries,
                        QObject* parent);

    /// The view, below a line that says whose answers it shows where that is not the present network.
    QWidget* panel() const { return panel_; }
    InspectorView* view() const { return view_; }
    /// The example chosen, or the best one of the combination chosen; -1 where none is.
    int example() const;
    void setSelection(const Selection& selection);
    /// What answers from now on; null while nothing can.
    void setNetwork(std::shared_ptr<const Network<float>> network);
    void setLesion(const Lesion& lesion);
    /// "Checkpoint at step 1,200"; empty for the present.
    void setNote(const QString& note);
    /// The network has learned something since the last answer.
    void snapshotChanged();

  private:
    void inspect();

    FigurePanels& figures_;
    NetworkSource& networks_;
    QueryThread& queries_;
    QWidget* panel_;
    QLabel* note_;
    InspectorView* view_;
    Selection selection_;
    std::shared_ptr<const Network<float>> network_;
    Lesion lesion_;
};

} // namespace expertscope
