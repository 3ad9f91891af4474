// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/expertscope/panels/example_list_panel.h"

#include "app/expertscope/session/workspace.h"
#include "model/analysis/evaluation.h"
#include "model/base/worker_pool.h"

#include <QLocale>
#include <QStringList>

namespace expertscope {
namespace {

ExampleFilter filterOf(const Selection& selection) {
    return {selection.layer.value_or(0), selection.expert, selection.nextExpert, selection.attribute,
            selection.value};
}

} // namespace

ExampleListPanel::ExampleListPanel(Workspace& workspace, QObject* parent)
    : QObject(parent), workspace_(workspace), view_(new ExampleList) {
    connect(&workspace.networks, &NetworkSource::networkChanged, this, &ExampleListPanel::setNetwork);
    connect(view_, &ExampleList::exampleSelected, &workspace.selection, &CurrentSelection::setExample);
    connect(view_, &ExampleList::orderChanged, this, [this] {
        if (network_)
            ask();
    });
}

void ExampleListPanel::show(const Selection& selection) {
    const TrainingSnapshot& snapshot = *workspace_.moment.snapshot();
    if (!snapshot.probe)
        return;
    selection_ = selection;
    set_ = snapshot.probe;
    step_ = snapshot.step;
    waiting_ = true;
    emit begun();
    workspace_.networks.request();
}

/// The network that answers what has not been answered yet.
void ExampleListPanel::setNetwork(std::shared_ptr<const Network<float>> network) {
    if (!waiting_ || !set_ || !network->description().takes(set_->shape()))
        return;
    waiting_ = false;
    network_ = std::move(network);
    ask();
}

void ExampleListPanel::ask() {
    workspace_.queries.ask(
        this,
        [network = network_, set = set_, filter = filterOf(selection_), order = view_->order()] {
            WorkerPool alone(1);
            return rankExamples(Evaluator(alone).evaluate(*network, *set), *set, filter, order);
        },
        [this, set = set_, about = about()](std::vector<RankedExample> examples) {
            view_->setExamples(about, std::move(examples), set);
        });
}

/// "Layer 1, expert 3, with layer 2, expert 1; class 7; step 12,400".
QString ExampleListPanel::about() const {
    QStringList parts;
    const int layer = selection_.layer.value_or(0) + 1;
    if (selection_.expert)
        parts << tr("layer %1, expert %2").arg(layer).arg(*selection_.expert + 1);
    if (selection_.nextExpert)
        parts << tr("layer %1, expert %2").arg(layer + 1).arg(*selection_.nextExpert + 1);
    const Attribute* attribute = selection_.attribute ? set_->attribute(*selection_.attribute) : nullptr;
    if (attribute && selection_.value && *selection_.value < attribute->valueCount())
        parts << tr("%1 %2").arg(QString::fromStdString(attribute->name),
                                 QString::fromStdString(attribute->valueNames[*selection_.value]));
    parts << tr("step %1").arg(QLocale().toString(qlonglong(step_)));
    QString text = parts.join(tr("; "));
    text[0] = text[0].toUpper();
    return text;
}

} // namespace expertscope
