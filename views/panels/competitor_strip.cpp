// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/panels/competitor_strip.h"

#include "views/drawing/figure_text.h"
#include "views/drawing/tile_image.h"
#include "views/figures/attribute_text.h"

#include <QEvent>
#include <QHelpEvent>
#include <QKeyEvent>
#include <QPainter>
#include <QToolTip>

#include <algorithm>

namespace expertscope {
namespace {

constexpr double stripEdge = 8; // points left and right, as in the Inspector
constexpr double gap = 4;

} // namespace

CompetitorStrip::CompetitorStrip(QWidget* parent) : QWidget(parent) {
    setObjectName(QStringLiteral("competitors"));
    setAccessibleName(tr("Nearest of other classes"));
    setFocusPolicy(Qt::StrongFocus);
    setMouseTracking(true);
}

void CompetitorStrip::setExamples(std::vector<NearestExample> examples,
                                  std::shared_ptr<const ExampleSet> set) {
    examples.resize(std::min<std::size_t>(examples.size(), most));
    const std::vector<NearestExample> before = examples_;
    const bool anew = set != set_ || examples.size() != examples_.size();
    set_ = std::move(set);
    if (anew)
        examples_ = std::move(examples);
    else
        keepPlaces(examples);
    tiles_.resize(examples_.size());
    for (std::size_t place = 0; place < examples_.size(); ++place)
        if (anew || examples_[place].example != before[place].example) {
            tiles_[place] = tileImage(*set_, examples_[place].example);
            update();
        }
    current_ = std::clamp(current_, 0, std::max(0, count() - 1));
    describe();
}

/// The new ones take the places of those that are no longer among them.
void CompetitorStrip::keepPlaces(const std::vector<NearestExample>& examples) {
    const auto placeOf = [](const std::vector<NearestExample>& list, int example) {
        return std::find_if(list.begin(), list.end(),
                            [&](const NearestExample& one) { return one.example == example; });
    };
    auto next = examples.begin();
    const std::vector<NearestExample> before = examples_;
    for (NearestExample& one : examples_) {
        if (const auto stays = placeOf(examples, one.example); stays != examples.end()) {
            one = *stays;
            continue;
        }
        while (placeOf(before, next->example) != before.end())
            ++next; // has its place
        one = *next++;
    }
}

/// A heading, the tiles, and a line for their classes.
QSize CompetitorStrip::sizeHint() const {
    const FigureStyle look = screenStyle(*this);
    return {232, static_cast<int>(3.2 * look.line() + look.points(24))};
}

QRectF CompetitorStrip::tileArea(int place) const {
    const FigureStyle look = screenStyle(*this);
    const double left = look.points(stripEdge), between = look.points(gap);
    const double room = (width() - 2 * left - (most - 1) * between) / most;
    const double side = std::min(room, height() - 2.9 * look.line());
    return {left + place * (side + between), 1.25 * look.line(), side, side};
}

int CompetitorStrip::placeAt(const QPointF& position) const {
    for (int place = 0; place < count(); ++place)
        if (tileArea(place).adjusted(-1, -1, 1, screenStyle(*this).line()).contains(position))
            return place;
    return -1;
}

QString CompetitorStrip::readOut(int place) const {
    const NearestExample& one = examples_[static_cast<std::size_t>(place)];
    return tr("Example %1, class %2, answered %3\ncosine of the top layers' outputs %4")
        .arg(set_->example(one.example))
        .arg(className(*set_, set_->label(one.example)), className(*set_, one.answer),
             numberText(static_cast<double>(one.similarity), 3));
}

void CompetitorStrip::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const FigureStyle look = screenStyle(*this);
    painter.fillRect(rect(), look.background);
    paintText(painter, QRectF(look.points(stripEdge), 0, width() - 2 * look.points(stripEdge), look.line()),
              Qt::AlignLeft | Qt::AlignVCenter, tr("Nearest of other classes"), look.font(1, QFont::DemiBold),
              look.ink);
    for (int place = 0; place < count(); ++place) {
        const QRectF area = tileArea(place);
        paintTile(painter, tileWithin(area, set_->shape()), tiles_[static_cast<std::size_t>(place)],
                  tileColours(look));
        paintText(painter, QRectF(area.left(), area.bottom(), area.width(), look.line()), Qt::AlignCenter,
                  className(*set_, set_->label(examples_[static_cast<std::size_t>(place)].example)),
                  look.font(), look.mutedInk);
        if (!hasFocus() || place != current_)
            continue;
        painter.setBrush(Qt::NoBrush);
        painter.setPen(QPen(palette().color(QPalette::Highlight), look.points(1.5)));
        painter.drawRect(area);
    }
}

void CompetitorStrip::choose(int place) {
    if (place < 0 || place >= count())
        return;
    current_ = place;
    emit exampleSelected(examples_[static_cast<std::size_t>(place)].example);
}

void CompetitorStrip::mousePressEvent(QMouseEvent* event) {
    if (event->button() == Qt::LeftButton)
        choose(placeAt(event->position()));
}

void CompetitorStrip::mouseMoveEvent(QMouseEvent* event) {
    const int place = placeAt(event->position());
    setCursor(place >= 0 ? Qt::PointingHandCursor : Qt::ArrowCursor);
    emit hovered(place >= 0 ? readOut(place) : QString());
}

void CompetitorStrip::leaveEvent(QEvent*) {
    emit hovered({});
}

void CompetitorStrip::keyPressEvent(QKeyEvent* event) {
    if (event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter)
        return choose(current_);
    const int by = event->key() == Qt::Key_Right ? 1 : event->key() == Qt::Key_Left ? -1 : 0;
    if (by == 0)
        return QWidget::keyPressEvent(event);
    current_ = std::clamp(current_ + by, 0, std::max(0, count() - 1));
    describe();
    update();
    if (count() > 0)
        emit hovered(readOut(current_));
}

bool CompetitorStrip::event(QEvent* event) {
    if (event->type() != QEvent::ToolTip)
        return QWidget::event(event);
    const auto* help = static_cast<QHelpEvent*>(event);
    const int place = placeAt(help->pos());
    QToolTip::showText(help->globalPos(),
                       place >= 0 ? tr("%1\n(a click shows it; arrow keys and Enter)").arg(readOut(place))
                                  : tr("Examples of other classes whose output of the top layer points most "
                                       "nearly the same way"),
                       this);
    return true;
}

void CompetitorStrip::changeEvent(QEvent* event) {
    if (event->type() == QEvent::PaletteChange || event->type() == QEvent::FontChange)
        update();
    QWidget::changeEvent(event);
}

void CompetitorStrip::describe() {
    setAccessibleDescription(count() > 0 ? readOut(current_) : QString());
}

} // namespace expertscope
