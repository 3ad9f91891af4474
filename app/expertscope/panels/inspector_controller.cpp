// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/expertscope/panels/inspector_controller.h"

#include "app/expertscope/panels/figure_panels.h"
#include "app/expertscope/panels/inspector_context.h"
#include "app/expertscope/session/network_source.h"
#include "model/analysis/example_answer.h"
#include "views/panels/inspector_view.h"

#include <QLabel>
#include <QVBoxLayout>

namespace expertscope {

InspectorController::InspectorController(FigurePanels& figures, NetworkSource& networks, QueryThread& queries,
                                         QObject* parent)
    : QObject(parent), figures_(figures), networks_(networks), queries_(queries), panel_(new QWidget),
      note_(new QLabel), view_(new InspectorView) {
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
    new InspectorContext(*view_, networks, queries, this);
}

void InspectorController::setSelection(const Selection& selection) {
    selection_ = selection;
    if (example() >= 0)
        networks_.request();
    else
        view_->setAnswer(nullptr, nullptr);
}

void InspectorController::setNetwork(std::shared_ptr<const Network<float>> network) {
    network_ = std::move(network);
    if (network_)
        inspect();
    else
        view_->setAnswer(nullptr, nullptr);
}

void InspectorController::setLesion(const Lesion& lesion) {
    lesion_ = lesion;
    inspect();
}

void InspectorController::setNote(const QString& note) {
    note_->setText(note);
    note_->setVisible(!note.isEmpty());
}

void InspectorController::snapshotChanged() {
    if (example() >= 0)
        networks_.request();
}

int InspectorController::example() const {
    if (selection_.example)
        return *selection_.example;
    // A combination stands for its best example.
    const TrainingSnapshot* snapshot = figures_.shown();
    if (!snapshot || !selection_.expert || !selection_.nextExpert)
        return -1;
    const TopExamples& top = snapshot->statistics.top;
    if (*selection_.expert >= top.rows || *selection_.nextExpert >= top.columns || top.k == 0)
        return -1;
    return top.entry(*selection_.expert, *selection_.nextExpert, 0).example;
}

void InspectorController::inspect() {
    const TrainingSnapshot* snapshot = figures_.snapshot();
    const int chosen = example();
    if (!snapshot || !snapshot->probe || !network_ || chosen < 0 || chosen >= snapshot->probe->count() ||
        !network_->description().takes(snapshot->probe->shape()))
        return;
    const Lesion lesion = fits(lesion_, network_->description()) ? lesion_ : Lesion();
    queries_.ask(
        this,
        [network = network_, set = snapshot->probe, chosen, lesion] {
            return std::make_shared<const ExampleAnswer>(answerExample(*network, *set, chosen, lesion));
        },
        [this, set = snapshot->probe](std::shared_ptr<const ExampleAnswer> answer) {
            if (answer->example == example()) // else another one was chosen meanwhile
                view_->setAnswer(std::move(answer), set);
        });
}

} // namespace expertscope
