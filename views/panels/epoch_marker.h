// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

#include <optional>

class QCustomPlot;

namespace expertscope {

/// A line across all panels of a plot at one epoch, on top of it: it moves without the plot being drawn
/// again.
class EpochMarker : public QWidget {
    Q_OBJECT

  public:
    /// A child of the plot, as large as it.
    explicit EpochMarker(QCustomPlot* plot);

    void setEpoch(std::optional<double> epoch);
    std::optional<double> epoch() const { return epoch_; }

  protected:
    void paintEvent(QPaintEvent* event) override;
    bool eventFilter(QObject* watched, QEvent* event) override;

  private:
    QCustomPlot* plot_;
    std::optional<double> epoch_;
};

} // namespace expertscope
