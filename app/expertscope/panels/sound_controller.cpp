// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/expertscope/panels/sound_controller.h"

#include "app/expertscope/common/window_action.h"
#include "app/expertscope/session/workspace.h"
#include "model/base/error.h"
#include "model/run/example_sound.h"
#include "views/panels/figure_view.h"
#include "views/panels/inspector_view.h"

#include <QAction>
#include <QMainWindow>

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

SoundController::SoundController(QMainWindow& window, Workspace& workspace, FigureView& examples,
                                 InspectorView& inspector)
    : QObject(&window), workspace_(workspace) {
    action_ = addWindowAction(window, tr("&Play the example's sound"), Qt::Key_P,
                              tr("Play the half second around the selected example of speech"),
                              QStringLiteral("playSound"));
    const auto playSelected = [this] { play(workspace_.selection.exampleOf(*workspace_.moment.shown())); };
    connect(action_, &QAction::triggered, this, playSelected);
    connect(&inspector, &InspectorView::soundRequested, this, playSelected);
    connect(&examples, &FigureView::selected, this, [this](const Selection& selection) {
        if (selection.example)
            play(*selection.example);
    });
    inspector.setSoundNote(tr("A click on the spectrogram plays it, and so does P"));
}

/// Nothing for images.
void SoundController::play(int example) {
    const std::shared_ptr<const ExampleSet> set = workspace_.moment.snapshot()->probe;
    if (!set || set->data().heard.empty() || example < 0 || example >= set->count())
        return;
    sounds_.ask(
        this,
        [source = workspace_.session.config().data, set, example] { return hear(source, *set, example); },
        [this](const Heard& heard) {
            const QString wrong = heard.wrong.isEmpty() ? player_.play(heard.audio) : heard.wrong;
            if (!wrong.isEmpty())
                emit workspace_.notices.hinted(wrong);
        });
}

} // namespace expertscope
