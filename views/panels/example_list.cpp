// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/panels/example_list.h"

#include "views/drawing/figure_style.h"
#include "views/drawing/figure_text.h"
#include "views/drawing/tile_image.h"

#include <QComboBox>
#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QListView>
#include <QLocale>
#include <QPainter>
#include <QRandomGenerator>
#include <QStandardItemModel>
#include <QToolButton>

#include <algorithm>

namespace expertscope {
namespace {

constexpr int mostShown = 300;
constexpr int tileSize = 48;

QPixmap tile(const ExampleSet& set, int example, const FigureStyle& style, qreal ratio) {
    QPixmap pixmap(QSize(tileSize, tileSize) * ratio);
    pixmap.fill(Qt::transparent);
    pixmap.setDevicePixelRatio(ratio);
    QPainter painter(&pixmap);
    paintTile(painter, tileWithin(QRectF(0, 0, tileSize, tileSize), set.shape()), tileImage(set, example),
              tileColours(style));
    return pixmap;
}

} // namespace

ExampleList::ExampleList(QWidget* parent)
    : QWidget(parent),
      title_(new QLabel(tr("Double-click a cell of a figure to see the examples behind it"))),
      order_(new QComboBox), view_(new QListView), items_(new QStandardItemModel(this)) {
    order_->addItems({tr("Surest first"), tr("Most uncertain first"), tr("Misclassified")});
    order_->setToolTip(tr("Which of the examples, and in what order"));
    order_->setAccessibleName(tr("Order of the examples"));
    title_->setWordWrap(true);
    view_->setModel(items_);
    view_->setViewMode(QListView::IconMode);
    view_->setMovement(QListView::Static);
    view_->setResizeMode(QListView::Adjust);
    view_->setUniformItemSizes(true);
    view_->setEditTriggers(QAbstractItemView::NoEditTriggers);
    view_->setIconSize({tileSize, tileSize});
    view_->setSpacing(3);
    view_->setAccessibleName(tr("Examples"));
    auto* top = new QHBoxLayout;
    const auto button = [&](Qt::ArrowType arrow, const QString& text, const QString& tip, auto slot) {
        auto* made = new QToolButton;
        made->setArrowType(arrow);
        made->setText(text);
        made->setToolTip(tip);
        made->setAccessibleName(tip);
        connect(made, &QToolButton::clicked, this, slot);
        top->addWidget(made);
    };
    button(Qt::LeftArrow, {}, tr("The example before"), [this] { step(-1); });
    button(Qt::RightArrow, {}, tr("The next example"), [this] { step(1); });
    button(Qt::NoArrow, tr("Any"), tr("An example by chance"), [this] { stepAnywhere(); });
    top->addStretch(1);
    top->addWidget(order_);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(6, 4, 6, 4);
    layout->addWidget(title_);
    layout->addLayout(top);
    layout->addWidget(view_, 1);
    connect(order_, &QComboBox::activated, this, &ExampleList::orderChanged);
    connect(view_->selectionModel(), &QItemSelectionModel::currentChanged, this,
            [this](const QModelIndex& now) {
                if (now.isValid())
                    emit exampleSelected(examples_[now.row()].example);
            });
}

ExampleOrder ExampleList::order() const {
    return static_cast<ExampleOrder>(order_->currentIndex());
}

void ExampleList::setExamples(const QString& about, std::vector<RankedExample> examples,
                              std::shared_ptr<const ExampleSet> set) {
    const auto found = static_cast<int>(examples.size());
    examples.resize(std::min(found, mostShown));
    examples_ = std::move(examples);
    set_ = std::move(set);
    const QLocale locale;
    const QString number = locale.toString(found);
    title_->setText(found > mostShown ? tr("%1: the first %2 of %3").arg(about).arg(mostShown).arg(number)
                    : found == 1      ? tr("%1: one example").arg(about)
                                      : tr("%1: %2 examples").arg(about, number));
    fill();
}

void ExampleList::fill() {
    items_->clear();
    for (const RankedExample& ranked : examples_) {
        auto* item = new QStandardItem(textOf(ranked));
        item->setToolTip(describe(ranked));
        item->setData(describe(ranked), Qt::AccessibleTextRole);
        items_->appendRow(item);
    }
    drawTiles();
    view_->scrollToTop();
}

void ExampleList::drawTiles() {
    const FigureStyle style = screenStyle(*this);
    for (int place = 0; place < count(); ++place)
        items_->item(place)->setIcon(tile(*set_, examples_[place].example, style, devicePixelRatioF()));
}

void ExampleList::changeEvent(QEvent* event) {
    if (event->type() == QEvent::PaletteChange)
        drawTiles();
    QWidget::changeEvent(event);
}

QString ExampleList::textOf(const RankedExample& ranked) const {
    const Attribute& classes = set_->attributes().front();
    const QString label = QString::fromStdString(classes.valueNames[set_->label(ranked.example)]);
    if (ranked.answer == set_->label(ranked.example))
        return QStringLiteral("%1 · %2").arg(label, numberText(static_cast<double>(ranked.gate), 2));
    return tr("%1, not %2").arg(label, QString::fromStdString(classes.valueNames[ranked.answer]));
}

QString ExampleList::describe(const RankedExample& ranked) const {
    const Attribute& classes = set_->attributes().front();
    const Shift shift = set_->shift(ranked.example);
    return tr("Example %1, class %2, moved %3 down and %4 right; gate %5, answered %6 with %7")
        .arg(set_->example(ranked.example))
        .arg(QString::fromStdString(classes.valueNames[set_->label(ranked.example)]))
        .arg(int{shift.dy})
        .arg(int{shift.dx})
        .arg(numberText(static_cast<double>(ranked.gate), 3),
             QString::fromStdString(classes.valueNames[ranked.answer]),
             numberText(static_cast<double>(ranked.confidence), 3));
}

void ExampleList::step(int by) {
    if (examples_.empty())
        return;
    const int now = view_->currentIndex().row(); // -1 before the first
    setCurrent((std::max(now + by, now < 0 ? 0 : -1) + count()) % count());
}

void ExampleList::stepAnywhere() {
    if (!examples_.empty())
        setCurrent(QRandomGenerator::global()->bounded(count()));
}

void ExampleList::setCurrent(int place) {
    view_->setCurrentIndex(items_->index(place, 0));
}

} // namespace expertscope
