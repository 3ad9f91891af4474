// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/network/network.h"

#include <QObject>

#include <memory>

class QLabel;
class QWidget;

namespace expertscope {

class InspectorView;
struct Workspace;

/// Which example the Inspector shows, and what the network of the moment shown answers to it.
class InspectorController : public QObject {
    Q_OBJECT

  public:
    InspectorController(Workspace& workspace, QObject* parent);

    /// The view, below a line that says whose answers it shows where that is not the present network.
    QWidget* panel() const { return panel_; }
    InspectorView* view() const { return view_; }

  private:
    int example() const;
    void setNetwork(std::shared_ptr<const Network<float>> network);
    void setNote(const QString& note);
    void wantAnswer();
    void inspect();

    Workspace& workspace_;
    QWidget* panel_;
    QLabel* note_;
    InspectorView* view_;
    std::shared_ptr<const Network<float>> network_; ///< null while nothing can answer
};

} // namespace expertscope
