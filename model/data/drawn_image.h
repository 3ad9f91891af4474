// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/data/dataset.h"
#include "model/data/stroke_pen.h"

#include <memory>
#include <vector>

namespace expertscope {

/// An image made by hand: ink on empty paper, or on an example. Every stroke can be undone. Positions are in
/// pixels of the image, (0, 0) its top left corner; ink may lie beyond its edges.
class DrawnImage {
  public:
    explicit DrawnImage(ImageShape shape = {}) : shape_(shape) {}

    ImageShape shape() const { return shape_; }
    bool isEmpty() const { return now_.base.empty() && now_.ink.empty(); }
    /// Whether it began as an example; ink is then put on its pixels as they are.
    bool fromExample() const { return !now_.base.empty(); }
    /// Ink on empty paper of MNIST's size is framed as MNIST frames its digits, wherever and however large it
    /// was drawn: nothing else is like what a network was trained on.
    bool framed() const;
    const std::vector<InkLine>& ink() const { return now_.ink; }

    /// The image that a network is to see: shape().size() values, 0 to 1 where ink is concerned.
    std::vector<float> pixels() const;
    /// How far to the right of and below the middle of the frame the ink was drawn; 0, 0 unless framed().
    struct Offset {
        double x = 0, y = 0;
    };
    Offset inkOffset() const;

    /// pixels: shape().size() values. Undoable, as everything below.
    void startFrom(std::vector<float> pixels);
    void beginStroke(double x, double y, double radius);
    void continueStroke(double x, double y);
    void beginErasing(double x, double y, double radius);
    void continueErasing(double x, double y);
    void clear();

    bool canUndo() const { return !undo_.empty(); }
    bool canRedo() const { return !redo_.empty(); }
    void undo();
    void redo();

  private:
    struct State {
        std::vector<float> base; ///< the example's pixels; empty for empty paper
        std::vector<InkLine> ink;
    };
    void remember();
    void eraseAt(double x, double y);

    ImageShape shape_;
    State now_;
    std::vector<State> undo_, redo_;
    InkPoint eraser_;
};

/// A data set of one image, shape.size() values, of a class without a name: so that it is translated and
/// drawn as all others are.
std::shared_ptr<const Dataset> datasetOf(std::vector<float> image, ImageShape shape);

} // namespace expertscope
