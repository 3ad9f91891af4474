// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/panels/inspector_view.h"

#include "views/drawing/figure_text.h"
#include "views/drawing/palette.h"
#include "views/drawing/tile_image.h"
#include "views/figures/attribute_text.h"
#include "views/panels/competitor_strip.h"

#include <QMouseEvent>
#include <QPainter>

#include <algorithm>

namespace expertscope {
namespace {

constexpr double edge = 8; // points left and right of everything

// In lines of text.
constexpr double titleHeight = 1.15, belowGates = 0.7, posteriorBars = 3.2, belowPosterior = 1.7;

double pictureSide(const FigureStyle& style, double width) {
    return std::min(0.42 * width, 6.2 * style.line());
}
double headerHeight(const FigureStyle& style, double width) {
    return std::max(pictureSide(style, width), 5 * 1.15 * style.line()) + style.line();
}
/// A line for each expert, of many experts less.
double gatesHeight(const FigureStyle& style, std::size_t experts) {
    return style.line() * std::min(8., static_cast<double>(experts));
}

double stretchHeight(const SoundStretch& stretch, const FigureStyle& style) {
    return stretch.isEmpty() ? 0 : stretch.height(style) + (titleHeight + 0.5) * style.line();
}

/// What an example is beside its class: "vowel, end" and "voice m8" of speech, its shift of a translated
/// image.
QStringList otherAttributes(const ExampleSet& set, int example) {
    if (set.translation().jitter() > 0 || set.attributes().size() < 2) {
        const Shift shift = set.shift(example);
        return {InspectorView::tr("Shift %1, %2").arg(numberText(shift.dy, 0), numberText(shift.dx, 0))};
    }
    QStringList values, lines;
    for (std::size_t a = 1; a < set.attributes().size(); ++a) {
        const Attribute& attribute = set.attributes()[a];
        const QString value = QString::fromStdString(attribute.valueNames[attribute.values[example]]);
        if (attribute.name == "speaker") // a name says nothing by itself
            lines << attributeTitle(attribute) + ' ' + value;
        else
            values << value;
    }
    lines.prepend(values.join(QStringLiteral(", ")));
    return lines;
}

QString gateText(float before, std::optional<float> after) {
    const QString text = numberText(static_cast<double>(before), 2);
    return after ? QStringLiteral("%1 → %2").arg(text, numberText(static_cast<double>(*after), 2)) : text;
}

} // namespace

InspectorView::InspectorView(QWidget* parent) : QWidget(parent), strip_(new CompetitorStrip(this)) {
    strip_->hide();
    connect(strip_, &CompetitorStrip::exampleSelected, this, &InspectorView::exampleSelected);
    connect(strip_, &CompetitorStrip::hovered, this, &InspectorView::hovered);
    setAccessibleName(tr("Inspector"));
    setFocusPolicy(Qt::StrongFocus);
}

void InspectorView::setAnswer(std::shared_ptr<const ExampleAnswer> answer,
                              std::shared_ptr<const ExampleSet> set) {
    const bool another = !answer || !answer_ || answer->example != answer_->example || set != set_;
    answer_ = std::move(answer);
    set_ = std::move(set);
    if (another)
        tile_ = answer_ && set_ ? tileImage(*set_, answer_->example) : QImage();
    if (another)
        stretch_ = answer_ && set_ ? SoundStretch(*set_, answer_->example) : SoundStretch();
    setToolTip(stretch_.isEmpty() ? QString() : soundNote_);
    if (another)
        setContext({});
    describe();
    update();
    emit answerChanged();
}

void InspectorView::setContext(const ExampleContext& context) {
    const bool known = answer_ && context.example == answer_->example;
    const bool wasConstrained = context_.constrained.has_value();
    context_ = known ? context : ExampleContext();
    strip_->setExamples(context_.competitors, set_);
    placeStrip();
    if (wasConstrained || context_.constrained) // else nothing of it is drawn here
        update();
}

const ConstrainedGates* InspectorView::constrained() const {
    const auto& gates = context_.constrained;
    return gates && gates->before.size() == answer_->gates.size() ? &*gates : nullptr;
}

/// Of all that is always drawn.
double InspectorView::contentHeight(const FigureStyle& style) const {
    double high = style.points(edge) + headerHeight(style, width()) +
                  (titleHeight + posteriorBars + belowPosterior) * style.line() +
                  stretchHeight(stretch_, style);
    for (const auto& gates : answer_->gates)
        high += gatesHeight(style, gates.size()) + (titleHeight + belowGates) * style.line();
    return high;
}

/// At the bottom, where there is room for it below what the network answers.
void InspectorView::placeStrip() {
    const int high = strip_->sizeHint().height();
    strip_->setGeometry(0, height() - high, width(), high);
    const bool room = !context_.competitors.empty() && contentHeight(screenStyle(*this)) <= height() - high;
    if (room != strip_->isVisibleTo(this))
        update(); // what is above gives way, or has room again
    strip_->setVisible(room);
}

void InspectorView::resizeEvent(QResizeEvent*) {
    placeStrip();
}

void InspectorView::changeEvent(QEvent* event) {
    if (event->type() == QEvent::FontChange)
        placeStrip(); // it needs another height
    QWidget::changeEvent(event);
}

void InspectorView::describe() {
    if (!answer_)
        return setAccessibleDescription(tr("No example is selected."));
    const QString heard = stretch_.isEmpty() ? QString() : tr(" Around it: %1.").arg(stretch_.phones());
    setAccessibleDescription(tr("Example %1: a %2, answered %3.")
                                 .arg(set_->example(answer_->example))
                                 .arg(className(*set_, answer_->label), className(*set_, answer_->answer)) +
                             heard);
}

void InspectorView::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const FigureStyle style = screenStyle(*this);
    painter.fillRect(rect(), style.background);
    if (!answer_ || !set_) {
        painter.setPen(style.mutedInk);
        painter.setFont(style.font());
        painter.drawText(QRectF(rect()).adjusted(16, 16, -16, -16), Qt::AlignCenter | Qt::TextWordWrap,
                         tr("Click an example to see its gates, its path through the experts, and what each "
                            "combination of experts would answer."));
        return;
    }
    double y = style.points(edge);
    y = paintHeader(painter, style, y);
    y = paintStretch(painter, style, y);
    y = paintGates(painter, style, y);
    y = paintPosterior(painter, style, y);
    paintAlone(painter, style, y);
}

double InspectorView::paintTitle(QPainter& painter, const FigureStyle& style, double y,
                                 const QString& text) const {
    const double line = style.line();
    paintText(painter, QRectF(style.points(edge), y, width() - 2 * style.points(edge), line),
              Qt::AlignLeft | Qt::AlignVCenter, text, style.font(1, QFont::DemiBold), style.ink);
    return y + titleHeight * line;
}

double InspectorView::paintHeader(QPainter& painter, const FigureStyle& style, double y) const {
    const double left = style.points(edge), line = style.line();
    const double side = pictureSide(style, width());
    paintTile(painter, tileWithin(QRectF(left, y, side, side), set_->shape()), tile_, tileColours(style));
    const QRectF text(left + side + style.points(edge), y, width() - side - 3 * left, line);
    QString path;
    for (std::size_t k = 0; k < answer_->path.size(); ++k)
        path += (k ? QStringLiteral(" → ") : QString()) + QString::number(answer_->path[k] + 1);
    const bool right = answer_->answer == answer_->label;
    const QString title = attributeTitle(set_->attributes().front());
    QStringList lines{
        tr("Example %1").arg(set_->example(answer_->example)),
        tr("%1 %2").arg(title.left(1).toUpper() + title.mid(1), className(*set_, answer_->label)),
        right ? tr("Answer %1").arg(className(*set_, answer_->answer))
              : tr("Answer %1 (wrong)").arg(className(*set_, answer_->answer))};
    lines << otherAttributes(*set_, answer_->example) << tr("Path %1").arg(path);
    for (qsizetype i = 0; i < lines.size(); ++i)
        paintText(painter, text.translated(0, 1.15 * line * static_cast<double>(i)),
                  Qt::AlignLeft | Qt::AlignVCenter, lines[i],
                  style.font(1, i == 0 || (i == 2 && !right) ? QFont::DemiBold : QFont::Normal), style.ink);
    return y + headerHeight(style, width());
}

QRectF InspectorView::stretchArea() const {
    if (!answer_ || stretch_.isEmpty())
        return {};
    const FigureStyle style = screenStyle(*this);
    const double left = style.points(edge);
    return {left, left + headerHeight(style, width()) + titleHeight * style.line(), width() - 2 * left,
            stretch_.height(style)};
}

double InspectorView::paintStretch(QPainter& painter, const FigureStyle& style, double y) const {
    if (stretch_.isEmpty())
        return y;
    paintTitle(painter, style, y, tr("Half a second around it"));
    const QRectF area = stretchArea();
    stretch_.paint(painter, area, style);
    return y + stretchHeight(stretch_, style);
}

void InspectorView::setSoundNote(const QString& note) {
    soundNote_ = note;
    setToolTip(stretch_.isEmpty() ? QString() : soundNote_);
}

void InspectorView::mousePressEvent(QMouseEvent* event) {
    if (event->button() == Qt::LeftButton && stretchArea().contains(event->position()))
        emit soundRequested();
    QWidget::mousePressEvent(event);
}

double InspectorView::paintGates(QPainter& painter, const FigureStyle& style, double y) const {
    const double left = style.points(edge), line = style.line();
    for (std::size_t k = 0; k < answer_->gates.size(); ++k) {
        const ConstrainedGates* training = constrained();
        y = paintTitle(painter, style, y,
                       (training ? tr("Layer %1: gate → constrained") : tr("Gates of layer %1"))
                           .arg(answer_->gatedLayers[k] + 1));
        const auto& gates = training ? training->before[k] : answer_->gates[k];
        const double label = 1.4 * line, number = (training ? 5.2 : 2.6) * line;
        const double length = width() - 2 * left - label - number;
        const double pitch = gatesHeight(style, gates.size()) / static_cast<double>(gates.size());
        for (std::size_t i = 0; i < gates.size(); ++i) {
            const double top = y + pitch * static_cast<double>(i);
            const std::optional<float> after = training ? std::optional(training->after[k][i]) : std::nullopt;
            paintBar(painter, style, QRectF(left + label, top + 0.15 * pitch, length, 0.7 * pitch),
                     static_cast<int>(i), gates[i], after);
            if (pitch < 0.8 * line)
                continue;
            paintText(painter, QRectF(left, top, label, pitch), Qt::AlignLeft | Qt::AlignVCenter,
                      QString::number(i + 1), style.font(), style.mutedInk);
            paintText(painter, QRectF(left + label + length, top, number, pitch),
                      Qt::AlignRight | Qt::AlignVCenter, gateText(gates[i], after), style.font(), style.ink);
        }
        y += gatesHeight(style, gates.size()) + belowGates * line;
    }
    return y;
}

/// The gate's own bar; with a constraint, below it a thin one of what training made of it.
void InspectorView::paintBar(QPainter& painter, const FigureStyle& style, const QRectF& bar, int expert,
                             float before, std::optional<float> after) const {
    QRectF upper = bar;
    if (after)
        upper.setHeight(0.55 * bar.height());
    painter.fillRect(bar, style.grid);
    QColor colour = expertColour(expert);
    painter.fillRect(
        QRectF(upper.topLeft(), QSizeF(bar.width() * static_cast<double>(before), upper.height())), colour);
    if (!after)
        return;
    colour.setAlphaF(0.6f);
    painter.fillRect(QRectF(QPointF(bar.left(), upper.bottom()),
                            QSizeF(bar.width() * static_cast<double>(*after), bar.height() - upper.height())),
                     colour);
}

double InspectorView::paintPosterior(QPainter& painter, const FigureStyle& style, double y) const {
    const double left = style.points(edge), line = style.line();
    y = paintTitle(painter, style, y, tr("Class posterior"));
    const auto& posterior = answer_->posterior;
    const double pitch = (width() - 2 * left) / static_cast<double>(posterior.size()),
                 high = posteriorBars * line;
    double widest = 0;
    for (std::size_t c = 0; c < posterior.size(); ++c)
        widest = std::max(widest, textWidth(className(*set_, static_cast<int>(c)), style.font()));
    const bool all = widest <= pitch;
    for (std::size_t c = 0; c < posterior.size(); ++c) {
        const double x = left + pitch * static_cast<double>(c),
                     bar = high * static_cast<double>(posterior[c]);
        const bool correct = static_cast<int>(c) == answer_->label;
        painter.fillRect(QRectF(x + 0.12 * pitch, y, 0.76 * pitch, high), style.grid);
        painter.fillRect(QRectF(x + 0.12 * pitch, y + high - bar, 0.76 * pitch, bar),
                         correct ? expertColour(2) : style.mutedInk);
        const QString name = className(*set_, static_cast<int>(c));
        const QFont nameFont = style.font(1, correct ? QFont::DemiBold : QFont::Normal);
        const bool answered = static_cast<int>(c) == answer_->answer;
        const bool apart = std::abs(answer_->answer - answer_->label) * pitch > 2 * line;
        if (all || correct || (answered && apart)) // the others have no room
            paintText(painter, QRectF(x - line, y + high, pitch + 2 * line, line), Qt::AlignCenter, name,
                      nameFont, correct ? style.ink : style.mutedInk);
    }
    return y + high + belowPosterior * line;
}

void InspectorView::paintAlone(QPainter& painter, const FigureStyle& style, double y) const {
    if (answer_->alone.empty() || answer_->rows > 16 || answer_->columns > 16)
        return;
    const double left = style.points(edge), line = style.line();
    const double below = y + titleHeight * line; // the title
    const double high = strip_->isVisibleTo(this) ? strip_->y() : height();
    const double cell = std::min(
        {(width() - 2 * left - line) / answer_->columns, 2.4 * line, (high - below - line) / answer_->rows});
    if (cell < 0.9 * line)
        return;
    y = paintTitle(painter, style, y,
                   answer_->columns > 1 ? tr("Each combination alone") : tr("Each expert alone"));
    for (int row = 0; row < answer_->rows; ++row)
        for (int column = 0; column < answer_->columns; ++column) {
            const ExampleAnswer::Alone& alone = answer_->alone[row * answer_->columns + column];
            const QRectF area(left + line + cell * column, y + line + cell * row, cell, cell);
            const QRectF inner = area.adjusted(1, 1, -1, -1);
            QColor ground = alone.answer == answer_->label ? expertColour(2) : style.mutedInk;
            ground.setAlphaF(static_cast<float>(0.08 + 0.5 * static_cast<double>(alone.probability)));
            painter.fillRect(inner, ground);
            const bool onPath =
                row == answer_->path[0] && (answer_->columns == 1 || column == answer_->path[1]);
            painter.setPen(onPath ? QPen(style.ink, style.points(1)) : QPen(Qt::NoPen));
            painter.setBrush(Qt::NoBrush);
            painter.drawRect(inner);
            paintText(painter, area, Qt::AlignCenter, className(*set_, alone.answer), style.font(),
                      style.ink);
            if (row == 0 && answer_->columns > 1)
                paintText(painter,
                          area.translated(0, -line).adjusted(0, cell - line, 0, 0).translated(0, line - cell),
                          Qt::AlignHCenter | Qt::AlignTop, QString::number(column + 1), style.font(),
                          style.mutedInk);
            if (column == 0)
                paintText(painter, QRectF(left, area.top(), line, cell), Qt::AlignLeft | Qt::AlignVCenter,
                          QString::number(row + 1), style.font(), style.mutedInk);
        }
}

} // namespace expertscope
