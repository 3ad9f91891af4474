// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/data_download.h"
#include "app/dmoe/commands.h"
#include "app/dmoe/progress_line.h"
#include "app/dmoe/run_options.h"
#include "app/qt_start.h"
#include "app/standard_output.h"
#include "app/stop_signals.h"
#include "model/base/error.h"
#include "model/run/data_sources.h"

#include <QCoreApplication>

#include <cstdio>
#include <memory>

namespace expertscope {
namespace {

struct FetchOptions : RunOptions {
    std::string name = "mnist";
    std::string from = publishedMnistAddress;
    std::string to;
};

void fetch(const FetchOptions& options) {
    const QUrl base = QUrl(QString::fromStdString(options.from), QUrl::StrictMode);
    if (!base.isValid() || (base.scheme() != "http" && base.scheme() != "https"))
        throw ConfigError("--from is \"" + options.from +
                          "\"; name an address that begins with https:// or http:// and has no spaces.");
    const std::filesystem::path folder =
        options.to.empty() ? userDataFolder(options.name) : std::filesystem::path(options.to);
    int argc = 0;
    prepareQt();
    QCoreApplication application(argc, nullptr); // for the network's events
    ProgressLine line;
    DataDownload download(publishedMnist(), base, folder);
    QObject::connect(&download, &DataDownload::progressed, [&](double fraction, const QString& file) {
        line.update(fraction, {file.toStdString(), percentText(fraction)});
    });
    QString failure;
    QObject::connect(&download, &DataDownload::failed, [&](const QString& sentence) {
        failure = sentence;
        QCoreApplication::exit();
    });
    QObject::connect(&download, &DataDownload::finished, [] { QCoreApplication::exit(); });
    setFarewell("dmoe: Stopped; the same command goes on where it was.");
    download.start();
    QCoreApplication::exec();
    if (!failure.isEmpty())
        throw Error(failure.toStdString());
    if (options.json)
        printJson({{"source", options.name}, {"folder", folder.string()}});
    else
        std::printf("%s is in %s\n", options.name.c_str(), folder.c_str());
    flushStandardOutput();
}

} // namespace

void addFetchCommand(CLI::App& dataCommand) {
    CLI::App* command = dataCommand.add_subcommand(
        "fetch", "Fetch a published data set; what was interrupted goes on where it stopped");
    auto options = std::make_shared<FetchOptions>();
    command->add_option("name", options->name, "which: mnist")
        ->required()
        ->check(CLI::IsMember({"mnist"}))
        ->type_name("NAME");
    command->add_option("--from", options->from, "address below which the files lie")
        ->type_name("URL")
        ->capture_default_str();
    command
        ->add_option("--to", options->to,
                     "folder for them, absent or empty; found again without being named if left out")
        ->type_name("DIR");
    options->addJson(*command);
    command->callback([options] { fetch(*options); });
}

} // namespace expertscope
