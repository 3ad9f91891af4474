// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/expertscope/panels/what_if_controller.h"

#include "app/expertscope/panels/figure_panels.h"
#include "model/base/worker_pool.h"
#include "views/panels/lesion_banner.h"
#include "views/panels/what_if_view.h"

#include <QMenu>

namespace expertscope {
namespace {

constexpr int effectPause =
    400; // milliseconds: an effect takes some tens, on a processor that training wants

struct MixtureLayers {
    std::vector<int> experts, places;
};

MixtureLayers mixtureLayers(const TrainingSnapshot& snapshot) {
    MixtureLayers layers;
    for (const LayerStatistics& layer : snapshot.statistics.layers) {
        layers.experts.push_back(layer.experts());
        layers.places.push_back(layer.layer);
    }
    return layers;
}

} // namespace

struct WhatIfController::Bench {
    WorkerPool pool{1};
    Evaluator evaluator{pool};
};

WhatIfController::WhatIfController(WhatIfView* view, LesionBanner* banner, FigurePanels* figures,
                                   QueryThread& queries, QObject* parent)
    : QObject(parent), view_(view), banner_(banner), figures_(figures), queries_(queries),
      bench_(std::make_shared<Bench>()) {
    connect(view_, &WhatIfView::lesionChosen, this, &WhatIfController::begin);
    connect(banner_, &LesionBanner::endRequested, this, &WhatIfController::end);
    pause_.setSingleShot(true);
    pause_.setInterval(effectPause);
    connect(&pause_, &QTimer::timeout, this, [this] {
        if (again_ && active())
            emit networkWanted();
        again_ = false;
    });
}

bool WhatIfController::active() const {
    return !view_->lesion().isEmpty();
}

void WhatIfController::begin(const Lesion& lesion) {
    if (!lesion.hasExpertsOf(view_->lesion()))
        return; // a menu may stay open while another run comes
    view_->setLesion(lesion);
    if (lesion.isEmpty()) {
        view_->setEffect(nullptr, {});
        figures_->setInstead(nullptr);
    } else {
        fresh_ = true;
        emit networkWanted();
    }
    showBanner();
    emit lesionChanged(lesion);
}

void WhatIfController::end() {
    Lesion lesion = view_->lesion();
    if (lesion.isEmpty())
        return;
    lesion.clear();
    begin(lesion);
}

void WhatIfController::showBanner() {
    banner_->showText(active() ? tr("%1: figures as they would be, not as they are. %2")
                                     .arg(lesionText(view_->lesion(), view_->layers()), note_)
                                     .trimmed()
                               : QString());
}

void WhatIfController::setSelection(const Selection& selection) {
    view_->setSelection(selection);
}

void WhatIfController::snapshotChanged() {
    const MixtureLayers layers = mixtureLayers(*figures_->snapshot());
    if (!view_->lesion().isOf(layers.experts) || view_->layers() != layers.places) {
        end();
        view_->setExperts(layers.experts, layers.places);
    }
    if (!active())
        return;
    if (pause_.isActive())
        again_ = true;
    else
        emit networkWanted();
}

void WhatIfController::setNetwork(std::shared_ptr<const Network<float>> network, const QString& note) {
    network_ = std::move(network);
    if (note != note_) {
        note_ = note;
        showBanner();
    }
    if (active() && (fresh_ || !pause_.isActive()))
        ask();
}

void WhatIfController::ask() {
    const std::shared_ptr<const ExampleSet> set = figures_->snapshot()->probe;
    if (!set || !network_ || !fits(view_->lesion(), network_->description()) ||
        !network_->description().takes(set->shape()))
        return;
    fresh_ = false;
    pause_.start();
    queries_.ask(
        this,
        [bench = bench_, network = network_, set, lesion = view_->lesion()] {
            return std::make_shared<const LesionEffect>(
                lesionEffect(bench->evaluator, *network, *set, lesion));
        },
        [this, set](std::shared_ptr<const LesionEffect> effect) { show(std::move(effect), set); },
        QueryThread::Patient);
}

void WhatIfController::show(std::shared_ptr<const LesionEffect> effect,
                            std::shared_ptr<const ExampleSet> set) {
    if (!(effect->lesion == view_->lesion()) || !active()) // another one was chosen meanwhile
        return;
    TrainingSnapshot instead = *figures_->snapshot();
    instead.statistics = effect->statistics;
    instead.probe = std::move(set);
    view_->setEffect(std::move(effect), note_);
    figures_->setInstead(std::make_shared<const TrainingSnapshot>(std::move(instead)));
}

void WhatIfController::addActions(QMenu& menu, const Selection& shows) {
    const Lesion& now = view_->lesion();
    const int layer = shows.layer.value_or(0);
    const auto offer = [&](const QString& text, const Lesion& lesion) {
        menu.addAction(text, this, [this, lesion] { begin(lesion); });
    };
    const auto offerExpert = [&](int k, int expert) {
        if (k >= now.layers() || expert >= now.experts(k))
            return;
        const bool off = now.isOff(k, expert);
        Lesion lesion = now;
        if (!lesion.setOff(k, expert, !off))
            return;
        const QString text =
            off ? tr("Switch expert %1 of layer %2 on") : tr("Switch expert %1 of layer %2 off");
        offer(text.arg(expert + 1).arg(view_->layers()[k] + 1), lesion);
    };
    if (shows.expert)
        offerExpert(layer, *shows.expert);
    if (shows.expert && shows.nextExpert) {
        offerExpert(layer + 1, *shows.nextExpert);
        if (layer + 1 < now.layers() && *shows.expert < now.experts(layer) &&
            *shows.nextExpert < now.experts(layer + 1)) {
            Lesion lesion = now;
            lesion.clear();
            lesion.force(layer, *shows.expert);
            lesion.force(layer + 1, *shows.nextExpert);
            offer(tr("Force combination %1, %2").arg(*shows.expert + 1).arg(*shows.nextExpert + 1), lesion);
        }
    }
    if (active())
        menu.addAction(tr("All experts on"), this, &WhatIfController::end);
}

} // namespace expertscope
