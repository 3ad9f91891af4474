#include "app/dmoe/commands.h"
#include "app/dmoe/progress_line.h"
#include "app/dmoe/run_options.h"
#include "model/base/error.h"
#include "model/base/worker_pool.h"
#include "model/run/experiment.h"
#include "model/run/provenance.h"
#include "views/figure_export.h"
#include "views/figure_set.h"
#include "views/paper_figures.h"

#include <QApplication>
#include <QDir>

#include <cstdio>
#include <memory>

namespace expertscope {
namespace {

struct FiguresOptions : RunOptions {
    std::string run, out, theme = "print";
    std::vector<std::string> formats{"png", "svg", "pdf"};
    double width = 0;
    double dpi = 300;
    double fontSize = 7.5;
};

using Figures = std::vector<std::shared_ptr<const Figure>>;

/// One column of a paper for matrices and curves, two for what is wide.
double naturalWidth(const Figure& figure) {
    return figure.id() == QLatin1String("figure2-gating") ? 170 : 84;
}

ExportOptions commonOptions(const FiguresOptions& options, const std::string& metadata) {
    ExportOptions settings;
    settings.dpi = options.dpi;
    settings.style = styleNamed(QString::fromStdString(options.theme));
    settings.style.pointSize = options.fontSize;
    settings.metadata = QString::fromStdString(metadata);
    return settings;
}

/// Every figure by itself, and then those of the paper as it prints them.
Json exportAll(const Figures& figures, const FiguresOptions& options, const std::string& metadata) {
    std::vector<FigureFile> files;
    const QDir folder(QString::fromStdString(options.out));
    QList<FigureFormat> formats;
    for (const std::string& name : options.formats)
        formats << *figureFormat(QString::fromStdString(name));
    const ExportOptions common = commonOptions(options, metadata);
    for (const auto& figure : figures) {
        if (figure->isEmpty())
            continue; // a network without gates has no joint assignment to draw
        for (const FigureFormat format : formats) {
            ExportOptions settings = common;
            settings.format = format;
            settings.widthMm = options.width > 0 ? options.width : naturalWidth(*figure);
            files.push_back(
                {figure, folder.filePath(figure->id() + QLatin1Char('.') + suffixOf(format)), settings});
        }
    }
    for (FigureFile& file : paperFiles(figures, folder.path(), formats, common))
        files.push_back(std::move(file));
    exportFigures(files);
    Json paths = Json::array();
    for (const FigureFile& file : files)
        paths.push_back(file.path.toStdString());
    return paths;
}

void runFigures(const FiguresOptions& options) {
    qputenv("QT_QPA_PLATFORM", "offscreen"); // figures are drawn, not shown: no display is needed
    int argumentCount = 1;
    char name[] = "dmoe";
    char* arguments[] = {name, nullptr};
    const QApplication application(argumentCount, arguments);

    ProgressLine line;
    WorkerPool pool(options.threads);
    const RunDirectory directory = RunDirectory::open(options.run);
    RunConfig config = directory.config();
    options.applyOtherData(config.data);
    std::error_code failure;
    std::filesystem::create_directories(options.out, failure);
    if (failure)
        throw FileError(options.out + " cannot be made: " + failure.message() +
                        "; choose a place you may write to.");
    TrainingLoop loop(prepareExperiment(config, pool, line.progress("reading data")), pool);
    loop.restore(directory.latestState(loop.trainer().network().blocks()), directory.metrics());
    const auto test = loop.experiment().data->test;
    const GatingStatistics statistics = loop.statistics(loop.evaluate(*test), *test, false);
    const auto history = std::make_shared<const std::vector<MetricsRecord>>(directory.metrics());
    const std::string metadata = provenance(config, loop.trainer().currentStep(), statistics.examples);
    const Json files = exportAll(figureSet(statistics, test, history), options, metadata);
    if (options.json)
        return printJson({{"files", files}});
    for (const Json& file : files)
        std::printf("%s\n", file.get<std::string>().c_str());
}

} // namespace

void addFiguresCommand(CLI::App& program) {
    CLI::App* command = program.add_subcommand(
        "figures",
        "Write a run's figures to files, and those of the paper (figure-2, figure-3, figure-5) as it prints "
        "them, one column wide");
    auto options = std::make_shared<FiguresOptions>();
    command->add_option("run", options->run, "folder of the run")->required()->type_name("RUN");
    command->add_option("--out", options->out, "folder for the figures")->required()->type_name("DIR");
    command->add_option("--format", options->formats, "some of png, svg, pdf, csv")
        ->delimiter(',')
        ->capture_default_str()
        ->check(CLI::IsMember({"png", "svg", "pdf", "csv"}));
    command
        ->add_option("--width", options->width,
                     "of every figure but the paper's; each has its own if left out")
        ->type_name("MM")
        ->check(CLI::Range(20.0, 2000.0));
    command->add_option("--dpi", options->dpi, "of PNG files")
        ->capture_default_str()
        ->check(CLI::Range(36.0, 2400.0));
    command->add_option("--font-size", options->fontSize, "of numbers and labels")
        ->capture_default_str()
        ->type_name("PT")
        ->check(CLI::Range(4.0, 48.0));
    command->add_option("--theme", options->theme, "print, light or dark")
        ->capture_default_str()
        ->check(CLI::IsMember({"print", "light", "dark"}));
    options->addData(*command, "other data than the run was trained on");
    options->addThreads(*command);
    options->addJson(*command);
    command->callback([options] { runFigures(*options); });
}

} // namespace expertscope
