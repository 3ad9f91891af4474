// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/panels/probe_view.h"

#include <QBoxLayout>
#include <QButtonGroup>
#include <QLabel>
#include <QPushButton>
#include <QSlider>
#include <QToolButton>

#include <cmath>

namespace expertscope {
namespace {

constexpr double sliderSteps = 10; // a pixel

} // namespace

ProbeView::ProbeView(QWidget* parent)
    : QWidget(parent), canvas_(new ProbeCanvas), results_(new ProbeResults),
      brush_(new QSlider(Qt::Horizontal)), take_(new QPushButton(tr("Take the selected example"))) {
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(6, 4, 6, 4);
    layout->setSpacing(4);
    layout->addLayout(makeTools());
    layout->addLayout(makeEdits());
    layout->addWidget(canvas_);
    layout->addWidget(take_);
    layout->addWidget(results_, 1);

    notDrawable_ =
        new QLabel(tr("The probe is for images, which one draws and moves about. Speech can be neither: "
                      "click an example in a figure, and the Inspector shows what the network makes "
                      "of it."));
    notDrawable_->setObjectName(QStringLiteral("notDrawable"));
    notDrawable_->setWordWrap(true);
    notDrawable_->setAlignment(Qt::AlignCenter);
    notDrawable_->setMargin(12);
    notDrawable_->hide();
    layout->addWidget(notDrawable_, 1);

    take_->setObjectName(QStringLiteral("takeExample"));
    connect(take_, &QPushButton::clicked, this, &ProbeView::exampleRequested);
    connect(results_, &ProbeResults::shiftChosen, canvas_, &ProbeCanvas::moveTo);
    connect(canvas_, &ProbeCanvas::changed, this, &ProbeView::refresh);
    connect(canvas_, &ProbeCanvas::toolChanged, this, &ProbeView::showTool);
    setExampleAvailable(false);
    showTool();
}

QToolButton* ProbeView::addTool(QLayout* row, const QString& text, const QString& tip, const QString& name) {
    auto* button = new QToolButton;
    button->setText(text);
    button->setToolTip(tip);
    button->setObjectName(name);
    button->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    row->addWidget(button);
    return button;
}

QLayout* ProbeView::makeTools() {
    auto* row = new QHBoxLayout;
    draw_ =
        addTool(row, tr("Draw"), tr("Draw with the left button (D on the canvas)"), QStringLiteral("draw"));
    erase_ =
        addTool(row, tr("Erase"), tr("Erase with either button (X on the canvas)"), QStringLiteral("erase"));
    move_ =
        addTool(row, tr("Move"),
                tr("Drag the image over the canvas (M on the canvas; the middle button and the arrow keys "
                   "always move)"),
                QStringLiteral("move"));
    auto* group = new QButtonGroup(this);
    const std::array tools{draw_, erase_, move_};
    for (std::size_t i = 0; i < tools.size(); ++i) {
        tools[i]->setCheckable(true);
        group->addButton(tools[i], static_cast<int>(i));
    }
    connect(group, &QButtonGroup::idClicked, canvas_,
            [this](int id) { canvas_->setTool(static_cast<ProbeCanvas::Tool>(id)); });
    return row;
}

QLayout* ProbeView::makeEdits() {
    auto* row = new QHBoxLayout;
    undo_ = addTool(row, tr("Undo"), tr("Take the last stroke back (Ctrl+Z on the canvas)"),
                    QStringLiteral("undo"));
    redo_ = addTool(row, tr("Redo"), tr("Put it there again (Ctrl+Shift+Z on the canvas)"),
                    QStringLiteral("redo"));
    clear_ =
        addTool(row, tr("Clear"), tr("Empty the canvas (Delete on the canvas)"), QStringLiteral("clear"));
    brush_->setObjectName(QStringLiteral("brush"));
    brush_->setRange(qRound(ProbeCanvas::thinnest * sliderSteps),
                     qRound(ProbeCanvas::thickest * sliderSteps));
    brush_->setMinimumWidth(48);
    brush_->setToolTip(tr("Width of the brush ([ and ] on the canvas)"));
    brush_->setAccessibleName(tr("Width of the brush"));
    row->addWidget(brush_, 1);
    connect(undo_, &QToolButton::clicked, canvas_, &ProbeCanvas::undo);
    connect(redo_, &QToolButton::clicked, canvas_, &ProbeCanvas::redo);
    connect(clear_, &QToolButton::clicked, canvas_, &ProbeCanvas::clear);
    connect(brush_, &QSlider::valueChanged, canvas_,
            [this](int value) { canvas_->setBrush(value / sliderSteps); });
    return row;
}

void ProbeView::setExampleAvailable(bool available) {
    take_->setEnabled(available);
    take_->setToolTip(available ? tr("Put the selected example on the canvas, to drag it or draw on it")
                                : tr("Click an example in a figure first"));
}

void ProbeView::setDrawable(bool drawable) {
    for (QWidget* child : findChildren<QWidget*>(QString(), Qt::FindDirectChildrenOnly))
        child->setVisible((child == notDrawable_) != drawable);
}

void ProbeView::refresh() {
    const DrawnImage& image = canvas_->image();
    undo_->setEnabled(image.canUndo());
    redo_->setEnabled(image.canRedo());
    clear_->setEnabled(!image.isEmpty());
    const QSignalBlocker quiet(brush_);
    brush_->setValue(qRound(canvas_->brush() * sliderSteps));
}

void ProbeView::showTool() {
    const std::array tools{draw_, erase_, move_};
    tools[static_cast<int>(canvas_->tool())]->setChecked(true);
    for (QToolButton* tool : tools) { // in a dark theme the style's own mark is hardly to be seen
        QPalette colours;
        if (tool->isChecked()) {
            colours.setColor(QPalette::Button, palette().color(QPalette::Highlight));
            colours.setColor(QPalette::ButtonText, palette().color(QPalette::HighlightedText));
        }
        tool->setPalette(colours);
    }
    refresh();
}

} // namespace expertscope
