// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/panels/network_form.h"

#include "model/base/error.h"
#include "model/network/gates/gate_kind.h"
#include "model/network/layers/layer_kind.h"
#include "views/panels/kind_field.h"

#include <QComboBox>
#include <QFormLayout>
#include <QGridLayout>
#include <QLabel>
#include <QLineEdit>
#include <QSpinBox>

#include <array>
#include <utility>

namespace expertscope {
namespace {

constexpr int mostLayers = 6;
constexpr int linesALayer = 4;
constexpr int mostExpertsInForm = 256;

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

void allow(QWidget* widget, bool allowed, const QString& reason) {
    if (widget->property("tip").isNull())
        widget->setProperty("tip", widget->toolTip());
    widget->setEnabled(allowed);
    widget->setToolTip(reason.isEmpty() ? widget->property("tip").toString() : reason);
}

} // namespace

std::vector<QWidget*> NetworkForm::LayerRow::widgets() const {
    return {kind, experts, hidden, gateHidden, combine, gate};
}

std::vector<QWidget*> NetworkForm::LayerRow::ofExperts() const {
    return {experts, hidden, gateHidden, combine};
}

NetworkForm::NetworkForm(QWidget* parent) : QWidget(parent) {
    network_.layers.resize(1);
    auto* form = new QFormLayout(this);
    form->setContentsMargins(0, 0, 0, 0);
    form->setVerticalSpacing(4);
    form->setHorizontalSpacing(6);
    layerCount_ = new QSpinBox;
    layerCount_->setObjectName(QStringLiteral("layers"));
    layerCount_->setRange(1, mostLayers);
    layerCount_->setToolTip(tr("Layers of experts, each with a gate of its own"));
    connect(layerCount_, &QSpinBox::valueChanged, this, &NetworkForm::setLayerCount);
    form->addRow(tr("&Layers"), layerCount_);
    buildGrid();
    form->addRow(grid_);
    buildOutput();
    form->addRow(tr("&Output"), output_);
    note_ = new QLabel;
    note_->setWordWrap(true);
    note_->hide();
    form->addRow(note_);
    fill();
}

/// A field that loses the focus by being destroyed has nothing to tell.
NetworkForm::~NetworkForm() {
    for (QWidget* child : findChildren<QWidget*>())
        child->disconnect(this);
}

void NetworkForm::buildGrid() {
    grid_ = new QGridLayout;
    grid_->setHorizontalSpacing(4);
    grid_->setVerticalSpacing(3);
    const std::array<std::pair<QString, QString>, 4> columns{
        {{tr("experts"), tr("How many experts the layer has")},
         {tr("units"), tr("Units of each expert; 64-128 makes it deep")},
         {tr("gate"), tr("Hidden units of the gate")},
         {tr("joined as"), tr("How the experts' outputs are joined")}}};
    for (int column = 0; column < 4; ++column) {
        auto* label = new QLabel(columns[column].first);
        label->setToolTip(columns[column].second);
        headings_.push_back(label);
    }
}

void NetworkForm::buildOutput() {
    output_ = new QComboBox;
    output_->setObjectName(QStringLiteral("output"));
    output_->addItem(tr("softmax"), static_cast<int>(Output::Softmax));
    output_->addItem(tr("mixture (eq. 1)"), static_cast<int>(Output::Mixture));
    output_->addItem(tr("product (eq. 3)"), static_cast<int>(Output::Product));
    output_->setToolTip(
        tr("The deep mixture ends in a softmax. In the standard mixture of experts (eq. 1) the last layer's "
           "experts are classifiers themselves, whose probabilities the gate mixes; in a product of experts "
           "(eq. 3) they are multiplied, without a gate."));
    output_->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    output_->setMinimumContentsLength(8);
    connect(output_, &QComboBox::activated, this,
            [this] { setOutput(static_cast<Output>(output_->currentData().toInt())); });
}

void NetworkForm::addRow(int layer) {
    LayerRow row{new QSpinBox,
                 new QLineEdit,
                 new QLineEdit,
                 new QComboBox,
                 new KindField(tr("Layer %1").arg(layer + 1), tr("Kind of layer %1").arg(layer + 1),
                               tr("What the layer is."), layer + 1, asKinds(layerKinds())),
                 new KindField(tr("decided by"), tr("Gate of layer %1").arg(layer + 1),
                               tr("How the gate decides."), layer + 1, asKinds(gateKinds()))};
    row.experts->setRange(1, mostExpertsInForm);
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
    connect(row.experts, &QSpinBox::editingFinished, this, &NetworkForm::readRows);
    connect(row.hidden, &QLineEdit::editingFinished, this, &NetworkForm::readRows);
    connect(row.gateHidden, &QLineEdit::editingFinished, this, &NetworkForm::readRows);
    connect(row.combine, &QComboBox::activated, this, &NetworkForm::readRows);
    connect(row.kind, &KindField::edited, this, &NetworkForm::readRows);
    connect(row.gate, &KindField::edited, this, &NetworkForm::readRows);
    const int line =
        linesALayer * layer; // the kind, the headings where it is the first, the fields, the gate
    int column = 0;
    for (QWidget* widget : row.ofExperts())
        grid_->addWidget(widget, line + 2, column++);
    grid_->addWidget(row.kind, line, 0, 1, column);
    grid_->addWidget(row.gate, line + 3, 0, 1, column);
    rows_.push_back(row);
}

void NetworkForm::setNetwork(const NetworkDescription& network) {
    network_ = network;
    note_->hide();
    fill();
}

void NetworkForm::fill() {
    const bool outer = std::exchange(filling_, true);
    layerCount_->setValue(static_cast<int>(network_.layers.size()));
    output_->setCurrentIndex(output_->findData(static_cast<int>(network_.output)));
    while (rows_.size() > network_.layers.size()) {
        for (QWidget* widget : rows_.back().widgets())
            widget->deleteLater();
        rows_.pop_back();
    }
    while (rows_.size() < network_.layers.size())
        addRow(static_cast<int>(rows_.size()));
    for (std::size_t l = 0; l < rows_.size(); ++l) {
        const LayerDescription& layer = network_.layers[l];
        rows_[l].experts->setValue(layer.experts);
        rows_[l].hidden->setText(widthsText(layer.hidden));
        rows_[l].gateHidden->setText(widthsText(layer.gateHidden));
        rows_[l].combine->setCurrentIndex(static_cast<int>(layer.combine));
        rows_[l].kind->setKind(layer.kind, layer.settings, layer.experts);
        rows_[l].gate->setKind(layer.gate.kind, layer.gate.settings, layer.experts);
        for (QWidget* widget : rows_[l].ofExperts())
            widget->setVisible(layer.hasExperts());
        rows_[l].gate->setVisible(layer.gated());
    }
    placeHeadings();
    filling_ = outer;
    updateEnabled();
}

/// Above the fields of the first layer that has experts.
void NetworkForm::placeHeadings() {
    int layer = 0;
    const int layers = static_cast<int>(network_.layers.size());
    while (layer < layers && !network_.layers[static_cast<std::size_t>(layer)].hasExperts())
        ++layer;
    for (int column = 0; column < static_cast<int>(headings_.size()); ++column) {
        QLabel* heading = headings_[static_cast<std::size_t>(column)];
        grid_->removeWidget(heading);
        grid_->addWidget(heading, linesALayer * std::min(layer, layers - 1) + 1, column);
        heading->setVisible(layer < layers);
    }
}

/// The last layer is joined as the output needs it.
void NetworkForm::changeTo(const NetworkDescription& network) {
    NetworkDescription changed = network;
    if (changed.expertsClassify() && !changed.layers.back().hasExperts())
        changed.layers.back() = {};
    Combine& last = changed.layers.back().combine;
    if (changed.output == Output::Mixture)
        last = Combine::Mixture;
    else if (changed.output == Output::Product)
        last = Combine::Concatenated;
    else if (network_.output == Output::Product)
        last = Combine::Mixture; // it had no choice before
    const bool same = changed == network_;
    network_ = changed;
    fill();
    if (!same)
        emit edited();
}

void NetworkForm::setLayerCount(int count) {
    if (filling_)
        return;
    NetworkDescription changed = network_;
    changed.layers.resize(count, changed.layers.back());
    if (changed.output == Output::Product && changed.layers.size() > network_.layers.size())
        changed.layers[network_.layers.size() - 1].combine = Combine::Mixture; // it is the last no more
    changeTo(changed);
}

void NetworkForm::setOutput(Output output) {
    NetworkDescription changed = network_;
    changed.output = output;
    changeTo(changed);
}

void NetworkForm::readRows() {
    if (filling_)
        return;
    NetworkDescription changed = network_;
    for (std::size_t l = 0; l < rows_.size(); ++l) {
        LayerDescription& layer = changed.layers[l];
        layer.experts = rows_[l].experts->value();
        layer.hidden = widthsFrom(rows_[l].hidden->text());
        layer.gateHidden = widthsFrom(rows_[l].gateHidden->text());
        layer.combine = static_cast<Combine>(rows_[l].combine->currentIndex());
        layer.kind = rows_[l].kind->kindName();
        layer.settings = rows_[l].kind->values();
        KindField& gate = *rows_[l].gate;
        gate.setKind(gate.kindName(), gate.values(), layer.experts);
        layer.gate = {gate.kindName(), gate.values()};
        if (layer.hidden.empty() || layer.gateHidden.empty()) {
            note(tr("Layer %1: units are a number, or numbers joined as in 64-128.").arg(l + 1));
            return;
        }
        try {
            validate(layer, "network.layers." + std::to_string(l));
        } catch (const ConfigError& error) {
            note(QString::fromUtf8(error.what()) + QLatin1Char('.'));
            return;
        }
    }
    note_->hide();
    changeTo(changed);
}

void NetworkForm::note(const QString& sentence) {
    note_->setText(sentence);
    note_->show();
}

void NetworkForm::setLocked(const QString& reason) {
    lockedBecause_ = reason;
    updateEnabled();
}

void NetworkForm::updateEnabled() {
    const bool open = lockedBecause_.isEmpty();
    allow(layerCount_, open, lockedBecause_);
    allow(output_, open, lockedBecause_);
    for (std::size_t l = 0; l < rows_.size(); ++l) {
        const LayerRow& row = rows_[l];
        const Combine combine = network_.layers[l].combine;
        const bool decided = network_.expertsClassify() && l + 1 == rows_.size();
        allow(row.experts, open && combine != Combine::Plain && combine != Combine::Single, lockedBecause_);
        allow(row.hidden, open, lockedBecause_);
        allow(row.gateHidden, open && combine == Combine::Mixture, lockedBecause_);
        allow(row.combine, open && !decided, lockedBecause_);
        allow(row.kind, open && !decided, lockedBecause_);
        allow(row.gate, open, lockedBecause_);
    }
}

} // namespace expertscope
