// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/data/drawn_image.h"
#include "model/data/translation.h"
#include "views/drawing/figure_style.h"
#include "views/panels/probe_sheet.h"

#include <QImage>
#include <QWidget>

namespace expertscope {

/// The canvas that a network reads, to be drawn on by hand: ink, eraser, and an image that is moved about
/// within the translations of its data. Everything can be undone.
class ProbeCanvas : public QWidget {
    Q_OBJECT

  public:
    enum class Tool { Draw, Erase, Move };

    explicit ProbeCanvas(QWidget* parent = nullptr);

    /// What the images are like; another kind than before makes the canvas empty.
    void setTranslation(const Translation& translation);
    const Translation& translation() const { return translation_; }

    const DrawnImage& image() const { return image_; }
    /// Where the image is: how far it was drawn from the middle, and moved since.
    Shift shift() const;
    /// As near as the translations of the data allow.
    void moveTo(int dy, int dx);
    /// pixels: translation().image().size() values.
    void take(std::vector<float> pixels, Shift shift);

    Tool tool() const { return tool_; }
    void setTool(Tool tool);
    /// Half a stroke's width, in pixels of the image.
    double brush() const { return brush_; }
    void setBrush(double radius);
    static constexpr double thinnest = 0.6, usual = 1.3, thickest = 3;

    void undo();
    void redo();
    void clear();

    /// Where the canvas is drawn: as large as fits, its pixels square.
    QRectF area() const;
    QSize sizeHint() const override { return {220, 220}; }
    QSize minimumSizeHint() const override { return {96, 96}; }
    bool hasHeightForWidth() const override { return true; }
    int heightForWidth(int width) const override;

  signals:
    /// The image is another one, or elsewhere.
    void changed();
    /// Tool or brush.
    void toolChanged();

  protected:
    bool event(QEvent* event) override;
    void paintEvent(QPaintEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void leaveEvent(QEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;

  private:
    struct Offset {
        int dy = 0, dx = 0;
    };
    enum class Drag { None, Ink, Eraser, Image };

    ProbeSheet sheet() const;
    Offset drawnAt() const;
    void announce();
    bool handles(const QKeyEvent& event) const;
    bool pressed(const QKeyEvent& event);
    void updateCursor();
    void paintBrush(QPainter& painter, const FigureStyle& style) const;

    Translation translation_{ImageShape{28, 28, 1}, 4};
    DrawnImage image_{ImageShape{28, 28, 1}};
    Offset moved_; ///< since it was drawn or taken
    Tool tool_ = Tool::Draw;
    double brush_ = usual;
    Drag drag_ = Drag::None;
    QPointF dragFrom_;
    Shift shiftFrom_;
    QPointF pointer_{-1, -1}; ///< outside when it is not over the canvas
};

} // namespace expertscope
