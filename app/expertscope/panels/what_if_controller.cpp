// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/expertscope/panels/what_if_controller.h"

#include "app/expertscope/session/workspace.h"
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

WhatIfController::WhatIfController(WhatIfView* view, LesionBanner* banner, Workspace& workspace,
                                   QObject* parent)
    : QObject(parent), view_(view), banner_(banner), workspace_(workspace),
      bench_(std::make_shared<Bench>()) {
    connect(&workspace.selection, &CurrentSelection::changed, view_, &WhatIfView::setSelection);
    connect(&workspace.moment, &ShownMoment::snapshotChanged, this, &WhatIfController::snapshotChanged);
    connect(&workspace.networks, &NetworkSource::networkChanged, this, &WhatIfController::setNetwork);
    connect(&workspace.moment, &ShownMoment::lesionChanged, this, &WhatIfController::followLesion);
    connect(view_, &WhatIfView::hovered, &workspace.notices, &Notices::readOut);
    connect(view_, &WhatIfView::lesionChosen, this, &WhatIfController::begin);
    connect(banner_, &LesionBanner::endRequested, this, &WhatIfController::end);
    pause_.setSingleShot(true);
    pause_.setInterval(effectPause);
    connect(&pause_, &QTimer::timeout, this, [this] {
        if (again_ && active())
            workspace_.networks.request();
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
    workspace_.moment.setLesion(lesion);
}

/// Also where somebody else has ended it: another run is there.
void WhatIfController::followLesion() {
    fresh_ = !workspace_.moment.lesion().isEmpty();
    if (fresh_) {
        workspace_.networks.request();
    } else {
        Lesion nobody = view_->lesion();
        nobody.clear();
        view_->setLesion(nobody);
        view_->setEffect(nullptr, {});
        workspace_.moment.setInstead(nullptr);
    }
    showBanner();
}

void WhatIfController::end() {
    workspace_.moment.setLesion({});
}

void WhatIfController::showBanner() {
    banner_->showText(active() ? tr("%1: figures as they would be, not as they are. %2")
                                     .arg(lesionText(view_->lesion(), view_->layers()), note_)
                                     .trimmed()
                               : QString());
}

void WhatIfController::snapshotChanged() {
    const MixtureLayers layers = mixtureLayers(*workspace_.moment.snapshot());
    if (!view_->lesion().isOf(layers.experts) || view_->layers() != layers.places) {
        end();
        view_->setExperts(layers.experts, layers.places);
    }
    if (!active())
        return;
    if (pause_.isActive())
        again_ = true;
    else
        workspace_.networks.request();
}

/// note: which network that is ("Checkpoint at step 600"); empty for the one in training.
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
    const std::shared_ptr<const ExampleSet> set = workspace_.moment.snapshot()->probe;
    if (!set || !network_ || !fits(view_->lesion(), network_->description()) ||
        !network_->description().takes(set->shape()))
        return;
    fresh_ = false;
    pause_.start();
    workspace_.queries.ask(
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
    TrainingSnapshot instead = *workspace_.moment.snapshot();
    instead.statistics = effect->statistics;
    instead.probe = std::move(set);
    view_->setEffect(std::move(effect), note_);
    workspace_.moment.setInstead(std::make_shared<const TrainingSnapshot>(std::move(instead)));
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
