// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "views/dialogs/export_choices.h"
#include "views/dialogs/job_dialog.h"

#include <map>

class QBoxLayout;
class QCheckBox;
class QComboBox;
class QDoubleSpinBox;
class QFormLayout;
class QLabel;
class QListWidget;
class QPushButton;

namespace expertscope {

class FigurePreview;
class FolderField;

/// Chooses figures, their size and their formats, shows them as they will be, and asks for the files. Stays
/// open beside the window: what the window shows is what is exported.
class ExportDialog : public JobDialog {
    Q_OBJECT

  public:
    using Figures = std::vector<std::shared_ptr<const Figure>>;

    explicit ExportDialog(QWidget* parent = nullptr);

    /// The figures of the moment that the window shows, and the JSON to keep in their files.
    void setFigures(const Figures& figures, const QString& metadata);
    void setColours(const ColourMap& map, bool autoRange);
    /// Where figures go unless a folder is chosen.
    void setUsualFolder(const QString& folder);
    void setChoices(const ExportChoices& choices);
    ExportChoices choices() const;

  signals:
    /// All of them, or none.
    void exportRequested(const std::vector<expertscope::FigureFile>& files);
    /// On the clipboard.
    void copyRequested(const std::shared_ptr<const expertscope::Figure>& figure,
                       const expertscope::ExportOptions& options);
    /// To be remembered.
    void choicesChanged();

  protected:
    void runningChanged() override;

  private:
    QWidget* buildForm();
    void buildSize(QFormLayout& form);
    void buildFormats(QFormLayout& form);
    void buildFolder(QFormLayout& form);
    void buildButtons(QBoxLayout& layout);
    void changed();
    void showPreview();
    void showNote();
    std::shared_ptr<const Figure> current() const;
    ExportOptions optionsFor(FigureFormat format) const;
    std::vector<FigureFile> filesOf(bool all) const;
    bool anyNumbers() const;
    void enableButtons();

    Figures figures_;
    QString metadata_;
    ColourMap map_;
    bool autoRange_ = false;
    bool filling_ = false; ///< the program, not a person, is changing the controls

    QListWidget* list_;
    QComboBox *size_, *theme_;
    QDoubleSpinBox *width_, *height_, *dpi_, *pointSize_;
    std::map<FigureFormat, QCheckBox*> formats_;
    FolderField* folder_;
    QLabel *sizeText_, *note_;
    FigurePreview* preview_;
    QPushButton *export_, *all_, *copy_;
};

} // namespace expertscope
