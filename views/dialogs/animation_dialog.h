// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "views/dialogs/job_dialog.h"
#include "views/figures/animation_plan.h"
#include "views/figures/figure.h"

class QComboBox;
class QDoubleSpinBox;
class QFormLayout;
class QLabel;
class QListWidget;
class QPushButton;
class QSpinBox;

namespace expertscope {

class FolderField;

/// Chooses what becomes an animation of the timeline, and shows how far it is.
class AnimationDialog : public JobDialog {
    Q_OBJECT

  public:
    /// videos: whether there is a program that makes them.
    explicit AnimationDialog(bool videos, QWidget* parent = nullptr);

    void setFigures(const std::vector<std::shared_ptr<const Figure>>& figures);
    /// How many moments the timeline has.
    void setMoments(int count);
    /// Where animations go unless a folder is chosen.
    void setUsualFolder(const QString& folder);
    void setPlan(const AnimationPlan& plan);
    AnimationPlan plan() const;
    /// The folder chosen, or the usual one.
    QString folder() const;

  signals:
    void startRequested();
    /// To be remembered.
    void planChanged();

  protected:
    void runningChanged() override;

  private:
    QWidget* buildForm();
    void buildList(QFormLayout& form);
    QWidget* buildButtons();
    void changed();

    bool videos_;
    int moments_ = 0;
    bool filling_ = false; ///< the program, not a person, is changing the controls
    QStringList wanted_;   ///< until there are figures to tick

    QWidget* form_;
    QListWidget* list_;
    QComboBox *format_, *theme_;
    QSpinBox* width_;
    QDoubleSpinBox* rate_;
    FolderField* folder_;
    QLabel* note_;
    QPushButton* start_;
};

} // namespace expertscope
