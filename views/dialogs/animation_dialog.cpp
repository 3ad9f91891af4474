// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/dialogs/animation_dialog.h"

#include "views/dialogs/folder_field.h"
#include "views/panels/message_bar.h"

#include <QBoxLayout>
#include <QComboBox>
#include <QDoubleSpinBox>
#include <QFormLayout>
#include <QLabel>
#include <QListWidget>
#include <QPushButton>
#include <QSpinBox>
#include <QStandardItemModel>

namespace expertscope {
namespace {

template <class Widget> Widget* named(Widget* widget, const char* name, const QString& tip) {
    widget->setObjectName(QLatin1String(name));
    widget->setToolTip(tip);
    return widget;
}

} // namespace

AnimationDialog::AnimationDialog(bool videos, QWidget* parent) : JobDialog(parent), videos_(videos) {
    setObjectName(QStringLiteral("animationDialog"));
    setWindowTitle(tr("Export animation"));
    auto* layout = new QVBoxLayout(this);
    layout->addWidget(messages());
    layout->addWidget(buildForm());
    layout->addStretch(1);
    layout->addWidget(buildButtons());
    setPlan({});
}

QWidget* AnimationDialog::buildForm() {
    form_ = new QWidget;
    form_->setMinimumWidth(420);
    auto* form = new QFormLayout(form_);
    form->setContentsMargins(0, 0, 0, 0);
    form->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
    buildList(*form);
    format_ = named(new QComboBox, "format", tr("Pictures need no other program; videos are made by ffmpeg"));
    format_->addItem(tr("PNG pictures, one a moment"));
    format_->addItem(tr("MP4 video"));
    format_->addItem(tr("WebP animation"));
    for (int i = 1; i < format_->count() && !videos_; ++i) {
        format_->setItemText(i, tr("%1 (needs ffmpeg)").arg(format_->itemText(i)));
        qobject_cast<QStandardItemModel*>(format_->model())->item(i)->setEnabled(false);
    }
    width_ = named(new QSpinBox, "width", tr("Of every picture; its height follows from the figure"));
    width_->setRange(AnimationPlan::leastWidth, AnimationPlan::mostWidth);
    width_->setSingleStep(160);
    width_->setSuffix(tr(" pixels"));
    rate_ = named(new QDoubleSpinBox, "rate", tr("How many moments are shown in a second"));
    rate_->setRange(1, AnimationPlan::mostFramesPerSecond);
    rate_->setDecimals(0);
    rate_->setSuffix(tr(" a second"));
    theme_ = named(new QComboBox, "theme", tr("Colours of ground and letters"));
    theme_->addItem(tr("Light"), QStringLiteral("light"));
    theme_->addItem(tr("Dark"), QStringLiteral("dark"));
    theme_->addItem(tr("Print: black on white"), QStringLiteral("print"));
    form->addRow(tr("For&mat"), format_);
    form->addRow(tr("&Width"), width_);
    form->addRow(tr("&Pictures"), rate_);
    form->addRow(tr("&Theme"), theme_);
    folder_ = new FolderField(tr("Where the animations go; the folder is made where it is missing"),
                              tr("Folder for the animations"));
    folder_->addTo(*form);
    connect(folder_, &FolderField::changed, this, &AnimationDialog::changed);
    note_ = new QLabel;
    note_->setObjectName(QStringLiteral("note"));
    note_->setWordWrap(true);
    form->addRow(note_);
    for (QComboBox* box : {format_, theme_})
        connect(box, &QComboBox::currentIndexChanged, this, &AnimationDialog::changed);
    connect(width_, &QSpinBox::valueChanged, this, &AnimationDialog::changed);
    connect(rate_, &QDoubleSpinBox::valueChanged, this, &AnimationDialog::changed);
    return form_;
}

void AnimationDialog::buildList(QFormLayout& form) {
    list_ = named(new QListWidget, "figures", tr("Tick what to animate (Space), one animation each"));
    list_->setAccessibleName(tr("Figures to animate"));
    connect(list_, &QListWidget::itemChanged, this, &AnimationDialog::changed);
    form.addRow(list_);
}

QWidget* AnimationDialog::buildButtons() {
    start_ = named(new QPushButton(tr("&Make")), "make", tr("Draw all moments of the timeline (Enter)"));
    start_->setDefault(true);
    auto* close = named(new QPushButton(tr("Close")), "close", tr("Close (Esc)"));
    close->setAutoDefault(false);
    connect(start_, &QPushButton::clicked, this, &AnimationDialog::startRequested);
    connect(close, &QPushButton::clicked, this, &AnimationDialog::reject);
    auto* buttons = new QWidget;
    auto* row = new QHBoxLayout(buttons);
    row->setContentsMargins(0, 0, 0, 0);
    row->addWidget(buildProgress(), 1);
    for (QPushButton* button : {start_, close})
        row->addWidget(button);
    return buttons;
}

void AnimationDialog::setFigures(const std::vector<std::shared_ptr<const Figure>>& figures) {
    const QStringList wanted = plan().figures;
    filling_ = true;
    list_->clear();
    for (const auto& figure : figures) {
        auto* item = new QListWidgetItem(figure->title(), list_);
        item->setData(Qt::UserRole, figure->id());
        item->setFlags(Qt::ItemIsSelectable | Qt::ItemIsUserCheckable | Qt::ItemIsEnabled);
        item->setCheckState(wanted.contains(figure->id()) ? Qt::Checked : Qt::Unchecked);
    }
    if (list_->count() > 0) {
        list_->setCurrentRow(0);
        list_->setFixedHeight(list_->sizeHintForRow(0) * list_->count() + 2 * list_->frameWidth() + 2);
    }
    filling_ = false;
    changed();
}

void AnimationDialog::setMoments(int count) {
    moments_ = count;
    changed();
}

void AnimationDialog::setUsualFolder(const QString& folder) {
    folder_->setUsual(folder);
}

QString AnimationDialog::folder() const {
    return folder_->folder();
}

void AnimationDialog::setPlan(const AnimationPlan& plan) {
    filling_ = true;
    wanted_ = plan.figures;
    for (int i = 0; i < list_->count(); ++i)
        list_->item(i)->setCheckState(
            wanted_.contains(list_->item(i)->data(Qt::UserRole).toString()) ? Qt::Checked : Qt::Unchecked);
    format_->setCurrentIndex(videos_ ? static_cast<int>(plan.format) : 0);
    width_->setValue(plan.width);
    rate_->setValue(plan.framesPerSecond);
    theme_->setCurrentIndex(std::max(0, theme_->findData(plan.theme)));
    folder_->setTyped(plan.folder);
    filling_ = false;
    changed();
}

AnimationPlan AnimationDialog::plan() const {
    AnimationPlan plan;
    plan.figures = wanted_;
    if (list_->count() > 0)
        plan.figures.clear();
    for (int i = 0; i < list_->count(); ++i)
        if (list_->item(i)->checkState() == Qt::Checked)
            plan.figures << list_->item(i)->data(Qt::UserRole).toString();
    plan.format = static_cast<AnimationFormat>(format_->currentIndex());
    plan.width = width_->value();
    plan.framesPerSecond = rate_->value();
    plan.theme = theme_->currentData().toString();
    plan.folder = folder_->typed();
    return plan;
}

void AnimationDialog::changed() {
    if (filling_)
        return;
    const qsizetype figures = plan().figures.size();
    note_->setText(moments_ == 0  ? tr("Nothing is recorded yet: train first, or open a run.")
                   : figures == 0 ? tr("Tick a figure to animate.")
                                  : tr("%1 recorded moments, %2 s.")
                                        .arg(moments_)
                                        .arg(std::max(1., moments_ / rate_->value()), 0, 'f', 0));
    start_->setEnabled(!running() && moments_ > 0 && figures > 0);
    emit planChanged();
}

void AnimationDialog::runningChanged() {
    form_->setEnabled(!running());
    changed();
}

} // namespace expertscope
