// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/analysis/example_answer.h"
#include "model/analysis/nearest_examples.h"
#include "model/training/constrained_gates.h"
#include "views/drawing/figure_style.h"
#include "views/drawing/sound_stretch.h"

#include <QImage>
#include <QWidget>

#include <memory>
#include <optional>

namespace expertscope {

class CompetitorStrip;

/// What is known of an example beside the network's answer.
struct ExampleContext {
    int example = -1;
    std::optional<ConstrainedGates> constrained; ///< while training is constrained
    std::vector<NearestExample> competitors;
};

/// One example and how the network deals with it: its image, its gates per layer as bars (and what the
/// constraint makes of them), the path, the class posterior, what each combination of experts alone would
/// answer, and the examples of other classes that are most like it. A drawing, so that it scales with the
/// window.
class InspectorView : public QWidget {
    Q_OBJECT

  public:
    explicit InspectorView(QWidget* parent = nullptr);

    /// set: what answer.example indexes. Null answers leave the view empty.
    void setAnswer(std::shared_ptr<const ExampleAnswer> answer, std::shared_ptr<const ExampleSet> set);
    const ExampleAnswer* answer() const { return answer_.get(); }
    const std::shared_ptr<const ExampleSet>& set() const { return set_; }
    /// Of the example that is shown, else it is not drawn.
    void setContext(const ExampleContext& context);
    const ExampleContext& context() const { return context_; }

    /// What there is to say of the sound of an example of speech: how to hear it, or why one cannot.
    void setSoundNote(const QString& note);
    /// Where the stretch of sound around the example is; empty for images.
    QRectF stretchArea() const;

    QSize sizeHint() const override { return {232, 480}; }
    QSize minimumSizeHint() const override { return {180, 200}; }

  signals:
    /// Another answer is shown, or none.
    void answerChanged();
    /// One of the competitors was chosen.
    void exampleSelected(int example);
    void hovered(const QString& readOut);
    /// The stretch of sound was clicked.
    void soundRequested();

  protected:
    void mousePressEvent(QMouseEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void changeEvent(QEvent* event) override;
    void paintEvent(QPaintEvent* event) override;

  private:
    void describe();
    void placeStrip();
    double contentHeight(const FigureStyle& style) const;
    const ConstrainedGates* constrained() const;
    void paintBar(QPainter& painter, const FigureStyle& style, const QRectF& bar, int expert, float before,
                  std::optional<float> after) const;
    double paintHeader(QPainter& painter, const FigureStyle& style, double y) const;
    double paintStretch(QPainter& painter, const FigureStyle& style, double y) const;
    double paintGates(QPainter& painter, const FigureStyle& style, double y) const;
    double paintPosterior(QPainter& painter, const FigureStyle& style, double y) const;
    void paintAlone(QPainter& painter, const FigureStyle& style, double y) const;
    double paintTitle(QPainter& painter, const FigureStyle& style, double y, const QString& text) const;

    std::shared_ptr<const ExampleAnswer> answer_;
    std::shared_ptr<const ExampleSet> set_;
    QImage tile_;
    SoundStretch stretch_;
    QString soundNote_;
    ExampleContext context_;
    CompetitorStrip* strip_;
};

} // namespace expertscope
