// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/dialogs/folder_field.h"

#include <QBoxLayout>
#include <QDir>
#include <QFileDialog>
#include <QFormLayout>
#include <QLabel>
#include <QLineEdit>
#include <QToolButton>

namespace expertscope {

FolderField::FolderField(const QString& tip, const QString& title, QWidget* parent)
    : QWidget(parent), title_(title), line_(new QLineEdit) {
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    line_->setObjectName(QStringLiteral("folder"));
    line_->setToolTip(tip);
    connect(line_, &QLineEdit::textChanged, this, &FolderField::changed);
    auto* choose = new QToolButton;
    choose->setObjectName(QStringLiteral("chooseFolder"));
    choose->setText(tr("…"));
    choose->setToolTip(tr("Choose the folder"));
    choose->setAccessibleName(choose->toolTip());
    connect(choose, &QToolButton::clicked, this, &FolderField::choose);
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(0, 0, 0, 0);
    row->addWidget(line_, 1);
    row->addWidget(choose);
}

void FolderField::addTo(QFormLayout& form) {
    auto* label = new QLabel(tr("F&older"));
    label->setBuddy(line_);
    form.addRow(label, this);
}

void FolderField::setUsual(const QString& folder) {
    usual_ = folder;
    line_->setPlaceholderText(QDir::toNativeSeparators(folder));
}

void FolderField::setTyped(const QString& folder) {
    line_->setText(folder);
}

QString FolderField::typed() const {
    return line_->text().trimmed();
}

QString FolderField::folder() const {
    return typed().isEmpty() ? usual_ : typed();
}

void FolderField::choose() {
    const QString path = QFileDialog::getExistingDirectory(this, title_, folder());
    if (!path.isEmpty())
        line_->setText(path);
}

} // namespace expertscope
