// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/dialogs/export_dialog.h"

#include "views/dialogs/figure_preview.h"
#include "views/dialogs/folder_field.h"
#include "views/figures/paper_figures.h"
#include "views/panels/message_bar.h"

#include <QBoxLayout>
#include <QCheckBox>
#include <QComboBox>
#include <QDir>
#include <QDoubleSpinBox>
#include <QFormLayout>
#include <QLabel>
#include <QListWidget>
#include <QPushButton>

#include <set>

namespace expertscope {
namespace {

/// Sizes that figures are usually wanted in.
struct UsualSize {
    const char* name;
    double widthMm;
    double pointSize;
};
constexpr UsualSize usualSizes[] = {{QT_TRANSLATE_NOOP("ExportDialog", "One column of a paper"), 84, 8},
                                    {QT_TRANSLATE_NOOP("ExportDialog", "Two columns of a paper"), 174, 8},
                                    {QT_TRANSLATE_NOOP("ExportDialog", "Slide"), 254, 16},
                                    {QT_TRANSLATE_NOOP("ExportDialog", "Other"), 0, 0}};
constexpr int otherSize = 3;

QDoubleSpinBox* numberBox(const char* name, double least, double most, int decimals, const QString& suffix,
                          const QString& tip) {
    auto* box = new QDoubleSpinBox;
    box->setObjectName(QLatin1String(name));
    box->setRange(least, most);
    box->setDecimals(decimals);
    box->setSuffix(suffix);
    box->setToolTip(tip);
    return box;
}

} // namespace

ExportDialog::ExportDialog(QWidget* parent) : JobDialog(parent) {
    setObjectName(QStringLiteral("exportDialog"));
    setWindowTitle(tr("Export figures"));
    preview_ = new FigurePreview;
    sizeText_ = new QLabel;
    sizeText_->setAlignment(Qt::AlignCenter);
    auto* right = new QVBoxLayout;
    right->addWidget(preview_, 1);
    right->addWidget(sizeText_);
    auto* middle = new QHBoxLayout;
    middle->addWidget(buildForm());
    middle->addLayout(right, 1);
    auto* layout = new QVBoxLayout(this);
    layout->addWidget(messages());
    layout->addLayout(middle, 1);
    buildButtons(*layout);
    setChoices({});
}

QWidget* ExportDialog::buildForm() {
    auto* panel = new QWidget;
    panel->setMaximumWidth(320);
    auto* form = new QFormLayout(panel);
    form->setContentsMargins(0, 0, 0, 0);
    form->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
    list_ = new QListWidget;
    list_->setObjectName(QStringLiteral("figures"));
    list_->setAccessibleName(tr("Figures to export"));
    list_->setToolTip(tr("Tick what to export (Space); the preview shows the one that is chosen"));
    list_->setSizeAdjustPolicy(QAbstractScrollArea::AdjustToContents);
    connect(list_, &QListWidget::currentRowChanged, this, &ExportDialog::showPreview);
    connect(list_, &QListWidget::itemChanged, this, &ExportDialog::changed);
    form->addRow(list_);
    buildSize(*form);
    buildFormats(*form);
    buildFolder(*form);
    return panel;
}

void ExportDialog::buildSize(QFormLayout& form) {
    size_ = new QComboBox;
    size_->setObjectName(QStringLiteral("size"));
    for (const UsualSize& size : usualSizes)
        size_->addItem(tr(size.name));
    size_->setToolTip(tr("A usual width, with letters that can be read at it"));
    connect(size_, &QComboBox::activated, this, [this](int i) {
        if (i == otherSize)
            return;
        filling_ = true;
        width_->setValue(usualSizes[i].widthMm);
        height_->setValue(0);
        pointSize_->setValue(usualSizes[i].pointSize);
        filling_ = false;
        changed();
    });
    width_ = numberBox("width", 20, 2000, 1, tr(" mm"), tr("Of every figure"));
    height_ = numberBox("height", 0, 2000, 1, tr(" mm"), tr("Of every figure; 0 leaves each its own height"));
    height_->setSpecialValueText(tr("each its own"));
    pointSize_ = numberBox("fontSize", 4, 48, 1, tr(" pt"), tr("Of numbers and labels"));
    pointSize_->setSingleStep(0.5);
    dpi_ = numberBox("dpi", 36, 2400, 0, tr(" dpi"), tr("Dots per inch of PNG; PDF and SVG need none"));
    theme_ = new QComboBox;
    theme_->setObjectName(QStringLiteral("theme"));
    theme_->addItem(tr("Print: black on white"), QStringLiteral("print"));
    theme_->addItem(tr("Light, as the window"), QStringLiteral("light"));
    theme_->addItem(tr("Dark, as the window"), QStringLiteral("dark"));
    form.addRow(tr("&Fits"), size_);
    form.addRow(tr("&Width"), width_);
    form.addRow(tr("Hei&ght"), height_);
    form.addRow(tr("&Letters"), pointSize_);
    form.addRow(tr("&Resolution"), dpi_);
    form.addRow(tr("&Theme"), theme_);
    for (QDoubleSpinBox* box : {width_, height_, pointSize_, dpi_})
        connect(box, &QDoubleSpinBox::valueChanged, this, &ExportDialog::changed);
    connect(theme_, &QComboBox::currentIndexChanged, this, &ExportDialog::changed);
}

void ExportDialog::buildFormats(QFormLayout& form) {
    const std::pair<FigureFormat, QString> tips[] = {
        {FigureFormat::Pdf, tr("For papers: vectors, the run's configuration attached")},
        {FigureFormat::Svg, tr("For the web and for drawing programs: vectors")},
        {FigureFormat::Png, tr("For slides and pages: pixels")},
        {FigureFormat::Csv, tr("The numbers, for other programs")}};
    auto* row = new QHBoxLayout;
    for (const auto& [format, tip] : tips) {
        auto* box = new QCheckBox(suffixOf(format).toUpper());
        box->setObjectName(suffixOf(format));
        box->setToolTip(tip);
        connect(box, &QCheckBox::toggled, this, &ExportDialog::changed);
        row->addWidget(box);
        formats_[format] = box;
    }
    form.addRow(tr("Formats"), row);
}

void ExportDialog::buildFolder(QFormLayout& form) {
    folder_ = new FolderField(
        tr("Where the files go, one a figure and format; the folder is made where it is missing"),
        tr("Folder for the figures"));
    folder_->addTo(form);
    connect(folder_, &FolderField::changed, this, &ExportDialog::changed);
    note_ = new QLabel;
    note_->setObjectName(QStringLiteral("note"));
    note_->setWordWrap(true);
    note_->setAlignment(Qt::AlignLeft | Qt::AlignTop);
    form.addRow(note_);
}

void ExportDialog::buildButtons(QBoxLayout& layout) {
    copy_ = new QPushButton(tr("&Copy figure"));
    copy_->setObjectName(QStringLiteral("copy"));
    copy_->setToolTip(tr("Put the figure in the preview on the clipboard, as a picture and as SVG"));
    all_ = new QPushButton(tr("Export &all"));
    all_->setObjectName(QStringLiteral("exportAll"));
    all_->setToolTip(
        tr("Write every figure that has numbers, ticked or not, and the paper's Figures 2, 3, 4 and 5 "
           "as it prints them, for one column"));
    export_ = new QPushButton(tr("&Export"));
    export_->setObjectName(QStringLiteral("export"));
    export_->setToolTip(tr("Write the figures that are ticked (Enter)"));
    export_->setDefault(true);
    auto* close = new QPushButton(tr("Close"));
    for (QPushButton* button : {copy_, all_, close})
        button->setAutoDefault(false);
    connect(copy_, &QPushButton::clicked, this,
            [this] { emit copyRequested(current(), optionsFor(FigureFormat::Png)); });
    connect(all_, &QPushButton::clicked, this, [this] { emit exportRequested(filesOf(true)); });
    connect(export_, &QPushButton::clicked, this, [this] { emit exportRequested(filesOf(false)); });
    connect(close, &QPushButton::clicked, this, &QDialog::close);
    auto* row = new QHBoxLayout;
    row->addWidget(copy_);
    row->addWidget(buildProgress(), 1);
    for (QPushButton* button : {all_, export_, close})
        row->addWidget(button);
    layout.addLayout(row);
}

void ExportDialog::setFigures(const Figures& figures, const QString& metadata) {
    const bool first = list_->count() == 0;
    const std::set<QString> wanted = [&] {
        const QStringList ids = choices().figures;
        return std::set<QString>(ids.begin(), ids.end());
    }();
    figures_ = figures;
    metadata_ = metadata;
    filling_ = true;
    while (list_->count() < static_cast<int>(figures.size()))
        new QListWidgetItem(list_);
    for (int i = 0; i < list_->count(); ++i) {
        const Figure& figure = *figures[static_cast<std::size_t>(i)];
        QListWidgetItem* item = list_->item(i);
        item->setText(figure.title());
        item->setData(Qt::UserRole, figure.id());
        item->setCheckState(wanted.contains(figure.id()) ? Qt::Checked : Qt::Unchecked);
        item->setFlags(figure.isEmpty() ? Qt::ItemIsSelectable | Qt::ItemIsUserCheckable
                                        : Qt::ItemIsSelectable | Qt::ItemIsUserCheckable | Qt::ItemIsEnabled);
        item->setToolTip(figure.isEmpty() ? figure.emptyText() : figure.summary());
    }
    if (first && list_->count() > 0) {
        list_->setCurrentRow(0);
        list_->setFixedHeight(list_->sizeHintForRow(0) * list_->count() + 2 * list_->frameWidth() + 2);
    }
    filling_ = false;
    showPreview();
    showNote();
}

void ExportDialog::setColours(const ColourMap& map, bool autoRange) {
    map_ = map;
    autoRange_ = autoRange;
    showPreview();
}

void ExportDialog::setUsualFolder(const QString& folder) {
    folder_->setUsual(folder);
    showNote();
}

void ExportDialog::setChoices(const ExportChoices& choices) {
    filling_ = true;
    setProperty("figures", choices.figures); // until there are figures to tick
    for (int i = 0; i < list_->count(); ++i) {
        QListWidgetItem* item = list_->item(i);
        item->setCheckState(choices.figures.contains(item->data(Qt::UserRole).toString()) ? Qt::Checked
                                                                                          : Qt::Unchecked);
    }
    width_->setValue(choices.widthMm);
    height_->setValue(choices.heightMm);
    dpi_->setValue(choices.dpi);
    pointSize_->setValue(choices.pointSize);
    theme_->setCurrentIndex(std::max(0, theme_->findData(choices.theme)));
    for (const auto& [format, box] : formats_)
        box->setChecked(choices.formats.contains(format));
    folder_->setTyped(choices.folder);
    filling_ = false;
    changed();
}

ExportChoices ExportDialog::choices() const {
    ExportChoices choices;
    choices.figures = property("figures").toStringList();
    if (list_->count() > 0)
        choices.figures.clear();
    for (int i = 0; i < list_->count(); ++i)
        if (list_->item(i)->checkState() == Qt::Checked)
            choices.figures << list_->item(i)->data(Qt::UserRole).toString();
    choices.widthMm = width_->value();
    choices.heightMm = height_->value();
    choices.dpi = dpi_->value();
    choices.pointSize = pointSize_->value();
    choices.theme = theme_->currentData().toString();
    choices.formats.clear();
    for (const auto& [format, box] : formats_)
        if (box->isChecked())
            choices.formats << format;
    choices.folder = folder_->typed();
    return choices;
}

void ExportDialog::changed() {
    if (filling_)
        return;
    int usual = otherSize;
    for (int i = 0; i < otherSize; ++i)
        if (usualSizes[i].widthMm == width_->value() && usualSizes[i].pointSize == pointSize_->value() &&
            height_->value() == 0)
            usual = i;
    size_->setCurrentIndex(usual);
    dpi_->setEnabled(formats_[FigureFormat::Png]->isChecked());
    showPreview();
    showNote();
    emit choicesChanged();
}

std::shared_ptr<const Figure> ExportDialog::current() const {
    const int row = list_->currentRow();
    return row >= 0 && row < static_cast<int>(figures_.size()) ? figures_[static_cast<std::size_t>(row)]
                                                               : nullptr;
}

ExportOptions ExportDialog::optionsFor(FigureFormat format) const {
    return choices().options(format, map_, autoRange_, metadata_);
}

void ExportDialog::showPreview() {
    if (filling_)
        return;
    const auto figure = current();
    const ExportOptions options = optionsFor(FigureFormat::Png);
    preview_->setFigure(figure, options);
    enableButtons();
    if (!figure)
        return sizeText_->clear();
    const QSizeF mm = exportSizeInMm(*figure, options);
    const QSize pixels = (mm * options.dpi / 25.4).toSize();
    sizeText_->setText(tr("%1 × %2 mm, as PNG %L3 × %L4 pixels")
                           .arg(mm.width(), 0, 'f', 0)
                           .arg(mm.height(), 0, 'f', 0)
                           .arg(pixels.width())
                           .arg(pixels.height()));
}

std::vector<FigureFile> ExportDialog::filesOf(bool all) const {
    std::vector<FigureFile> files;
    const ExportChoices chosen = choices();
    for (const auto& figure : figures_)
        if (!figure->isEmpty() && (all || chosen.figures.contains(figure->id())))
            for (const FigureFormat format : chosen.formats)
                files.push_back({figure,
                                 QDir(folder_->folder()).filePath(figure->id() + '.' + suffixOf(format)),
                                 chosen.options(format, map_, autoRange_, metadata_)});
    if (all)
        for (FigureFile& file :
             paperFiles(figures_, folder_->folder(), chosen.formats, optionsFor(FigureFormat::Pdf)))
            files.push_back(std::move(file));
    return files;
}

void ExportDialog::showNote() {
    if (filling_)
        return;
    const auto files = filesOf(false);
    const auto there = std::count_if(files.begin(), files.end(),
                                     [](const FigureFile& file) { return QFileInfo::exists(file.path); });
    const bool anyFormat = !choices().formats.isEmpty();
    note_->setText(!anyNumbers()   ? tr("There are no numbers to draw yet.")
                   : !anyFormat    ? tr("Tick a format to export.")
                   : files.empty() ? tr("Tick a figure to export.")
                   : there > 1     ? tr("%1 of these files exist already and will be replaced.").arg(there)
                   : there == 1    ? tr("One of these files exists already and will be replaced.")
                   : files.size() == 1 ? tr("One file will be written.")
                                       : tr("%1 files will be written.").arg(files.size()));
    enableButtons();
}

bool ExportDialog::anyNumbers() const {
    return std::any_of(figures_.begin(), figures_.end(),
                       [](const auto& figure) { return !figure->isEmpty(); });
}

void ExportDialog::enableButtons() {
    const auto figure = current();
    copy_->setEnabled(!running() && figure && !figure->isEmpty());
    export_->setEnabled(!running() && !filesOf(false).empty());
    all_->setEnabled(!running() && anyNumbers() && !choices().formats.isEmpty());
}

void ExportDialog::runningChanged() {
    showNote(); // what was written is there now
}

} // namespace expertscope
