// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/expertscope/panels/inspector_context.h"

#include "app/expertscope/session/network_source.h"
#include "views/panels/competitor_strip.h"
#include "views/panels/inspector_view.h"

namespace expertscope {
namespace {

constexpr qint64 competitorsEvery = 1000; // milliseconds

} // namespace

InspectorContext::InspectorContext(InspectorView& view, NetworkSource& networks, QueryThread& queries,
                                   QObject* parent)
    : QObject(parent), view_(view), queries_(queries) {
    connect(&networks, &NetworkSource::networkChanged, this,
            [this, &networks](std::shared_ptr<const Network<float>> network) {
                network_ = std::move(network);
                constraint_ = networks.constraint();
                competitorsOf_ = constraint_ ? competitorsOf_ : -1; // of the past each is another network
            });
    connect(&networks, &NetworkSource::failed, this, [this] { network_.reset(); });
    connect(&view, &InspectorView::answerChanged, this, &InspectorContext::ask);
}

void InspectorContext::ask() {
    const auto set = view_.set();
    if (!view_.answer() || !set || !network_ || !network_->description().takes(set->shape()))
        return;
    const int example = view_.answer()->example;
    const bool again = example != competitorsOf_ || sinceCompetitors_.elapsed() >= competitorsEvery ||
                       view_.context().competitors.empty();
    if (again) {
        competitorsOf_ = example;
        sinceCompetitors_.start();
    }
    queries_.ask(
        this,
        [network = network_, constraint = constraint_, set, example, again] {
            ExampleContext context;
            context.example = example;
            if (constraint && constraint->active())
                context.constrained = constrainedGates(*network, *constraint, *set, example);
            if (again)
                context.competitors = nearestCompetitors(*network, *set, example, CompetitorStrip::most);
            return context;
        },
        [this, set, again](ExampleContext context) {
            if (!view_.answer() || view_.set() != set || view_.answer()->example != context.example)
                return; // another one is shown meanwhile
            if (!again)
                context.competitors = view_.context().competitors;
            view_.setContext(context);
        },
        QueryThread::Patient);
}

} // namespace expertscope
