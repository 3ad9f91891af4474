// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/expertscope/session/edit_history.h"

#include "app/expertscope/session/training_session.h"
#include "model/run/config_difference.h"

#include <QElapsedTimer>
#include <QRegularExpression>

#include <functional>
#include <utility>

namespace expertscope {
namespace {

constexpr qint64 oneEdit = 1000; // milliseconds: steps of a spin box in quick succession are undone together

/// "training.learning_rate" -> "learning rate"
QString spoken(QString key) {
    static const QRegularExpression number(QStringLiteral("\\.\\d+$"));
    key.remove(number);
    return key.section(QLatin1Char('.'), -1).replace(QLatin1Char('_'), QLatin1Char(' '));
}

/// Merges with an edit of the same thing right after it.
class Edit : public QUndoCommand {
  public:
    explicit Edit(const QString& text) : QUndoCommand(text) { since_.start(); }

    int id() const override { return 1; }
    bool mergeWith(const QUndoCommand* next) override {
        const auto* edit = dynamic_cast<const Edit*>(next);
        if (!edit || edit->text() != text() || since_.elapsed() > oneEdit || !take(*edit))
            return false;
        since_.restart();
        return true;
    }
    void redo() override {
        if (std::exchange(made_, true)) // the first time it was made before it got here
            make(true);
    }
    void undo() override { make(false); }

  protected:
    virtual bool take(const Edit& next) = 0;
    virtual void make(bool after) = 0;

  private:
    QElapsedTimer since_;
    bool made_ = false;
};

class LiveEdit : public Edit {
  public:
    LiveEdit(TrainingSession& session, const QString& key, double before, double after)
        : Edit(spoken(key)), session_(session), key_(key), before_(before), after_(after) {}

  protected:
    bool take(const Edit& next) override {
        const auto* other = dynamic_cast<const LiveEdit*>(&next);
        if (other && other->key_ == key_)
            after_ = other->after_;
        return other && other->key_ == key_;
    }
    void make(bool after) override { session_.change(key_, after ? after_ : before_); }

  private:
    TrainingSession& session_;
    QString key_;
    double before_, after_;
};

QString textOf(const RunConfig& before, const RunConfig& after) {
    const auto settings = settingsThatDiffer(before, after);
    return settings.size() == 1 ? spoken(QString::fromStdString(settings[0].key))
                                : EditHistory::tr("%1 settings").arg(settings.size());
}

double valueOf(const TrainingPlan& plan, int phase, const QString& key) {
    return key == QLatin1String("training.learning_rate")  ? plan.learningRate[phase]
           : key == QLatin1String("training.gate_rate")    ? plan.gateRate[phase]
           : key == QLatin1String("training.momentum")     ? plan.momentum[phase]
           : key == QLatin1String("training.weight_decay") ? plan.weightDecay[phase]
           : key == QLatin1String("training.epochs.0")     ? plan.epochs[constrainedPhase]
           : key == QLatin1String("training.epochs.1")     ? plan.epochs[freePhase]
                                                           : plan.margin;
}

class ConfigEdit : public Edit {
  public:
    ConfigEdit(std::function<void(const RunConfig&)> open, const RunConfig& before, const RunConfig& after)
        : Edit(textOf(before, after)), open_(std::move(open)), before_(before), after_(after) {}

  protected:
    bool take(const Edit& next) override {
        const auto* other = dynamic_cast<const ConfigEdit*>(&next);
        if (other)
            after_ = other->after_;
        return other;
    }
    void make(bool after) override { open_(after ? after_ : before_); }

  private:
    std::function<void(const RunConfig&)> open_;
    RunConfig before_, after_;
};

} // namespace

EditHistory::EditHistory(TrainingSession& session, QObject* parent) : QObject(parent), session_(session) {
    stack_.setUndoLimit(200);
    connect(&session, &TrainingSession::configChanged, this, &EditHistory::setConfig);
    connect(&session, &TrainingSession::runChanged, this, &EditHistory::setRun);
    connect(&session, &TrainingSession::statusChanged, this,
            [this](std::shared_ptr<const EngineStatus> status) { setStatus(*status); });
}

void EditHistory::open(const RunConfig& config) {
    present_ = config;
    session_.open(config);
}

void EditHistory::setConfig(const RunConfig& config) {
    const bool other = present_ && !settingsThatDiffer(*present_, config).empty();
    if (other && live_)
        forget(); // of a run that is no longer there
    else if (other)
        stack_.push(new ConfigEdit([this](const RunConfig& edited) { open(edited); }, *present_, config));
    present_ = config;
}

void EditHistory::setRun(const QString& path) {
    if (!path.isEmpty() || live_)
        forget();
}

void EditHistory::forget() {
    stack_.clear();
    live_ = false;
}

void EditHistory::setStatus(const EngineStatus& status) {
    plan_ = status.plan;
    // A rate is that of the present phase: undoing it in another one would set the wrong number.
    if (std::exchange(phase_, status.phase) != status.phase && live_)
        forget();
}

void EditHistory::aboutToChange(const QString& key, double value) {
    const double before = valueOf(plan_, phase_, key);
    if (before == value || key == QLatin1String("training.phase"))
        return;
    if (!live_)
        stack_.clear();
    live_ = true;
    stack_.push(new LiveEdit(session_, key, before, value));
}

} // namespace expertscope
