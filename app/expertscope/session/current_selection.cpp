// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/expertscope/session/current_selection.h"

#include "app/expertscope/session/training_session.h"

namespace expertscope {

CurrentSelection::CurrentSelection(TrainingSession& session, QObject* parent) : QObject(parent) {
    connect(&session, &TrainingSession::experimentChanged, this, &CurrentSelection::clear);
}

void CurrentSelection::set(const Selection& selection) {
    selection_ = selection;
    emit changed(selection_);
}

void CurrentSelection::setExample(int example) {
    Selection selection;
    selection.example = example;
    set(selection);
}

int CurrentSelection::exampleOf(const TrainingSnapshot& snapshot) const {
    if (selection_.example)
        return *selection_.example;
    if (!selection_.expert || !selection_.nextExpert)
        return -1;
    const TopExamples& top = snapshot.statistics.top;
    if (*selection_.expert >= top.rows || *selection_.nextExpert >= top.columns || top.k == 0)
        return -1;
    return top.entry(*selection_.expert, *selection_.nextExpert, 0).example;
}

} // namespace expertscope
