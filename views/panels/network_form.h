// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/network/network_description.h"

#include <QString>
#include <QWidget>

#include <vector>

class QComboBox;
class QGridLayout;
class QLabel;
class QLineEdit;
class QSpinBox;

namespace expertscope {

class KindField;

/// A network's description as a form: how many layers, a row of controls for each, and what joins the last
/// one to the classes.
class NetworkForm : public QWidget {
    Q_OBJECT

  public:
    explicit NetworkForm(QWidget* parent = nullptr);
    ~NetworkForm() override;

    void setNetwork(const NetworkDescription& network);
    /// As edited, or as it was where what is typed makes no sense; then the form says so.
    const NetworkDescription& network() const { return network_; }
    /// Greys everything, with the reason in the tooltips; an empty reason allows all that makes sense.
    void setLocked(const QString& reason);

  signals:
    /// By a person: network() is another.
    void edited();

  private:
    struct LayerRow {
        QSpinBox* experts;
        QLineEdit* hidden;
        QLineEdit* gateHidden;
        QComboBox* combine;
        KindField* kind; ///< above the others, which are of experts alone
        KindField* gate; ///< below them
        std::vector<QWidget*> widgets() const;
        std::vector<QWidget*> ofExperts() const;
    };

    void buildOutput();
    void buildGrid();
    void addRow(int layer);
    void fill();
    void placeHeadings();
    void setLayerCount(int count);
    void setOutput(Output output);
    void readRows();
    void updateEnabled();
    void note(const QString& sentence);
    void changeTo(const NetworkDescription& network);

    NetworkDescription network_;
    QString lockedBecause_;
    bool filling_ = false; ///< the program, not a person, is changing the controls
    QSpinBox* layerCount_;
    QComboBox* output_;
    QGridLayout* grid_;
    std::vector<QLabel*> headings_;
    QLabel* note_;
    std::vector<LayerRow> rows_;
};

} // namespace expertscope
