// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/expertscope/panels/probe_controller.h"

#include "app/expertscope/session/workspace.h"
#include "model/analysis/image_answer.h"
#include "model/data/drawn_image.h"
#include "views/drawing/tile_image.h"
#include "views/panels/probe_view.h"

#include <QEvent>

namespace expertscope {
namespace {

constexpr int networkPause = 200; // milliseconds: a copy of the weights costs the engine about one

struct Seen {
    std::shared_ptr<const ImageAnswer> answer;
    QImage image;
};

/// On the query's thread.
Seen look(const Network<float>& network, const Translation& translation, const std::vector<float>& pixels,
          Shift shift, const Lesion& lesion) {
    const ExampleSet unmoved(datasetOf(pixels, translation.image()), Translation(translation.image(), 0), {0},
                             {Shift{}});
    return {std::make_shared<const ImageAnswer>(answerImage(network, translation, pixels, shift, lesion)),
            tileImage(unmoved, 0)};
}

} // namespace

ProbeController::ProbeController(ProbeView* view, Workspace& workspace, QObject* parent)
    : QObject(parent), view_(view), workspace_(workspace) {
    connect(&workspace.networks, &NetworkSource::networkChanged, this, &ProbeController::setNetwork);
    connect(&workspace.moment, &ShownMoment::snapshotChanged, this, &ProbeController::snapshotChanged);
    connect(&workspace.moment, &ShownMoment::lesionChanged, this, &ProbeController::ask);
    connect(&workspace.selection, &CurrentSelection::changed, this,
            [this] { view_->setExampleAvailable(example() >= 0); });
    connect(&workspace.session, &TrainingSession::experimentChanged, this, [this] {
        ++age_;
        setNetwork(nullptr, {});
    });
    connect(view_->results(), &ProbeResults::hovered, &workspace.notices, &Notices::readOut);
    connect(view_->canvas(), &ProbeCanvas::changed, this, &ProbeController::ask);
    connect(view_, &ProbeView::exampleRequested, this, &ProbeController::takeExample);
    view_->installEventFilter(this);
    pause_.setSingleShot(true);
    pause_.setInterval(networkPause);
    connect(&pause_, &QTimer::timeout, this, [this] {
        if (again_)
            wantNetwork();
    });
}

bool ProbeController::eventFilter(QObject* watched, QEvent* event) {
    if (event->type() == QEvent::Show)
        ask();
    else if (event->type() == QEvent::Hide)
        following_ = false;
    return QObject::eventFilter(watched, event);
}

void ProbeController::setNetwork(std::shared_ptr<const Network<float>> network, const QString& note) {
    network_ = std::move(network);
    note_ = note;
    ask();
}

/// Its probe set says what images are like.
void ProbeController::snapshotChanged() {
    const std::shared_ptr<const ExampleSet>& set = workspace_.moment.snapshot()->probe;
    if (set && set != set_) {
        set_ = set;
        QStringList names;
        for (const std::string& name : set_->attributes().front().valueNames)
            names << QString::fromStdString(name);
        view_->results()->setClassNames(names);
        ++age_;
        view_->canvas()->setTranslation(set_->translation());
        view_->setDrawable(set_->data().heard.empty());
    }
    wantNetwork();
}

/// That can be taken when a person asks to; -1 where there is none.
int ProbeController::example() const {
    const int chosen = workspace_.selection.exampleOf(*workspace_.moment.shown());
    return set_ && chosen < set_->count() ? chosen : -1;
}

void ProbeController::wantNetwork() {
    if (!view_->isVisible() || view_->canvas()->image().isEmpty())
        return;
    again_ = pause_.isActive();
    if (again_)
        return;
    pause_.start();
    workspace_.networks.request();
}

void ProbeController::takeExample() {
    const int taken = example();
    if (taken < 0)
        return;
    std::vector<float> pixels(set_->data().shape.size());
    set_->data().copyExample(static_cast<int>(set_->example(taken)), pixels.data());
    view_->canvas()->take(std::move(pixels), set_->shift(taken));
    view_->canvas()->setTool(ProbeCanvas::Tool::Move);
    view_->canvas()->setFocus();
}

bool ProbeController::canAsk() const {
    const ProbeCanvas* canvas = view_->canvas();
    return network_ && set_ && fits(workspace_.moment.lesion(), network_->description()) &&
           !canvas->image().isEmpty() && network_->description().takes(canvas->translation().canvas());
}

QString ProbeController::lesionNote() const {
    if (workspace_.moment.lesion().isEmpty())
        return note_;
    return note_.isEmpty() ? tr("With experts off") : tr("%1, experts off").arg(note_);
}

void ProbeController::ask() {
    if (!view_->isVisible())
        return;
    if (view_->canvas()->image().isEmpty()) {
        following_ = false;
        ++age_;
        return view_->results()->setAnswer(nullptr, {}, {});
    }
    if (!following_ || !canAsk()) // the network at hand may be an old one
        wantNetwork();
    following_ = true;
    if (!canAsk())
        return;
    const ProbeCanvas* canvas = view_->canvas();
    workspace_.queries.ask(
        this,
        [network = network_, translation = canvas->translation(), pixels = canvas->image().pixels(),
         shift = canvas->shift(),
         lesion = workspace_.moment.lesion()] { return look(*network, translation, pixels, shift, lesion); },
        [this, age = age_, note = lesionNote()](Seen seen) {
            // Whoever drags faster than the network answers sees all answers that come, until there is
            // another network or nothing on the canvas.
            if (age == age_)
                view_->results()->setAnswer(std::move(seen.answer), seen.image, note);
        },
        QueryThread::Dragging);
}

} // namespace expertscope
