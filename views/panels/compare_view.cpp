// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/panels/compare_view.h"

#include "views/panels/curve_view.h"
#include "views/panels/figure_view.h"
#include "views/panels/matched_selection.h"

#include <QComboBox>
#include <QGridLayout>
#include <QLabel>
#include <QSplitter>
#include <QTabWidget>
#include <QToolButton>

namespace expertscope {
namespace {

QWidget* sideBySide(QWidget* left, QWidget* right) {
    auto* page = new QWidget;
    auto* layout = new QHBoxLayout(page);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(2); // even: both columns get the same width of the usual screens
    layout->addWidget(left, 1);
    layout->addWidget(right, 1);
    return page;
}

QLabel* wrappedLabel(const QString& name) {
    auto* label = new QLabel;
    label->setObjectName(name);
    label->setWordWrap(true);
    label->setTextInteractionFlags(Qt::TextSelectableByMouse);
    return label;
}

} // namespace

CompareView::CompareView(QWidget* parent)
    : QWidget(parent), maps_(makePair(figureAt(FigureKind::Place::Maps))) {
    setObjectName(QStringLiteral("compare"));
    setAccessibleName(tr("Two runs side by side"));
    tabs_ = new QTabWidget;
    tabs_->setObjectName(QStringLiteral("compareTabs"));
    tabs_->setDocumentMode(true);
    for (const FigureKind* kind : tabFigures()) {
        inTabs_.push_back(makePair(*kind));
        tabs_->addTab(inTabs_.back().page, kind->translatedName());
    }
    connect(tabs_, &QTabWidget::currentChanged, this, &CompareView::refreshTab);
    auto* parts = new QSplitter(Qt::Vertical);
    parts->addWidget(maps_.page);
    parts->addWidget(tabs_);
    parts->setSizes({340, 260});
    parts->setChildrenCollapsible(false);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(buildHeader());
    layout->addWidget(parts, 1);
}

QWidget* CompareView::buildHeader() {
    auto* header = new QWidget;
    for (QLabel*& title : titles_) {
        title = wrappedLabel(&title == titles_.data() ? QStringLiteral("leftTitle")
                                                      : QStringLiteral("rightTitle"));
        QFont bold = title->font();
        bold.setWeight(QFont::DemiBold);
        title->setFont(bold);
    }
    moment_ = new QComboBox;
    moment_->setObjectName(QStringLiteral("comparedMoment"));
    moment_->addItems({tr("Same epoch"), tr("Last")});
    moment_->setAccessibleName(tr("Moment of the right run"));
    moment_->setToolTip(tr("Show the right run at the epoch of the left one, or at its end"));
    connect(moment_, &QComboBox::currentIndexChanged, this, &CompareView::momentChosen);
    const auto button = [&](const QString& text, const QString& tip, const char* name) {
        auto* made = new QToolButton;
        made->setText(text);
        made->setToolTip(tip);
        made->setObjectName(QLatin1String(name));
        made->setFocusPolicy(Qt::StrongFocus);
        return made;
    };
    auto* other = button(tr("Other run…"), tr("Compare with another run"), "otherRun");
    auto* end = button(tr("End"), tr("The run at hand alone again"), "endComparison");
    connect(other, &QToolButton::clicked, this, &CompareView::otherRunRequested);
    connect(end, &QToolButton::clicked, this, &CompareView::endRequested);
    differences_ = wrappedLabel(QStringLiteral("differences"));
    matchingText_ = wrappedLabel(QStringLiteral("matching"));

    auto* right = new QHBoxLayout;
    right->addWidget(titles_[Right], 1);
    for (QWidget* control : std::initializer_list<QWidget*>{moment_, other, end})
        right->addWidget(control);
    auto* layout = new QGridLayout(header);
    layout->setContentsMargins(8, 4, 8, 4);
    layout->setVerticalSpacing(3);
    layout->addWidget(titles_[Left], 0, 0);
    layout->addLayout(right, 0, 1);
    layout->addWidget(differences_, 1, 0, 1, 2);
    layout->addWidget(matchingText_, 2, 0, 1, 2);
    layout->setColumnStretch(0, 1);
    layout->setColumnStretch(1, 1);
    return header;
}

CompareView::Pair CompareView::makePair(const FigureKind& kind) {
    Pair pair{{FigureSlot(kind), FigureSlot(kind)}};
    pair.page = sideBySide(pair.sides[Left].widget(), pair.sides[Right].widget());
    for (const Side side : {Left, Right}) {
        const FigureSlot& slot = pair.sides[side];
        const auto select = side == Left ? &CompareView::selected : &CompareView::selectFromRight;
        if (slot.curves()) {
            connect(slot.curves(), &CurveView::hovered, this, &CompareView::hovered);
            connect(slot.curves(), &CurveView::selected, this, select);
        } else {
            connect(slot.view(), &FigureView::hovered, this, &CompareView::hovered);
            connect(slot.view(), &FigureView::selected, this, select);
        }
    }
    return pair;
}

/// All views but those of curves.
std::vector<std::array<FigureView*, 2>> CompareView::painted() const {
    std::vector<std::array<FigureView*, 2>> views{{maps_.sides[Left].view(), maps_.sides[Right].view()}};
    for (const Pair& pair : inTabs_)
        if (pair.sides[Left].view())
            views.push_back({pair.sides[Left].view(), pair.sides[Right].view()});
    return views;
}

void CompareView::setDifferences(const CompareText& text) {
    differences_->setText(tr("Configuration, left → right: %1").arg(text.line));
    differences_->setToolTip(text.whole);
}

void CompareView::showMoments(const ComparedMoment& left, const ComparedMoment& right,
                              const std::vector<LayerMatching>& matching) {
    shown_ = {left, right};
    matching_ = matching;
    for (const Side side : {Left, Right}) {
        titles_[side]->setText(shown_[side].title);
        for (const Pair& pair : inTabs_)
            pair.sides[side].setMarker(shown_[side].marker);
    }
    showPair(maps_);
    const CompareText text =
        matchingText(matching_, left.orders, left.snapshot->statistics, right.snapshot->statistics);
    matchingText_->setText(text.line);
    matchingText_->setToolTip(text.whole);
    refreshTab();
    setSelection(selection_);
}

/// Both on the same scale, and then on the screen; curves only where they are new.
void CompareView::showPair(const Pair& pair) {
    const auto momentOf = [](const ComparedMoment& shown) -> FigureMoment {
        return {shown.snapshot->statistics, shown.snapshot->probe, shown.snapshot->history, shown.history,
                shown.orders};
    };
    const FigureMoment left = momentOf(shown_[Left]), right = momentOf(shown_[Right]);
    if (pair.sides[Left].shows(left) && pair.sides[Right].shows(right))
        return;
    const FigureKind& kind = pair.sides[Left].kind();
    const std::shared_ptr<Figure> ofLeft = kind.make(left), ofRight = kind.make(right);
    ofLeft->shareScale(*ofRight);
    ofRight->shareScale(*ofLeft);
    pair.sides[Left].setFigure(ofLeft);
    pair.sides[Right].setFigure(ofRight);
}

/// Of the tabs only the one in front is drawn.
void CompareView::refreshTab() {
    if (!shown_[Left].snapshot || !shown_[Right].snapshot)
        return;
    for (const Pair& pair : inTabs_)
        if (pair.page == tabs_->currentWidget())
            showPair(pair);
}

void CompareView::setSelection(const Selection& selection) {
    selection_ = selection;
    std::optional<Selection> matched;
    if (shown_[Left].snapshot && shown_[Right].snapshot)
        matched = matchedSelection(selection, shown_[Left].snapshot->statistics,
                                   shown_[Right].snapshot->statistics, matching_);
    setSelectionOf(Left, selection);
    setSelectionOf(Right, matched.value_or(Selection()));
}

void CompareView::selectFromRight(const Selection& selection) {
    if (!shown_[Left].snapshot || !shown_[Right].snapshot) // the figures are empty until they are answered
        return;
    const GatingStatistics& left = shown_[Left].snapshot->statistics;
    const GatingStatistics& right = shown_[Right].snapshot->statistics;
    if (const auto matched = matchedSelection(selection, right, left, turned(matching_, right)))
        return emit selected(*matched);
    emit selected({}); // nothing of the left's is like it, so it is framed alone
    setSelectionOf(Right, selection);
}

void CompareView::setSelectionOf(Side side, const Selection& selection) const {
    maps_.sides[side].setSelection(selection);
    for (const Pair& pair : inTabs_)
        pair.sides[side].setSelection(selection);
}

void CompareView::setColours(const ColourMap& map, bool autoRange) {
    for (const auto& pair : painted())
        for (FigureView* view : pair) {
            view->setColourMap(map);
            view->setAutoRange(autoRange);
        }
}

CompareView::Moment CompareView::moment() const {
    return moment_->currentIndex() == 1 ? Last : SameEpoch;
}

bool CompareView::isRight(const QWidget* view) const {
    for (const auto& pair : painted())
        if (pair[Right] == view)
            return true;
    return false;
}

} // namespace expertscope
