// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/analysis/nearest_examples.h"
#include "model/data/example_set.h"
#include "views/drawing/figure_style.h"

#include <QImage>
#include <QWidget>

#include <memory>
#include <optional>

namespace expertscope {

/// A row of small tiles: the examples of other classes that a network finds most like one example, their
/// class below each. The most alike comes first; who stays among them later keeps its place, so that nothing
/// jumps under the pointer. A click chooses one, and so do the arrow keys and Enter.
class CompetitorStrip : public QWidget {
    Q_OBJECT

  public:
    explicit CompetitorStrip(QWidget* parent = nullptr);

    void setExamples(std::vector<NearestExample> examples, std::shared_ptr<const ExampleSet> set);
    int count() const { return static_cast<int>(examples_.size()); }
    QRectF tileArea(int place) const;

    QSize sizeHint() const override;

    /// How many there is room for.
    static constexpr int most = 6;

  signals:
    void exampleSelected(int example);
    void hovered(const QString& readOut);

  protected:
    bool event(QEvent* event) override;
    void paintEvent(QPaintEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void leaveEvent(QEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void changeEvent(QEvent* event) override;

  private:
    int placeAt(const QPointF& position) const;
    QString readOut(int place) const;
    void choose(int place);
    void describe();
    void keepPlaces(const std::vector<NearestExample>& examples);

    std::vector<NearestExample> examples_;
    std::shared_ptr<const ExampleSet> set_;
    std::vector<QImage> tiles_;
    int current_ = 0; ///< that the keys are at
};

} // namespace expertscope
