// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/dmoe/commands.h"
#include "app/dmoe/figure_files.h"
#include "model/base/error.h"
#include "model/sweep/sweep_directory.h"

#include <cstdio>
#include <memory>

namespace expertscope {
namespace {

struct FiguresOptions : RunOptions {
    std::string run;
    FigureChoices choices;
};

void runFigures(const FiguresOptions& options) {
    const OffscreenDrawing drawing;
    ProgressLine line;
    const Json files = SweepDirectory::recognises(options.run)
                           ? writeSweepFigures(options.run, options.choices, options, line)
                           : writeRunFigures(options.run, options.choices, options, line);
    if (options.json)
        return printJson({{"files", files}});
    if (files.empty()) // only a sweep has none
        throw ConfigError(options.run +
                          " has no figures yet: its description asks for no plots, and of no "
                          "row that has finished for figures (\"figures_of\"); name the folder of "
                          "one of its runs.");
    for (const Json& file : files)
        std::printf("%s\n", file.get<std::string>().c_str());
}

} // namespace

void addFiguresCommand(CLI::App& program) {
    CLI::App* command = program.add_subcommand(
        "figures",
        "Write a run's figures to files, and those of the paper (figure-2, figure-3 or 4, figure-5) "
        "as it prints them, one column wide");
    auto options = std::make_shared<FiguresOptions>();
    command->add_option("run", options->run, "folder of the run, or of a sweep")
        ->required()
        ->type_name("RUN");
    command->add_option("--out", options->choices.out, "folder for the figures")
        ->required()
        ->type_name("DIR");
    command->add_option("--format", options->choices.formats, "some of png, svg, pdf, csv")
        ->delimiter(',')
        ->capture_default_str()
        ->check(CLI::IsMember({"png", "svg", "pdf", "csv"}));
    command
        ->add_option("--width", options->choices.width,
                     "of every figure but the paper's; each has its own if left out")
        ->type_name("MM")
        ->check(CLI::Range(20.0, 2000.0));
    command->add_option("--dpi", options->choices.dpi, "of PNG files")
        ->capture_default_str()
        ->check(CLI::Range(36.0, 2400.0));
    command->add_option("--font-size", options->choices.fontSize, "of numbers and labels")
        ->capture_default_str()
        ->type_name("PT")
        ->check(CLI::Range(4.0, 48.0));
    command->add_option("--theme", options->choices.theme, "print, light or dark")
        ->capture_default_str()
        ->check(CLI::IsMember({"print", "light", "dark"}));
    command
        ->add_option("--colours", options->choices.colours,
                     "of the maps: viridis, cividis, grey, or paper, its blue to red")
        ->capture_default_str()
        ->check(CLI::IsMember(colourNames));
    command->add_flag("--as-numbered", options->choices.asNumbered,
                      "experts in the order of their numbers, not of the positions and classes they take");
    options->addData(*command, "other data than the run was trained on");
    options->addThreads(*command);
    options->addJson(*command);
    command->callback([options] { runFigures(*options); });
}

} // namespace expertscope
