// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/expertscope/panels/figure_panels.h"

#include "app/expertscope/session/workspace.h"
#include "views/panels/curve_view.h"
#include "views/panels/examples_panel.h"
#include "views/panels/figure_view.h"

#include <QTabWidget>

namespace expertscope {

FigurePanels::FigurePanels(Workspace& workspace, QObject* parent)
    : QObject(parent), workspace_(workspace), gating_(new FigureView), examplesPanel_(new ExamplesPanel),
      examples_(examplesPanel_->view()), tabs_(new QTabWidget) {
    tabs_->setDocumentMode(true);
    for (const FigureKind* kind : tabFigures())
        addTab(*kind);
    for (FigureView* view : painted())
        follow(view);
    connect(examplesPanel_, &ExamplesPanel::choiceChanged, this, &FigurePanels::refresh);
    connect(tabs_, &QTabWidget::currentChanged, this, &FigurePanels::refresh);
    connect(&workspace.moment, &ShownMoment::shownChanged, this, &FigurePanels::showMoment);
    connect(&workspace.selection, &CurrentSelection::changed, this, &FigurePanels::setSelection);
    // How the experts of another run stood means nothing.
    connect(&workspace.session, &TrainingSession::experimentChanged, this, [this] { orders_ = {}; });
    showMoment();
}

void FigurePanels::addTab(const FigureKind& kind) {
    const FigureSlot& slot = slots_.emplace_back(kind);
    tabs_->setTabToolTip(tabs_->addTab(slot.widget(), kind.translatedName()), kind.translatedTip());
    if (!slot.curves())
        return;
    connect(slot.curves(), &CurveView::hovered, &workspace_.notices, &Notices::readOut);
    connect(slot.curves(), &CurveView::selected, &workspace_.selection, &CurrentSelection::set);
}

/// All views but those of curves.
std::vector<FigureView*> FigurePanels::painted() const {
    std::vector<FigureView*> views{gating_, examples_};
    for (const FigureSlot& slot : slots_)
        if (slot.view())
            views.push_back(slot.view());
    return views;
}

void FigurePanels::follow(FigureView* view) {
    connect(view, &FigureView::selected, &workspace_.selection, &CurrentSelection::set);
    connect(view, &FigureView::hovered, &workspace_.notices, &Notices::readOut);
    connect(view, &FigureView::examplesRequested, this, &FigurePanels::examplesRequested);
}

void FigurePanels::showMoment() {
    for (const FigureSlot& slot : slots_)
        slot.setMarker(workspace_.moment.epochOfPast());
    refresh();
    emit changed();
}

FigureMoment FigurePanels::now() const {
    const ShownMoment& moment = workspace_.moment;
    return {moment.shown()->statistics, moment.shown()->probe, moment.snapshot()->history, moment.history(),
            orders_};
}

void FigurePanels::refresh() {
    // Of the snapshot itself: an expert that is switched off for a while keeps its place.
    orders_ = sorted_ ? orderExperts(workspace_.moment.snapshot()->statistics, orders_) : ExpertOrders();
    const FigureMoment moment = now();
    gating_->setFigure(figureAt(FigureKind::Place::Maps).make(moment));
    examplesPanel_->setExamples(moment.statistics, moment.examples, orders_);
    for (const FigureSlot& slot : slots_) // only the one in front is drawn
        if (slot.widget() == tabs_->currentWidget() && !slot.shows(moment))
            slot.setFigure(slot.kind().make(moment));
}

void FigurePanels::setSorted(bool on) {
    sorted_ = on;
    orders_ = {};
    refresh();
    emit changed();
}

void FigurePanels::setSelection(const Selection& selection) {
    gating_->setSelection(selection);
    examples_->setSelection(selection);
    for (const FigureSlot& slot : slots_)
        slot.setSelection(selection);
}

void FigurePanels::setColourMap(const ColourMap& map) {
    for (FigureView* view : painted())
        view->setColourMap(map);
    emit changed();
}

void FigurePanels::setAutoRange(bool on) {
    for (FigureView* view : painted())
        view->setAutoRange(on);
    emit changed();
}

} // namespace expertscope
