// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/dmoe/figure_files.h"

#include "app/output_folder.h"
#include "app/qt_start.h"
#include "app/stop_signals.h"
#include "model/base/error.h"
#include "model/base/worker_pool.h"
#include "model/run/experiment.h"
#include "model/run/provenance.h"
#include "model/sweep/sweep_plot.h"
#include "views/drawing/figure_font.h"
#include "views/drawing/smooth_letters.h"
#include "views/figures/figure_export.h"
#include "views/figures/figure_table.h"
#include "views/figures/paper_figures.h"
#include "views/figures/sweep_figure.h"

#include <QApplication>
#include <QDir>

#include <algorithm>
#include <utility>

namespace expertscope {
namespace {

using Figures = std::vector<std::shared_ptr<const Figure>>;

ColourMap colourMap(const std::string& name) {
    const auto found = std::find(colourNames.begin(), colourNames.end(), name);
    return ColourMap(static_cast<ColourMap::Kind>(found - colourNames.begin()));
}

ExportOptions commonOptions(const FigureChoices& choices, const std::string& metadata) {
    ExportOptions settings;
    settings.dpi = choices.dpi;
    settings.style = styleNamed(QString::fromStdString(choices.theme));
    settings.style.pointSize = choices.fontSize;
    settings.style.map = colourMap(choices.colours);
    settings.metadata = QString::fromStdString(metadata);
    return settings;
}

QList<FigureFormat> formatsOf(const FigureChoices& choices) {
    QList<FigureFormat> formats;
    for (const std::string& name : choices.formats)
        formats << *figureFormat(QString::fromStdString(name));
    return formats;
}

std::vector<FigureFile> filesOf(const Figures& figures, const FigureChoices& choices,
                                const std::string& metadata) {
    std::vector<FigureFile> files;
    const QDir folder(QString::fromStdString(choices.out));
    for (const auto& figure : figures) {
        if (figure->isEmpty())
            continue; // a network without gates has no joint assignment to draw
        for (const FigureFormat format : formatsOf(choices)) {
            ExportOptions settings = commonOptions(choices, metadata);
            settings.format = format;
            settings.widthMm = choices.width > 0 ? choices.width : figure->usualWidthMm();
            files.push_back(
                {figure, folder.filePath(figure->id() + QLatin1Char('.') + suffixOf(format)), settings});
        }
    }
    return files;
}

/// Names of classes and speakers are in any alphabet; once for all figures.
void tellOfBoxes(ProgressLine& line) {
    static QString told;
    const QString letters = lettersWithoutFont();
    if (letters == std::exchange(told, letters))
        return;
    line.print("dmoe: No font here has " + letters.toStdString() +
               ", which are boxes in the figures; install one that has them, such as the package "
               "fonts-noto-cjk for Chinese, Japanese and Korean, and draw the figures again.");
}

/// Before anything is calculated: that the folder can be made, though it is left to the figures to make it.
void requirePlace(const std::string& folder) {
    const DeferredStop whole;
    const OutputFolder tried(QString::fromStdString(folder));
}

/// All of them or, where a signal comes, none, and no folder for them.
Json write(const std::vector<FigureFile>& files, const std::string& folder, ProgressLine& line) {
    const DeferredStop whole;
    const OutputFolder made(QString::fromStdString(folder));
    try {
        exportFigures(files, line.progress("drawing figures"));
    } catch (const Cancelled&) {
        throw Stopped("Stopped before any figure was written to " + folder +
                      "; the same command begins again.");
    }
    tellOfBoxes(line);
    Json paths = Json::array();
    for (const FigureFile& file : files)
        paths.push_back(file.path.toStdString());
    return paths;
}

/// Before anything is calculated: numbers alone need no letters.
void requireLetters(const FigureChoices& choices) {
    if (std::any_of(choices.formats.begin(), choices.formats.end(),
                    [](const std::string& format) { return format != "csv"; }))
        requireFigureFont();
}

} // namespace

struct OffscreenDrawing::Application {
    int argumentCount = 1;
    char name[5] = "dmoe";
    char* arguments[2] = {name, nullptr};
    QApplication application{argumentCount, arguments};
};

OffscreenDrawing::OffscreenDrawing() {
    prepareQt();
    qputenv("QT_QPA_PLATFORM", "offscreen");
    // A desktop's settings, which must not change a figure.
    for (const char* name : {"QT_SCALE_FACTOR", "QT_SCREEN_SCALE_FACTORS", "QT_FONT_DPI",
                             "QT_QPA_PLATFORMTHEME", "QT_STYLE_OVERRIDE", "QT_USE_PHYSICAL_DPI"})
        qunsetenv(name);
    const SmoothLetters letters;
    const PlatformStart starting([](const QString& whatQtSaid) {
        const QString why = unusablePlugin(whatQtSaid);
        return QStringLiteral("dmoe: Figures cannot be drawn: %1.").arg(why.isEmpty() ? whatQtSaid : why);
    });
    application_ = std::make_unique<Application>();
}
OffscreenDrawing::~OffscreenDrawing() = default;

Json writeRunFigures(const std::string& run, const FigureChoices& choices, const RunOptions& options,
                     ProgressLine& line) {
    requireLetters(choices);
    WorkerPool pool(options.threads);
    const RunDirectory directory = RunDirectory::open(run);
    RunConfig config = directory.config();
    options.applyOtherData(config.data);
    requirePlace(choices.out);
    Experiment experiment = prepareExperiment(config, pool, line.progress("reading data"));
    for (const std::string& note : options.notesOfOtherData(*experiment.data))
        line.print(note);
    TrainingLoop loop(std::move(experiment), pool);
    loop.restore(options.stateOf(directory, loop), directory.metrics());
    line.begin("measuring");
    const auto test = loop.experiment().data->test;
    const GatingStatistics statistics = loop.statistics(loop.evaluate(*test), *test, false);
    const auto history = std::make_shared<const std::vector<MetricsRecord>>(directory.metrics());
    const std::string metadata = provenance(config, loop.trainer().currentStep(), statistics.examples);
    // Every figure by itself, and then those of the paper as it prints them.
    const Figures figures =
        figureSet(statistics, test, history, choices.asNumbered ? ExpertOrders() : orderExperts(statistics));
    std::vector<FigureFile> files = filesOf(figures, choices, metadata);
    for (FigureFile& file : paperFiles(figures, QString::fromStdString(choices.out), formatsOf(choices),
                                       commonOptions(choices, metadata)))
        files.push_back(std::move(file));
    return write(files, choices.out, line);
}

Json writeSweepFigures(const std::string& sweep, const FigureChoices& choices, const RunOptions& options,
                       ProgressLine& line) {
    requireLetters(choices);
    const SweepDirectory directory = SweepDirectory::open(sweep);
    const SweepResult result = directory.readResult();
    Figures figures;
    for (const SweepPlot& plot : directory.sweep().plots)
        figures.push_back(std::make_shared<SweepFigure>(plotData(directory, result, plot)));
    Json paths = write(filesOf(figures, choices, jsonText(toJson(directory.sweep()))), choices.out, line);
    for (const SweepCellResult& cell : result.cells) {
        const auto& rows = directory.sweep().figuresOf;
        if (std::find(rows.begin(), rows.end(), cell.cell.name) == rows.end() ||
            cell.runs.front().status != SweepRun::Status::Finished)
            continue;
        FigureChoices own = choices;
        own.out = (std::filesystem::path(choices.out) / cell.cell.folder()).string();
        const std::string run = directory.runPath(cell.cell, result.sweep.seeds.front()).string();
        for (const Json& path : writeRunFigures(run, own, options, line))
            paths.push_back(path);
    }
    return paths;
}

} // namespace expertscope
