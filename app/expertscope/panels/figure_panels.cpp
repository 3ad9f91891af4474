// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/expertscope/panels/figure_panels.h"

#include "views/panels/curve_view.h"
#include "views/panels/examples_panel.h"
#include "views/panels/figure_view.h"

#include <QTabWidget>

namespace expertscope {

FigurePanels::FigurePanels(QObject* parent)
    : QObject(parent), gating_(new FigureView), examplesPanel_(new ExamplesPanel),
      examples_(examplesPanel_->view()), tabs_(new QTabWidget) {
    tabs_->setDocumentMode(true);
    for (const FigureKind* kind : tabFigures())
        addTab(*kind);
    for (FigureView* view : painted())
        follow(view);
    connect(examplesPanel_, &ExamplesPanel::choiceChanged, this, &FigurePanels::refresh);
    connect(tabs_, &QTabWidget::currentChanged, this, &FigurePanels::refresh);
    setSnapshot(std::make_shared<const TrainingSnapshot>());
}

void FigurePanels::addTab(const FigureKind& kind) {
    const FigureSlot& slot = slots_.emplace_back(kind);
    tabs_->setTabToolTip(tabs_->addTab(slot.widget(), kind.translatedName()), kind.translatedTip());
    if (slot.curves())
        connect(slot.curves(), &CurveView::hovered, this, &FigurePanels::hovered);
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
    for (const FigureSlot& slot : slots_)
        slot.setMarker(marker);
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

FigureMoment FigurePanels::moment() const {
    return {shown()->statistics, shown()->probe, snapshot_->history, history_, orders_};
}

void FigurePanels::refresh() {
    // Of the snapshot itself: an expert that is switched off for a while keeps its place.
    orders_ = sorted_ ? orderExperts(snapshot_->statistics, orders_) : ExpertOrders();
    const FigureMoment now = moment();
    gating_->setFigure(figureAt(FigureKind::Place::Maps).make(now));
    examplesPanel_->setExamples(now.statistics, now.examples, orders_);
    for (const FigureSlot& slot : slots_) // only the one in front is drawn
        if (slot.widget() == tabs_->currentWidget() && !slot.shows(now))
            slot.setFigure(slot.kind().make(now));
}

void FigurePanels::setSorted(bool on) {
    sorted_ = on;
    orders_ = {};
    refresh();
    emit changed();
}

void FigurePanels::setSelection(const Selection& selection) {
    for (FigureView* view : painted())
        view->setSelection(selection);
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
