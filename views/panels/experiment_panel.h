// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/run/run_config.h"
#include "model/training/training_engine.h"

#include <QWidget>

#include <memory>
#include <vector>

class QCheckBox;
class QComboBox;
class QDoubleSpinBox;
class QFormLayout;
class QLabel;
class QLineEdit;
class QSpinBox;
class QToolButton;

namespace expertscope {

class NetworkForm;

/// The run's configuration as a form. Before the first step everything can be edited, and an edit makes a new
/// experiment; afterwards what may change during a run is applied at the next step, and the rest is greyed
/// with the reason.
class ExperimentPanel : public QWidget {
    Q_OBJECT

  public:
    explicit ExperimentPanel(QWidget* parent = nullptr);

    void setConfig(const RunConfig& config);
    /// Rates, margin, phase and what may be edited now.
    void setStatus(const EngineStatus& status);

    QSize sizeHint() const override { return {232, 520}; }

  signals:
    /// Edited before the first step: a new experiment.
    void configEdited(const expertscope::RunConfig& config);
    /// Edited during a run; see TrainingEvent::key.
    void changeRequested(const QString& key, double value);
    void presetChosen(const QString& name);
    void dataFolderRequested();

  private:
    void buildData(QFormLayout& form);
    void buildNetwork(QFormLayout& form);
    void buildTraining(QFormLayout& form);
    QDoubleSpinBox* addRate(QFormLayout& form, const QString& label, const QString& key, double least,
                            double most, int decimals, const QString& tip);
    QSpinBox* addEpochs(QFormLayout& form, const QString& label, int phase, const QString& tip);
    void showPlan(const TrainingPlan& plan, int phase);
    void updateEnabled();
    void edited();
    void liveEdited(const QString& key, double value);
    PerPhase<double>* rates(const QString& key);

    RunConfig config_;
    bool filling_ = false; ///< the program, not a person, is changing the controls
    bool trained_ = false; ///< there is a step behind, or will be at once
    int phase_ = constrainedPhase;

    QFormLayout* form_;
    QComboBox* preset_;
    QLabel* data_;
    QToolButton* chooseData_;
    QSpinBox* jitter_;
    NetworkForm* network_;
    QComboBox* optimizer_;
    QDoubleSpinBox *learningRate_, *momentum_, *weightDecay_, *margin_;
    QCheckBox* constraint_;
    QSpinBox *constrainedEpochs_, *freeEpochs_, *minibatch_;
    QDoubleSpinBox* decay_;
    QLineEdit* seed_;
    std::vector<QWidget*> fixed_; ///< may not change once a step is trained
};

} // namespace expertscope
