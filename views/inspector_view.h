#pragma once

#include "model/analysis/example_answer.h"
#include "views/figure_style.h"

#include <QImage>
#include <QWidget>

#include <memory>

namespace expertscope {

/// One example and how the network deals with it: its image, its gates per layer as bars, the path, the class
/// posterior, and what each combination of experts alone would answer. A drawing, so that it scales with the
/// window.
class InspectorView : public QWidget {
    Q_OBJECT

  public:
    explicit InspectorView(QWidget* parent = nullptr);

    /// set: what answer.example indexes. Null answers leave the view empty.
    void setAnswer(std::shared_ptr<const ExampleAnswer> answer, std::shared_ptr<const ExampleSet> set);
    const ExampleAnswer* answer() const { return answer_.get(); }

    QSize sizeHint() const override { return {232, 480}; }
    QSize minimumSizeHint() const override { return {180, 200}; }

  protected:
    void paintEvent(QPaintEvent* event) override;

  private:
    void describe();
    double paintHeader(QPainter& painter, const FigureStyle& style, double y) const;
    double paintGates(QPainter& painter, const FigureStyle& style, double y) const;
    double paintPosterior(QPainter& painter, const FigureStyle& style, double y) const;
    void paintAlone(QPainter& painter, const FigureStyle& style, double y) const;
    double paintTitle(QPainter& painter, const FigureStyle& style, double y, const QString& text) const;

    std::shared_ptr<const ExampleAnswer> answer_;
    std::shared_ptr<const ExampleSet> set_;
    QImage tile_;
};

} // namespace expertscope
