// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/panels/experiment_panel.h"

#include "model/base/error.h"
#include "model/run/data_sources.h"
#include "model/run/presets.h"
#include "views/panels/network_form.h"

#include <QCheckBox>
#include <QComboBox>
#include <QDir>
#include <QDoubleSpinBox>
#include <QFormLayout>
#include <QLabel>
#include <QLineEdit>
#include <QScrollArea>
#include <QSpinBox>
#include <QToolButton>

#include <algorithm>
#include <cmath>
#include <limits>

namespace expertscope {
namespace {

constexpr int narrowest = 64;          // a spin box would else be as wide as the longest number it could hold
constexpr double marginInfinity = 1e7; // the control's top value stands for a margin that masks nobody

/// A number whose top value reads as infinity.
class UnboundedBox : public QDoubleSpinBox {
  public:
    QString textFromValue(double value) const override {
        return value >= maximum() ? QStringLiteral("∞") : QDoubleSpinBox::textFromValue(value);
    }
    double valueFromText(const QString& text) const override {
        return text == QStringLiteral("∞") ? maximum() : QDoubleSpinBox::valueFromText(text);
    }
    QValidator::State validate(QString& text, int& position) const override {
        return text == QStringLiteral("∞") ? QValidator::Acceptable
                                           : QDoubleSpinBox::validate(text, position);
    }
};

QString dataTitle(const DataDescription& data) {
    if (const DataSource* source = findDataSource(data.source); source && !source->title.empty())
        return QString::fromStdString(source->title);
    const QString folder = QDir(QString::fromStdString(data.path)).dirName();
    return folder.isEmpty() || folder == "." ? QString::fromStdString(data.source) : folder;
}

QLabel* heading(const QString& text) {
    auto* label = new QLabel(text);
    QFont font = label->font();
    font.setBold(true);
    label->setFont(font);
    return label;
}

} // namespace

ExperimentPanel::ExperimentPanel(QWidget* parent) : QWidget(parent) {
    auto* content = new QWidget;
    auto* form = new QFormLayout(content);
    form->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
    form->setVerticalSpacing(4);
    form->setHorizontalSpacing(6);
    form->setContentsMargins(8, 4, 8, 8);
    buildData(*form);
    buildNetwork(*form);
    buildTraining(*form);

    auto* scroll = new QScrollArea;
    scroll->setWidget(content);
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(scroll);
    updateEnabled();
}

void ExperimentPanel::buildData(QFormLayout& form) {
    form_ = &form;
    preset_ = new QComboBox;
    preset_->setObjectName(QStringLiteral("preset"));
    preset_->setToolTip(tr("A configuration that ships with the program"));
    preset_->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    preset_->setMinimumContentsLength(10);
    for (const Preset& preset : presets()) {
        preset_->addItem(QString::fromStdString(preset.name));
        preset_->setItemData(preset_->count() - 1, QString::fromStdString(preset.description),
                             Qt::ToolTipRole);
    }
    connect(preset_, &QComboBox::textActivated, this, &ExperimentPanel::presetChosen);
    auto* label = new QLabel(tr("&Preset"));
    label->setBuddy(preset_);
    form.addRow(label);
    form.addRow(preset_); // names are long: they want the whole width

    data_ = new QLabel;
    data_->setTextFormat(Qt::PlainText);
    chooseData_ = new QToolButton;
    chooseData_->setText(tr("…"));
    chooseData_->setAccessibleName(tr("Choose a data folder"));
    chooseData_->setToolTip(
        tr("Train on a folder: MNIST or a set in its format, CIFAR-10, or labelled speech"));
    connect(chooseData_, &QToolButton::clicked, this, &ExperimentPanel::dataFolderRequested);
    auto* row = new QHBoxLayout;
    row->addWidget(data_, 1);
    row->addWidget(chooseData_);
    form.addRow(tr("Data"), row);

    jitter_ = new QSpinBox;
    jitter_->setObjectName(QStringLiteral("jitter"));
    jitter_->setRange(0, 14);
    jitter_->setSuffix(tr(" pixels"));
    jitter_->setPrefix(QStringLiteral("±"));
    jitter_->setToolTip(
        tr("Each image is translated at random by up to so many pixels, anew in every epoch"));
    connect(jitter_, &QSpinBox::editingFinished, this, &ExperimentPanel::edited);
    form.addRow(tr("&Jitter"), jitter_);
    seed_ = new QLineEdit;
    seed_->setMinimumWidth(narrowest);
    seed_->setObjectName(QStringLiteral("seed"));
    seed_->setToolTip(tr("Of the weights, the order of examples and their jitter: equal seeds, equal runs"));
    connect(seed_, &QLineEdit::editingFinished, this, &ExperimentPanel::edited);
    form.addRow(tr("See&d"), seed_);
    fixed_.insert(fixed_.end(), {jitter_, seed_});
}

void ExperimentPanel::buildNetwork(QFormLayout& form) {
    form.addRow(heading(tr("Network")));
    network_ = new NetworkForm;
    connect(network_, &NetworkForm::edited, this, &ExperimentPanel::edited);
    form.addRow(network_);
}

QDoubleSpinBox* ExperimentPanel::addRate(QFormLayout& form, const QString& label, const QString& key,
                                         double least, double most, int decimals, const QString& tip) {
    QDoubleSpinBox* box = most == marginInfinity ? new UnboundedBox : new QDoubleSpinBox;
    box->setRange(least, most);
    box->setMinimumWidth(narrowest);
    box->setDecimals(decimals);
    box->setStepType(QAbstractSpinBox::AdaptiveDecimalStepType);
    box->setKeyboardTracking(false);
    box->setObjectName(key);
    box->setToolTip(tip);
    connect(box, &QDoubleSpinBox::valueChanged, this, [this, key](double value) { liveEdited(key, value); });
    form.addRow(label, box);
    return box;
}

QSpinBox* ExperimentPanel::addEpochs(QFormLayout& form, const QString& label, int phase, const QString& tip) {
    auto* box = new QSpinBox;
    box->setRange(0, 100000);
    box->setMinimumWidth(narrowest);
    box->setKeyboardTracking(false);
    const auto nameUnit = [box](int count) { box->setSuffix(count == 1 ? tr(" epoch") : tr(" epochs")); };
    nameUnit(box->value());
    connect(box, &QSpinBox::valueChanged, box, nameUnit);
    box->setToolTip(tip);
    connect(box, &QSpinBox::valueChanged, this,
            [this, phase](int value) { liveEdited(QStringLiteral("training.epochs.%1").arg(phase), value); });
    form.addRow(label, box);
    return box;
}

void ExperimentPanel::buildTraining(QFormLayout& form) {
    form.addRow(heading(tr("Training")));
    const QString live = tr("\nMay be changed while training: applied at the next step and logged.");
    optimizer_ = new QComboBox;
    optimizer_->setObjectName(QStringLiteral("optimizer"));
    optimizer_->addItem(tr("SGD"), static_cast<int>(Optimizer::Sgd));
    optimizer_->addItem(tr("Adam"), static_cast<int>(Optimizer::Adam));
    optimizer_->setToolTip(tr("Stochastic gradient descent with momentum, as in the paper, or Adam"));
    connect(optimizer_, &QComboBox::activated, this, &ExperimentPanel::edited);
    form.addRow(tr("O&ptimizer"), optimizer_);
    learningRate_ = addRate(form, tr("Learning &rate"), QStringLiteral("training.learning_rate"), 0, 10, 4,
                            tr("Of the present phase, before its decay.") + live);
    momentum_ = addRate(form, tr("&Momentum"), QStringLiteral("training.momentum"), 0, 0.999, 3,
                        tr("Share of the last step that each step keeps.") + live);
    weightDecay_ = addRate(form, tr("&Weight decay"), QStringLiteral("training.weight_decay"), 0, 1, 5,
                           tr("Pulls weights (not biases) towards 0.") + live);
    constraint_ = new QCheckBox(tr("&Balance the experts at first"));
    constraint_->setObjectName(QStringLiteral("constraint"));
    constraint_->setToolTip(
        tr("In the first phase an expert that was used more than the mean by the margin is closed"));
    connect(constraint_, &QCheckBox::toggled, this, &ExperimentPanel::edited);
    form.addRow(constraint_);
    margin_ = addRate(
        form, tr("M&argin"), QStringLiteral("training.margin"), 0, marginInfinity, 0,
        tr("How many examples an expert may be ahead of the mean before it is closed (m in the paper).") +
            live);
    constrainedEpochs_ = addEpochs(form, tr("Constrained"), constrainedPhase,
                                   tr("Length of the first phase, with the balance constraint.") + live);
    freeEpochs_ =
        addEpochs(form, tr("Free"), freePhase, tr("Length of the second phase: fine-tuning.") + live);
    minibatch_ = new QSpinBox;
    minibatch_->setRange(1, 60000);
    minibatch_->setMinimumWidth(narrowest);
    minibatch_->setToolTip(tr("Examples a step"));
    connect(minibatch_, &QSpinBox::editingFinished, this, &ExperimentPanel::edited);
    form.addRow(tr("M&inibatch"), minibatch_);
    decay_ = new QDoubleSpinBox;
    decay_->setRange(0.0001, 1);
    decay_->setDecimals(4);
    decay_->setSingleStep(0.005);
    decay_->setToolTip(tr("The learning rate is multiplied by this after every epoch"));
    connect(decay_, &QDoubleSpinBox::editingFinished, this, &ExperimentPanel::edited);
    form.addRow(tr("De&cay"), decay_);
    fixed_.insert(fixed_.end(), {optimizer_, constraint_, minibatch_, decay_});
}

void ExperimentPanel::setConfig(const RunConfig& config) {
    filling_ = true;
    config_ = config;
    preset_->setCurrentIndex(preset_->findText(QString::fromStdString(config.preset)));
    const QString path = QString::fromStdString(config.data.path);
    data_->setText(dataTitle(config.data));
    data_->setToolTip(path);
    const DataSource* source = findDataSource(config.data.source);
    form_->setRowVisible(jitter_, !source || !source->speech); // speech is not translated
    jitter_->setValue(config.data.jitter);
    seed_->setText(QString::number(config.seed));
    network_->setNetwork(config.network);
    optimizer_->setCurrentIndex(optimizer_->findData(static_cast<int>(config.training.optimizer)));
    constraint_->setChecked(config.training.constraint);
    minibatch_->setValue(config.training.minibatch);
    decay_->setValue(config.training.decay);
    filling_ = false;
    showPlan(config.training, phase_);
}

void ExperimentPanel::setStatus(const EngineStatus& status) {
    const bool known =
        status.state != EngineStatus::State::Empty && status.state != EngineStatus::State::Loading;
    // What runs has a step behind before the next status says so.
    trained_ = known && (status.step > 0 || status.state == EngineStatus::State::Running);
    phase_ = status.phase;
    if (known) {
        config_.training = status.plan;
        showPlan(status.plan, status.phase);
    }
    updateEnabled();
}

void ExperimentPanel::showPlan(const TrainingPlan& plan, int phase) {
    const bool outer = std::exchange(filling_, true);
    const auto show = [](auto* box, auto value) {
        if (!box->hasFocus()) // a person may be typing in it
            box->setValue(value);
    };
    show(learningRate_, plan.learningRate[phase]);
    show(momentum_, plan.momentum[phase]);
    show(weightDecay_, plan.weightDecay[phase]);
    show(margin_, std::isfinite(plan.margin) ? plan.margin : marginInfinity);
    show(constrainedEpochs_, plan.epochs[constrainedPhase]);
    show(freeEpochs_, plan.epochs[freePhase]);
    filling_ = outer;
}

void ExperimentPanel::updateEnabled() {
    const QString reason = tr("Fixed while a run goes on: reset to change it.");
    const auto allow = [&](QWidget* widget, bool allowed) {
        if (widget->property("tip").isNull())
            widget->setProperty("tip", widget->toolTip());
        widget->setEnabled(allowed);
        widget->setToolTip(allowed ? widget->property("tip").toString() : reason);
    };
    for (QWidget* widget : fixed_)
        allow(widget, !trained_);
    network_->setLocked(trained_ ? reason : QString());
}

void ExperimentPanel::edited() {
    if (filling_ || trained_)
        return;
    const RunConfig before = config_;
    config_.network = network_->network();
    config_.training.optimizer = static_cast<Optimizer>(optimizer_->currentData().toInt());
    config_.data.jitter = jitter_->value();
    config_.training.constraint = constraint_->isChecked();
    config_.training.minibatch = minibatch_->value();
    config_.training.decay = decay_->value();
    try {
        config_.seed = parseSeed(seed_->text().trimmed().toStdString());
    } catch (const ConfigError&) {
        seed_->setText(QString::number(config_.seed));
    }
    updateEnabled();
    if (toJson(before) == toJson(config_))
        return;
    config_.preset.clear();
    preset_->setCurrentIndex(-1);
    emit configEdited(config_);
}

PerPhase<double>* ExperimentPanel::rates(const QString& key) {
    TrainingPlan& plan = config_.training;
    return key.endsWith(QLatin1String("learning_rate")) ? &plan.learningRate
           : key.endsWith(QLatin1String("momentum"))    ? &plan.momentum
           : key.endsWith(QLatin1String("decay"))       ? &plan.weightDecay
                                                        : nullptr;
}

void ExperimentPanel::liveEdited(const QString& key, double value) {
    if (filling_)
        return;
    if (key == QLatin1String("training.margin") && value >= marginInfinity)
        value = std::numeric_limits<double>::infinity();
    if (trained_)
        return emit changeRequested(key, value);
    // Before the first step a rate is that of both phases, unless the phases differ already.
    if (PerPhase<double>* phases = rates(key)) {
        if ((*phases)[constrainedPhase] == (*phases)[freePhase])
            (*phases)[freePhase] = value;
        (*phases)[constrainedPhase] = value;
    } else if (key == QLatin1String("training.margin")) {
        config_.training.margin = value;
    } else {
        config_.training.epochs[key.endsWith(QLatin1Char('1')) ? freePhase : constrainedPhase] =
            static_cast<int>(value);
    }
    emit configEdited(config_);
}

} // namespace expertscope
