// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/panels/probe_results.h"

#include "views/drawing/figure_text.h"
#include "views/drawing/palette.h"
#include "views/drawing/tile_image.h"

#include <QMouseEvent>
#include <QPainter>

#include <algorithm>

namespace expertscope {
namespace {

/// The colour of the expert that has most of the gate, the paler the less it has.
QColor gateColour(const Eigen::Ref<const Vector<float>>& gates, const FigureStyle& style) {
    Index expert = 0;
    const float gate = gates.maxCoeff(&expert);
    const QColor full = expertColour(static_cast<int>(expert)), ground = style.background;
    const float even = 1.0f / static_cast<float>(std::max<Index>(2, gates.size()));
    const float strength = 0.15f + 0.85f * std::clamp((gate - even) / (1 - even), 0.0f, 1.0f);
    const auto mix = [strength](float from, float to) { return from + strength * (to - from); };
    return QColor::fromRgbF(mix(ground.redF(), full.redF()), mix(ground.greenF(), full.greenF()),
                            mix(ground.blueF(), full.blueF()));
}

} // namespace

ProbeResults::ProbeResults(QWidget* parent) : QWidget(parent) {
    setObjectName(QStringLiteral("probeResults"));
    setMouseTracking(true);
    setAttribute(Qt::WA_OpaquePaintEvent);
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Expanding);
    setAccessibleName(tr("Answer for the canvas"));
    describe();
}

void ProbeResults::setClassNames(const QStringList& names) {
    classNames_ = names;
    update();
}

void ProbeResults::setAnswer(std::shared_ptr<const ImageAnswer> answer, const QImage& seen,
                             const QString& note) {
    answer_ = std::move(answer);
    seen_ = seen;
    note_ = note;
    describe();
    update();
}

QString ProbeResults::className(int value) const {
    return classNames_.value(value, QString::number(value));
}

void ProbeResults::describe() {
    if (!answer_)
        return setAccessibleDescription(tr("Nothing is on the canvas."));
    QStringList parts{tr("Answered %1 with probability %2.")
                          .arg(className(answer_->answer),
                               numberText(static_cast<double>(answer_->posterior[answer_->answer]), 2))};
    for (std::size_t k = 0; k < answer_->gates.size(); ++k) {
        QStringList gates;
        for (const float gate : answer_->gates[k])
            gates << numberText(static_cast<double>(gate), 2);
        parts << tr("Gates of layer %1: %2.").arg(answer_->gatedLayers[k] + 1).arg(gates.join(", "));
    }
    setAccessibleDescription(parts.join(' '));
}

ProbeLayout ProbeResults::places() const {
    return layOutProbe(*answer_, size(), screenStyle(*this));
}

QRectF ProbeResults::mapArea(int k) const {
    if (!answer_ || k >= static_cast<int>(answer_->gates.size()))
        return {};
    return places().columns[static_cast<std::size_t>(k)].map;
}

void ProbeResults::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const FigureStyle look = screenStyle(*this);
    painter.fillRect(rect(), look.background);
    if (!answer_) {
        painter.setPen(look.mutedInk);
        painter.setFont(look.font());
        painter.drawText(
            QRectF(rect()).adjusted(14, 8, -14, -8), Qt::AlignCenter | Qt::TextWordWrap,
            tr("Draw above, or take the selected example. The gates of each layer, who would take "
               "it at every shift, and the answer appear here and follow as you draw or drag."));
        return;
    }
    const ProbeLayout at = places();
    paintHeader(painter, look, at);
    for (int k = 0; k < static_cast<int>(at.columns.size()); ++k) {
        paintGates(painter, look, at, k);
        paintMap(painter, look, at.columns[static_cast<std::size_t>(k)].map, k);
    }
    paintPosterior(painter, look, at);
}

void ProbeResults::paintHeader(QPainter& painter, const FigureStyle& look, const ProbeLayout& at) const {
    const double line = look.line();
    paintTile(painter, at.image, seen_, tileColours(look));
    painter.setRenderHint(QPainter::Antialiasing);
    const QRectF& words = at.words;
    const double sure = static_cast<double>(answer_->posterior[answer_->answer]);
    paintText(painter, words.adjusted(0, 0, 0, 0.5 * line), Qt::AlignLeft | Qt::AlignVCenter,
              tr("Answer %1, %2").arg(className(answer_->answer), numberText(sure, 2)),
              look.font(1.3, QFont::DemiBold), look.ink);
    paintText(painter, words.translated(0, 1.5 * line), Qt::AlignLeft | Qt::AlignVCenter,
              tr("Shift %1, %2").arg(numberText(answer_->shift.dy, 0), numberText(answer_->shift.dx, 0)),
              look.font(), look.mutedInk);
    paintText(painter, words.translated(0, 2.5 * line), Qt::AlignLeft | Qt::AlignVCenter,
              note_.isEmpty() ? tr("← what the network sees") : note_, look.font(), look.mutedInk);
}

void ProbeResults::paintGates(QPainter& painter, const FigureStyle& look, const ProbeLayout& at,
                              int k) const {
    const ProbeLayout::Column& column = at.columns[static_cast<std::size_t>(k)];
    const double line = look.line(), pitch = at.barPitch, width = column.bars.width();
    const double left = column.bars.left(), label = line, number = 2.4 * line;
    const double length = std::max(1.0, width - label - number);
    paintText(painter, column.title, Qt::AlignLeft | Qt::AlignVCenter,
              tr("Layer %1").arg(answer_->gatedLayers[k] + 1), look.font(1, QFont::DemiBold), look.ink);
    const auto& gates = answer_->gates[k];
    for (std::size_t i = 0; i < gates.size(); ++i) {
        const QRectF row(left, column.bars.top() + pitch * static_cast<double>(i), width, pitch);
        const QRectF bar(left + label, row.top() + 0.15 * pitch, length, 0.7 * pitch);
        const double gate = static_cast<double>(gates[i]);
        painter.fillRect(bar, look.shade);
        painter.fillRect(QRectF(bar.topLeft(), QSizeF(length * gate, bar.height())),
                         expertColour(static_cast<int>(i)));
        if (pitch < 0.8 * line)
            continue;
        paintText(painter, QRectF(left, row.top(), label, pitch), Qt::AlignLeft | Qt::AlignVCenter,
                  QString::number(i + 1), look.font(), look.mutedInk);
        paintText(painter, row, Qt::AlignRight | Qt::AlignVCenter, numberText(gate, 2), look.font(),
                  look.ink);
    }
}

void ProbeResults::paintMap(QPainter& painter, const FigureStyle& look, const QRectF& map, int k) const {
    if (map.isEmpty())
        return;
    const int side = answer_->side;
    const double cell = map.width() / side;
    const Matrix<float>& gates = answer_->gatesAt[k];
    painter.setRenderHint(QPainter::Antialiasing, false);
    for (int v = 0; v < side * side; ++v) {
        const QPointF from = map.topLeft() + cell * QPointF(v % side, v / side);
        // To whole pixels, so that cells leave no seams.
        const QRectF area(QPointF(qRound(from.x()), qRound(from.y())),
                          QPointF(qRound(from.x() + cell), qRound(from.y() + cell)));
        painter.fillRect(area, gateColour(gates.col(v), look));
    }
    painter.setRenderHint(QPainter::Antialiasing);
    const int jitter = side / 2;
    const QRectF here(map.topLeft() + cell * QPointF(answer_->shift.dx + jitter, answer_->shift.dy + jitter),
                      QSizeF(cell, cell));
    painter.setBrush(Qt::NoBrush);
    painter.setPen(QPen(look.background, look.points(2.2)));
    painter.drawRect(here);
    painter.setPen(QPen(look.ink, look.points(1.2)));
    painter.drawRect(here);
}

void ProbeResults::paintPosterior(QPainter& painter, const FigureStyle& look, const ProbeLayout& at) const {
    if (at.posterior.isEmpty())
        return;
    const auto& posterior = answer_->posterior;
    const double line = look.line(), top = at.posterior.top(), tall = at.posterior.height();
    const double pitch = at.posterior.width() / static_cast<double>(posterior.size());
    paintText(painter, at.posteriorTitle, Qt::AlignLeft | Qt::AlignVCenter, tr("Class posterior"),
              look.font(1, QFont::DemiBold), look.ink);
    double widest = look.em();
    for (std::size_t c = 0; c < posterior.size(); ++c)
        widest = std::max(widest, textWidth(className(static_cast<int>(c)), look.font()));
    const int step = labelStep(pitch, widest + 0.4 * look.em());
    for (std::size_t c = 0; c < posterior.size(); ++c) {
        const bool best = static_cast<int>(c) == answer_->answer;
        const double x = at.posterior.left() + pitch * static_cast<double>(c),
                     bar = tall * static_cast<double>(posterior[c]);
        painter.fillRect(QRectF(x + 0.12 * pitch, top, 0.76 * pitch, tall), look.shade);
        painter.fillRect(QRectF(x + 0.12 * pitch, top + tall - bar, 0.76 * pitch, bar),
                         best ? look.ink : look.mutedInk);
        // The answer always has its name; of the others those that leave it room.
        const int apart = std::abs(static_cast<int>(c) - answer_->answer);
        if (best || (static_cast<int>(c) % step == 0 && apart >= step))
            paintText(painter, QRectF(x - widest, top + tall, pitch + 2 * widest, line), Qt::AlignCenter,
                      className(static_cast<int>(c)), look.font(1, best ? QFont::DemiBold : QFont::Normal),
                      best ? look.ink : look.mutedInk);
    }
}

std::optional<ProbeLayout::Place> ProbeResults::placeAt(const QPointF& position) const {
    return answer_ ? places().placeAt(position) : std::nullopt;
}

QString ProbeResults::readOut(const ProbeLayout::Place& place) const {
    const int jitter = answer_->side / 2;
    Index expert = 0;
    const float gate = answer_->gatesAt[place.layer].col(place.value).maxCoeff(&expert);
    return tr("Shift %1 down, %2 right: layer %3 prefers expert %4, gate %5; answer %6")
        .arg(numberText(place.value / answer_->side - jitter, 0),
             numberText(place.value % answer_->side - jitter, 0))
        .arg(answer_->gatedLayers[place.layer] + 1)
        .arg(expert + 1)
        .arg(numberText(static_cast<double>(gate), 2), className(answer_->answerAt[place.value]));
}

void ProbeResults::choose(const QPointF& position) {
    if (const auto place = placeAt(position))
        emit shiftChosen(place->value / answer_->side - answer_->side / 2,
                         place->value % answer_->side - answer_->side / 2);
}

void ProbeResults::mousePressEvent(QMouseEvent* event) {
    if (event->button() == Qt::LeftButton)
        choose(event->position());
}

void ProbeResults::mouseMoveEvent(QMouseEvent* event) {
    const auto place = placeAt(event->position());
    setCursor(place ? Qt::PointingHandCursor : Qt::ArrowCursor);
    emit hovered(place ? readOut(*place) : QString());
    if (event->buttons() & Qt::LeftButton)
        choose(event->position());
}

void ProbeResults::leaveEvent(QEvent*) {
    emit hovered({});
}

} // namespace expertscope
