// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/panels/examples_panel.h"

#include "views/figures/examples_figure.h"
#include "views/panels/expert_chooser.h"
#include "views/panels/figure_view.h"

#include <QKeyEvent>
#include <QScrollArea>
#include <QStyle>
#include <QVBoxLayout>

#include <cmath>

namespace expertscope {

ExamplesPanel::ExamplesPanel(QWidget* parent)
    : QWidget(parent), chooser_(new ExpertChooser), scroll_(new QScrollArea), view_(new FigureView) {
    scroll_->setObjectName(QStringLiteral("examplesScroll"));
    scroll_->setFrameShape(QFrame::NoFrame);
    scroll_->setWidgetResizable(true);
    scroll_->setFocusPolicy(Qt::NoFocus); // the figure takes the keys
    scroll_->setWidget(view_);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(chooser_);
    layout->addWidget(scroll_, 1);
    connect(chooser_, &ExpertChooser::changed, this, &ExamplesPanel::choiceChanged);
    connect(view_, &FigureView::reached, this, [this](const QRect& area) {
        scroll_->ensureVisible(area.center().x(), area.center().y(), area.width(), area.height());
    });
    scroll_->viewport()->installEventFilter(this);
    view_->installEventFilter(this);
}

void ExamplesPanel::setExamples(const GatingStatistics& statistics,
                                const std::shared_ptr<const ExampleSet>& examples,
                                const ExpertOrders& orders) {
    const QSignalBlocker quiet(chooser_); // the figure follows anyway
    chooser_->setExperts(statistics.top.columns);
    view_->setFigure(std::make_shared<ExamplesFigure>(statistics, examples, orders, chooser_->chosen()));
    makeRoom();
}

/// The figure is as large as the room, or as it must be.
void ExamplesPanel::makeRoom() {
    if (!view_->figure())
        return;
    // Of the whole room: a scroll bar that comes must not change what asked for it.
    const QSizeF room = scroll_->maximumViewportSize();
    QSizeF least = view_->figure()->leastSize(room, view_->figureStyle());
    const int bar = scroll_->style()->pixelMetric(QStyle::PM_ScrollBarExtent);
    if (least.width() > room.width() || least.height() > room.height())
        least = view_->figure()->leastSize(room - QSizeF(0, bar), view_->figureStyle());
    const auto side = [](double needed, double there) {
        return needed > there + 0.5 ? static_cast<int>(std::ceil(needed)) : 0;
    };
    view_->setMinimumSize(side(least.width(), room.width()), side(least.height(), room.height()));
}

bool ExamplesPanel::eventFilter(QObject* watched, QEvent* event) {
    if (watched == scroll_->viewport() && event->type() == QEvent::Resize)
        makeRoom();
    if (watched == view_ && event->type() == QEvent::KeyPress) {
        const int key = static_cast<QKeyEvent*>(event)->key();
        if (key == Qt::Key_PageUp || key == Qt::Key_PageDown) {
            chooser_->page(key == Qt::Key_PageDown ? 1 : -1);
            return true;
        }
    }
    return QWidget::eventFilter(watched, event);
}

} // namespace expertscope
