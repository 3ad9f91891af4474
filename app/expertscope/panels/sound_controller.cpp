// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/expertscope/panels/sound_controller.h"

#include "app/expertscope/common/window_action.h"
#include "app/expertscope/panels/figure_panels.h"
#include "app/expertscope/panels/inspector_controller.h"
#include "app/expertscope/session/training_session.h"
#include "model/base/error.h"
#include "model/run/example_sound.h"
#include "views/panels/figure_view.h"
#include "views/panels/inspector_view.h"

#include <QAction>
#include <QMainWindow>
#include <QMenu>

namespace expertscope {
namespace {

constexpr double heardSeconds = 0.5; // as long as the Inspector shows

struct Heard {
    Audio audio;
    QString wrong; ///< why there is none
};

/// On the sounds' thread.
Heard hear(const DataDescription& source, const ExampleSet& set, int example) {
    try {
        return {soundAround(source, set.data(), set.example(example), heardSeconds), {}};
    } catch (const std::exception& error) {
        return {{}, QString::fromStdString(sentenceOf(error))};
    }
}

} // namespace

SoundController::SoundController(QMainWindow& window, TrainingSession& session, FigurePanels& figures,
                                 InspectorController& inspector)
    : QObject(&window), session_(session), figures_(figures), inspector_(inspector) {
    action_ = addWindowAction(window, tr("&Play the example's sound"), Qt::Key_P,
                              tr("Play the half second around the selected example of speech"),
                              QStringLiteral("playSound"));
    const auto playSelected = [this] { play(inspector_.example()); };
    connect(action_, &QAction::triggered, this, playSelected);
    connect(inspector_.view(), &InspectorView::soundRequested, this, playSelected);
    connect(figures_.examples(), &FigureView::selected, this, [this](const Selection& selection) {
        if (selection.example)
            play(*selection.example);
    });
    inspector_.view()->setSoundNote(tr("A click on the spectrogram plays it, and so does P"));
}

void SoundController::addTo(QMenu& menu) const {
    menu.addAction(action_);
}

void SoundController::play(int example) {
    const TrainingSnapshot* snapshot = figures_.snapshot();
    const auto set = snapshot ? snapshot->probe : nullptr;
    if (!set || set->data().heard.empty() || example < 0 || example >= set->count())
        return;
    sounds_.ask(
        this, [source = session_.config().data, set, example] { return hear(source, *set, example); },
        [this](const Heard& heard) {
            const QString wrong = heard.wrong.isEmpty() ? player_.play(heard.audio) : heard.wrong;
            if (!wrong.isEmpty())
                emit told(wrong);
        });
}

} // namespace expertscope
