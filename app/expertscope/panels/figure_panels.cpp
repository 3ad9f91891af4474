// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/expertscope/panels/figure_panels.h"

#include "views/figures/factorisation_figure.h"
#include "views/figures/gating_figure.h"
#include "views/figures/joint_figure.h"
#include "views/figures/learning_curves_figure.h"
#include "views/figures/load_figure.h"
#include "views/panels/curve_view.h"
#include "views/panels/examples_panel.h"
#include "views/panels/figure_view.h"

#include <QTabWidget>

namespace expertscope {

FigurePanels::FigurePanels(QObject* parent)
    : QObject(parent), gating_(new FigureView), examplesPanel_(new ExamplesPanel),
      examples_(examplesPanel_->view()), joint_(new FigureView), factorisation_(new FigureView),
      curves_(new CurveView), load_(new CurveView), tabs_(new QTabWidget) {
    tabs_->setDocumentMode(true);
    addTab(curves_, tr("Curves"), tr("Train and test error and loss"));
    addTab(load_, tr("Load"), tr("How much each expert is used"));
    addTab(joint_, tr("Joint"), tr("Which experts of two layers are used together (the paper's Fig. 5)"));
    addTab(factorisation_, tr("Factorisation"), tr("What each layer's gates know of where and what"));
    for (FigureView* view : {gating_, examples_, joint_, factorisation_})
        follow(view);
    for (CurveView* view : {curves_, load_})
        connect(view, &CurveView::hovered, this, &FigurePanels::hovered);
    connect(examplesPanel_, &ExamplesPanel::choiceChanged, this, &FigurePanels::refresh);
    connect(tabs_, &QTabWidget::currentChanged, this, &FigurePanels::refresh);
    setSnapshot(std::make_shared<const TrainingSnapshot>());
}

void FigurePanels::addTab(QWidget* view, const QString& title, const QString& tip) {
    tabs_->setTabToolTip(tabs_->addTab(view, title), tip);
}

void FigurePanels::follow(FigureView* view) {
    connect(view, &FigureView::selected, this, &FigurePanels::selected);
    connect(view, &FigureView::hovered, this, &FigurePanels::hovered);
    connect(view, &FigureView::examplesRequested, this, &FigurePanels::examplesRequested);
}

void FigurePanels::setSnapshot(std::shared_ptr<const TrainingSnapshot> snapshot) {
    History history = snapshot->history;
    show(std::move(snapshot), std::move(history), std::nullopt);
}

void FigurePanels::setMoment(std::shared_ptr<const TrainingSnapshot> snapshot, History history) {
    const double epoch = snapshot->epoch;
    show(std::move(snapshot), std::move(history), epoch);
}

void FigurePanels::show(std::shared_ptr<const TrainingSnapshot> snapshot, History history,
                        std::optional<double> marker) {
    static const auto none = std::make_shared<const std::vector<MetricsRecord>>();
    snapshot_ = std::move(snapshot);
    history_ = history ? std::move(history) : none;
    marker_ = marker;
    for (CurveView* view : {curves_, load_})
        view->setMarker(marker);
    refresh();
    emit changed();
}

void FigurePanels::setInstead(std::shared_ptr<const TrainingSnapshot> snapshot) {
    if (!snapshot && !instead_)
        return;
    instead_ = std::move(snapshot);
    refresh();
    emit changed();
}

void FigurePanels::refresh() {
    // Curves of a history that they show already need no drawing.
    const auto newFor = [this](const CurveView* view) {
        return !view->figure() || &view->figure()->history() != history_.get();
    };
    // Of the snapshot itself: an expert that is switched off for a while keeps its place.
    orders_ = sorted_ ? orderExperts(snapshot_->statistics, orders_) : ExpertOrders();
    const GatingStatistics& statistics = shown()->statistics;
    gating_->setFigure(std::make_shared<GatingFigure>(statistics, orders_));
    examplesPanel_->setExamples(statistics, shown()->probe, orders_);
    // Of the tabs only the one in front is drawn.
    const QWidget* front = tabs_->currentWidget();
    if (front == curves_) {
        if (newFor(curves_))
            curves_->setFigure(std::make_shared<LearningCurvesFigure>(history_));
    } else if (front == load_) {
        if (newFor(load_))
            load_->setFigure(std::make_shared<LoadFigure>(history_));
    } else if (front == joint_)
        joint_->setFigure(std::make_shared<JointFigure>(statistics, orders_));
    else
        factorisation_->setFigure(std::make_shared<FactorisationFigure>(statistics, snapshot_->history));
}

void FigurePanels::setSorted(bool on) {
    sorted_ = on;
    orders_ = {};
    refresh();
    emit changed();
}

void FigurePanels::setSelection(const Selection& selection) {
    for (FigureView* view : {gating_, examples_, joint_, factorisation_})
        view->setSelection(selection);
}

void FigurePanels::setColourMap(const ColourMap& map) {
    for (FigureView* view : {gating_, examples_, joint_, factorisation_})
        view->setColourMap(map);
    emit changed();
}

void FigurePanels::setAutoRange(bool on) {
    for (FigureView* view : {gating_, examples_, joint_, factorisation_})
        view->setAutoRange(on);
    emit changed();
}

} // namespace expertscope
