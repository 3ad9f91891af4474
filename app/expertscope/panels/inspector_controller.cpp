// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/expertscope/panels/inspector_controller.h"

#include "app/expertscope/panels/inspector_context.h"
#include "app/expertscope/session/workspace.h"
#include "model/analysis/example_answer.h"
#include "views/panels/inspector_view.h"

#include <QLabel>
#include <QVBoxLayout>

namespace expertscope {

InspectorController::InspectorController(Workspace& workspace, QObject* parent)
    : QObject(parent), workspace_(workspace), panel_(new QWidget), note_(new QLabel),
      view_(new InspectorView) {
    note_->setObjectName(QStringLiteral("inspectorNote"));
    note_->setAlignment(Qt::AlignCenter);
    note_->setMargin(2);
    note_->setToolTip(tr("Whose answers these are: no other network of the past is kept"));
    note_->hide();
    auto* layout = new QVBoxLayout(panel_);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(note_);
    layout->addWidget(view_, 1);
    new InspectorContext(*view_, workspace.networks, workspace.queries, this);
    connect(view_, &InspectorView::exampleSelected, &workspace.selection, &CurrentSelection::setExample);
    connect(view_, &InspectorView::hovered, &workspace.notices, &Notices::readOut);
    connect(&workspace.selection, &CurrentSelection::changed, this, [this] {
        if (example() < 0)
            view_->setAnswer(nullptr, nullptr);
        wantAnswer();
    });
    connect(&workspace.moment, &ShownMoment::whichChanged, this, [this] {
        setNote(workspace_.moment.isPast() ? tr("Nearest checkpoint") : QString()); // it will say which
    });
    connect(&workspace.moment, &ShownMoment::snapshotChanged, this, &InspectorController::wantAnswer);
    connect(&workspace.moment, &ShownMoment::lesionChanged, this, &InspectorController::inspect);
    connect(&workspace.networks, &NetworkSource::networkChanged, this,
            [this](std::shared_ptr<const Network<float>> network, const QString& note) {
                setNote(note);
                setNetwork(std::move(network));
            });
    connect(&workspace.networks, &NetworkSource::failed, this, [this] {
        setNetwork(nullptr); // nobody else may answer for that moment
        setNote(tr("No checkpoint of that moment"));
    });
}

void InspectorController::setNetwork(std::shared_ptr<const Network<float>> network) {
    network_ = std::move(network);
    if (network_)
        inspect();
    else
        view_->setAnswer(nullptr, nullptr);
}

/// "Checkpoint at step 1,200"; empty for the present.
void InspectorController::setNote(const QString& note) {
    note_->setText(note);
    note_->setVisible(!note.isEmpty());
}

void InspectorController::wantAnswer() {
    if (example() >= 0)
        workspace_.networks.request();
}

int InspectorController::example() const {
    return workspace_.selection.exampleOf(*workspace_.moment.shown());
}

void InspectorController::inspect() {
    const std::shared_ptr<const ExampleSet> set = workspace_.moment.snapshot()->probe;
    const int chosen = example();
    if (!set || !network_ || chosen < 0 || chosen >= set->count() ||
        !network_->description().takes(set->shape()))
        return;
    const Lesion& off = workspace_.moment.lesion();
    workspace_.queries.ask(
        this,
        [network = network_, set, chosen, lesion = fits(off, network_->description()) ? off : Lesion()] {
            return std::make_shared<const ExampleAnswer>(answerExample(*network, *set, chosen, lesion));
        },
        [this, set](std::shared_ptr<const ExampleAnswer> answer) {
            if (answer->example == example()) // else another one was chosen meanwhile
                view_->setAnswer(std::move(answer), set);
        });
}

} // namespace expertscope
