// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "views/panels/probe_canvas.h"
#include "views/panels/probe_results.h"

class QLabel;
class QPushButton;
class QSlider;
class QToolButton;

namespace expertscope {

/// To ask a network about an image of one's own: a canvas with its tools, and below what the network says.
class ProbeView : public QWidget {
    Q_OBJECT

  public:
    explicit ProbeView(QWidget* parent = nullptr);

    ProbeCanvas* canvas() const { return canvas_; }
    ProbeResults* results() const { return results_; }

    /// Whether there is an example to take.
    void setExampleAvailable(bool available);

    /// Of speech there is nothing to draw: a sentence stands in place of the controls.
    void setDrawable(bool drawable);

  signals:
    /// The selected example is wanted on the canvas.
    void exampleRequested();

  private:
    QToolButton* addTool(QLayout* row, const QString& text, const QString& tip, const QString& name);
    QLayout* makeTools();
    QLayout* makeEdits();
    void refresh();
    void showTool();

    ProbeCanvas* canvas_;
    ProbeResults* results_;
    QToolButton *draw_, *erase_, *move_, *undo_, *redo_, *clear_;
    QSlider* brush_;
    QPushButton* take_;
    QLabel* notDrawable_;
};

} // namespace expertscope
