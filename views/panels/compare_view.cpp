// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/panels/compare_view.h"

#include "views/figures/factorisation_figure.h"
#include "views/figures/gating_figure.h"
#include "views/figures/joint_figure.h"
#include "views/figures/learning_curves_figure.h"
#include "views/figures/load_figure.h"
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

/// Puts both on the same scale, then on the screen.
template <class FigureKind, class View>
void showPair(const std::array<View*, 2>& views, const std::shared_ptr<FigureKind>& left,
              const std::shared_ptr<FigureKind>& right) {
    left->shareScale(*right);
    right->shareScale(*left);
    views[CompareView::Left]->setFigure(left);
    views[CompareView::Right]->setFigure(right);
}

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

CompareView::CompareView(QWidget* parent) : QWidget(parent) {
    setObjectName(QStringLiteral("compare"));
    setAccessibleName(tr("Two runs side by side"));
    QWidget *where = nullptr, *joint = nullptr, *factorisation = nullptr, *curves = nullptr, *load = nullptr;
    gating_ = addPair(where);
    curves_ = addCurvePair(curves);
    load_ = addCurvePair(load);
    joint_ = addPair(joint);
    factorisation_ = addPair(factorisation);
    tabs_ = new QTabWidget;
    tabs_->setObjectName(QStringLiteral("compareTabs"));
    tabs_->setDocumentMode(true);
    tabs_->addTab(curves, tr("Curves"));
    tabs_->addTab(load, tr("Load"));
    tabs_->addTab(joint, tr("Joint"));
    tabs_->addTab(factorisation, tr("Factorisation"));
    connect(tabs_, &QTabWidget::currentChanged, this, &CompareView::refreshTab);
    auto* parts = new QSplitter(Qt::Vertical);
    parts->addWidget(where);
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

CompareView::Pair CompareView::addPair(QWidget*& page) {
    const Pair pair{new FigureView, new FigureView};
    page = sideBySide(pair[Left], pair[Right]);
    for (FigureView* view : pair)
        connect(view, &FigureView::hovered, this, &CompareView::hovered);
    connect(pair[Left], &FigureView::selected, this, &CompareView::selected);
    connect(pair[Right], &FigureView::selected, this, &CompareView::selectFromRight);
    return pair;
}

CompareView::CurvePair CompareView::addCurvePair(QWidget*& page) {
    const CurvePair pair{new CurveView, new CurveView};
    page = sideBySide(pair[Left], pair[Right]);
    for (CurveView* view : pair)
        connect(view, &CurveView::hovered, this, &CompareView::hovered);
    return pair;
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
        for (CurveView* view : {curves_[side], load_[side]})
            view->setMarker(shown_[side].marker);
    }
    const auto gating = [](const ComparedMoment& moment) {
        return std::make_shared<GatingFigure>(moment.snapshot->statistics, moment.orders);
    };
    showPair(gating_, gating(left), gating(right));
    const CompareText text =
        matchingText(matching_, left.orders, left.snapshot->statistics, right.snapshot->statistics);
    matchingText_->setText(text.line);
    matchingText_->setToolTip(text.whole);
    refreshTab();
    setSelection(selection_);
}

/// Of the tabs only the one in front is drawn, and curves only where they are new.
void CompareView::refreshTab() {
    const ComparedMoment &left = shown_[Left], &right = shown_[Right];
    if (!left.snapshot || !right.snapshot)
        return;
    const auto newFor = [&](const CurvePair& pair) {
        return !pair[Left]->figure() || &pair[Left]->figure()->history() != left.history.get() ||
               &pair[Right]->figure()->history() != right.history.get();
    };
    const auto joint = [](const ComparedMoment& moment) {
        return std::make_shared<JointFigure>(moment.snapshot->statistics, moment.orders);
    };
    const auto factorisation = [](const ComparedMoment& moment) {
        return std::make_shared<FactorisationFigure>(moment.snapshot->statistics, moment.snapshot->history);
    };
    const QWidget* front = tabs_->currentWidget();
    if (front->isAncestorOf(curves_[Left])) {
        if (newFor(curves_))
            showPair(curves_, std::make_shared<LearningCurvesFigure>(left.history),
                     std::make_shared<LearningCurvesFigure>(right.history));
    } else if (front->isAncestorOf(load_[Left])) {
        if (newFor(load_))
            showPair(load_, std::make_shared<LoadFigure>(left.history),
                     std::make_shared<LoadFigure>(right.history));
    } else if (front->isAncestorOf(joint_[Left])) {
        showPair(joint_, joint(left), joint(right));
    } else {
        showPair(factorisation_, factorisation(left), factorisation(right));
    }
}

void CompareView::setSelection(const Selection& selection) {
    selection_ = selection;
    std::optional<Selection> matched;
    if (shown_[Left].snapshot && shown_[Right].snapshot)
        matched = matchedSelection(selection, shown_[Left].snapshot->statistics,
                                   shown_[Right].snapshot->statistics, matching_);
    for (const Pair& pair : {gating_, joint_, factorisation_}) {
        pair[Left]->setSelection(selection);
        pair[Right]->setSelection(matched ? *matched : Selection());
    }
}

void CompareView::selectFromRight(const Selection& selection) {
    if (!shown_[Left].snapshot || !shown_[Right].snapshot) // the figures are empty until they are answered
        return;
    const GatingStatistics& left = shown_[Left].snapshot->statistics;
    const GatingStatistics& right = shown_[Right].snapshot->statistics;
    if (const auto matched = matchedSelection(selection, right, left, turned(matching_, right)))
        return emit selected(*matched);
    emit selected({}); // nothing of the left's is like it, so it is framed alone
    for (const Pair& pair : {gating_, joint_, factorisation_})
        pair[Right]->setSelection(selection);
}

void CompareView::setColours(const ColourMap& map, bool autoRange) {
    for (const Pair& pair : {gating_, joint_, factorisation_})
        for (FigureView* view : pair) {
            view->setColourMap(map);
            view->setAutoRange(autoRange);
        }
}

CompareView::Moment CompareView::moment() const {
    return moment_->currentIndex() == 1 ? Last : SameEpoch;
}

bool CompareView::isRight(const QWidget* view) const {
    for (const Pair& pair : {gating_, joint_, factorisation_})
        if (pair[Right] == view)
            return true;
    return false;
}

} // namespace expertscope
