#include "views/experiment_panel.h"

#include "model/base/error.h"
#include "model/run/presets.h"

#include <QCheckBox>
#include <QComboBox>
#include <QDir>
#include <QDoubleSpinBox>
#include <QFormLayout>
#include <QGridLayout>
#include <QLabel>
#include <QLineEdit>
#include <QScrollArea>
#include <QSpinBox>
#include <QToolButton>

#include <cmath>
#include <limits>

namespace expertscope {
namespace {

constexpr int mostLayers = 6;
constexpr int narrowest = 64;          // a spin box would else be as wide as the longest number it could hold
constexpr double marginInfinity = 1e7; // the control's top value stands for a margin that masks nobody

QString widthsText(const std::vector<int>& widths) {
    QStringList texts;
    for (int width : widths)
        texts << QString::number(width);
    return texts.join(QStringLiteral("-"));
}

/// "64-128" -> {64, 128}; empty where it is no such list.
std::vector<int> widthsFrom(const QString& text) {
    std::vector<int> widths;
    for (const QString& part : text.split(QLatin1Char('-'))) {
        bool good = false;
        widths.push_back(part.trimmed().toInt(&good));
        if (!good || widths.back() < 1)
            return {};
    }
    return widths;
}

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
    form.addRow(tr("&Preset"), preset_);

    data_ = new QLabel;
    data_->setTextFormat(Qt::PlainText);
    chooseData_ = new QToolButton;
    chooseData_->setText(tr("…"));
    chooseData_->setAccessibleName(tr("Choose a data folder"));
    chooseData_->setToolTip(tr("Train on a folder that holds MNIST or a set in its format"));
    connect(chooseData_, &QToolButton::clicked, this, &ExperimentPanel::dataFolderRequested);
    auto* row = new QHBoxLayout;
    row->addWidget(data_, 1);
    row->addWidget(chooseData_);
    form.addRow(tr("Data"), row);

    jitter_ = new QSpinBox;
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
    layerCount_ = new QSpinBox;
    layerCount_->setRange(1, mostLayers);
    layerCount_->setToolTip(tr("Layers of experts, each with a gate of its own"));
    connect(layerCount_, &QSpinBox::valueChanged, this, [this](int count) {
        if (filling_)
            return;
        config_.network.layers.resize(count, config_.network.layers.back());
        fillLayers();
        edited();
    });
    form.addRow(tr("&Layers"), layerCount_);
    fixed_.push_back(layerCount_);

    auto* grid = new QWidget;
    layerGrid_ = new QGridLayout(grid);
    layerGrid_->setContentsMargins(0, 0, 0, 0);
    layerGrid_->setHorizontalSpacing(4);
    layerGrid_->setVerticalSpacing(3);
    const std::array<std::pair<QString, QString>, 4> columns{
        {{tr("experts"), tr("How many experts the layer has")},
         {tr("units"), tr("Units of each expert; 64-128 makes it deep")},
         {tr("gate"), tr("Hidden units of the gate")},
         {tr("joined as"), tr("How the experts' outputs are joined")}}};
    for (int column = 0; column < 4; ++column) {
        auto* label = new QLabel(columns[column].first);
        label->setToolTip(columns[column].second);
        layerGrid_->addWidget(label, 0, column);
    }
    form.addRow(grid);
    layersNote_ = new QLabel;
    layersNote_->setWordWrap(true);
    layersNote_->hide();
    form.addRow(layersNote_);
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
    box->setSuffix(tr(" epochs"));
    box->setToolTip(tip);
    connect(box, &QSpinBox::valueChanged, this,
            [this, phase](int value) { liveEdited(QStringLiteral("training.epochs.%1").arg(phase), value); });
    form.addRow(label, box);
    return box;
}

void ExperimentPanel::buildTraining(QFormLayout& form) {
    form.addRow(heading(tr("Training")));
    const QString live = tr("\nMay be changed while training: applied at the next step and logged.");
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
    fixed_.insert(fixed_.end(), {constraint_, minibatch_, decay_});
}

void ExperimentPanel::setConfig(const RunConfig& config) {
    filling_ = true;
    config_ = config;
    preset_->setCurrentIndex(preset_->findText(QString::fromStdString(config.preset)));
    const QString path = QString::fromStdString(config.data.path);
    data_->setText(config.data.source == "digits"   ? tr("Built-in digits")
                   : QDir(path).dirName().isEmpty() ? QString::fromStdString(config.data.source)
                                                    : QDir(path).dirName());
    data_->setToolTip(path);
    jitter_->setValue(config.data.jitter);
    seed_->setText(QString::number(config.seed));
    layerCount_->setValue(static_cast<int>(config.network.layers.size()));
    fillLayers();
    constraint_->setChecked(config.training.constraint);
    minibatch_->setValue(config.training.minibatch);
    decay_->setValue(config.training.decay);
    filling_ = false;
    showPlan(config.training, phase_);
}

void ExperimentPanel::fillLayers() {
    const bool outer = std::exchange(filling_, true);
    while (layers_.size() > config_.network.layers.size()) {
        for (QWidget* widget :
             std::initializer_list<QWidget*>{layers_.back().experts, layers_.back().hidden,
                                             layers_.back().gateHidden, layers_.back().combine})
            widget->deleteLater();
        layers_.pop_back();
    }
    while (layers_.size() < config_.network.layers.size())
        addLayerRow(static_cast<int>(layers_.size()));
    for (std::size_t l = 0; l < layers_.size(); ++l) {
        const LayerDescription& layer = config_.network.layers[l];
        layers_[l].experts->setValue(layer.experts);
        layers_[l].hidden->setText(widthsText(layer.hidden));
        layers_[l].gateHidden->setText(widthsText(layer.gateHidden));
        layers_[l].combine->setCurrentIndex(static_cast<int>(layer.combine));
    }
    filling_ = outer;
    updateEnabled();
}

void ExperimentPanel::addLayerRow(int layer) {
    LayerRow row{new QSpinBox, new QLineEdit, new QLineEdit, new QComboBox};
    row.experts->setRange(1, 256);
    row.experts->setAccessibleName(tr("Experts of layer %1").arg(layer + 1));
    row.hidden->setAccessibleName(tr("Units of an expert of layer %1").arg(layer + 1));
    row.gateHidden->setAccessibleName(tr("Hidden units of the gate of layer %1").arg(layer + 1));
    row.combine->setAccessibleName(tr("How layer %1 joins its experts").arg(layer + 1));
    for (QLineEdit* widths : {row.hidden, row.gateHidden})
        widths->setMinimumWidth(widths->fontMetrics().horizontalAdvance(QStringLiteral("0000")));
    row.experts->setMinimumWidth(row.experts->fontMetrics().horizontalAdvance(QStringLiteral("00000")));
    for (Combine combine : {Combine::Mixture, Combine::Single, Combine::Concatenated, Combine::Plain})
        row.combine->addItem(QString::fromStdString(toString(combine)));
    row.combine->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    row.combine->setMinimumContentsLength(4);
    connect(row.experts, &QSpinBox::editingFinished, this, &ExperimentPanel::edited);
    connect(row.hidden, &QLineEdit::editingFinished, this, &ExperimentPanel::edited);
    connect(row.gateHidden, &QLineEdit::editingFinished, this, &ExperimentPanel::edited);
    connect(row.combine, &QComboBox::activated, this, &ExperimentPanel::edited);
    int column = 0;
    for (QWidget* widget :
         std::initializer_list<QWidget*>{row.experts, row.hidden, row.gateHidden, row.combine})
        layerGrid_->addWidget(widget, layer + 1, column++);
    layers_.push_back(row);
}

void ExperimentPanel::setStatus(const EngineStatus& status) {
    const bool known =
        status.state != EngineStatus::State::Empty && status.state != EngineStatus::State::Loading;
    trained_ = known && status.step > 0;
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
    for (const LayerRow& row : layers_) {
        const auto combine = static_cast<Combine>(row.combine->currentIndex());
        allow(row.experts, !trained_ && combine != Combine::Plain && combine != Combine::Single);
        allow(row.hidden, !trained_);
        allow(row.gateHidden, !trained_ && combine == Combine::Mixture);
        allow(row.combine, !trained_);
    }
}

bool ExperimentPanel::readLayers() {
    for (std::size_t l = 0; l < layers_.size(); ++l) {
        LayerDescription& layer = config_.network.layers[l];
        const std::vector<int> hidden = widthsFrom(layers_[l].hidden->text());
        const std::vector<int> gateHidden = widthsFrom(layers_[l].gateHidden->text());
        if (hidden.empty() || gateHidden.empty()) {
            layersNote_->setText(
                tr("Layer %1: units are a number, or numbers joined as in 64-128.").arg(l + 1));
            layersNote_->show();
            return false;
        }
        layer.experts = layers_[l].experts->value();
        layer.hidden = hidden;
        layer.gateHidden = gateHidden;
        layer.combine = static_cast<Combine>(layers_[l].combine->currentIndex());
    }
    layersNote_->hide();
    return true;
}

void ExperimentPanel::edited() {
    if (filling_ || trained_)
        return;
    const RunConfig before = config_;
    if (!readLayers())
        return;
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
