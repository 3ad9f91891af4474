// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/data/example_set.h"
#include "model/speech/neighbouring_frames.h"
#include "views/drawing/figure_style.h"

#include <QImage>

class QPainter;

namespace expertscope {

/// The half second around an example of speech, as a spectrogram: time to the right, low bands at the bottom,
/// the example's own frames marked, the phones below. Frames that no example knows are left blank.
class SoundStretch {
  public:
    static constexpr int reach = 25; ///< frames of 10 ms each way

    SoundStretch() = default; ///< nothing, as for an image
    /// example: a place in the set.
    SoundStretch(const ExampleSet& set, int example);

    bool isEmpty() const { return image_.isNull(); }
    /// What it takes with its labels.
    double height(const FigureStyle& style) const;
    void paint(QPainter& painter, const QRectF& area, const FigureStyle& style) const;
    /// For people who do not see it: "hh eh l ow".
    QString phones() const;

  private:
    struct Run { ///< of one phone
        int begin = 0, end = 0;
        QString name;
    };
    void findRuns(const ExampleSet& set, const std::vector<int>& labels);

    QImage image_;
    std::vector<bool> known_; ///< one a frame
    std::vector<Run> runs_;
    int context_ = 1; ///< frames of the example itself
};

} // namespace expertscope
