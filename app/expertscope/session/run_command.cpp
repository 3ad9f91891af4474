// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/expertscope/session/run_command.h"

#include "model/run/config_difference.h"
#include "model/run/event_log.h"
#include "model/run/run_directory.h"

#include <QCoreApplication>

#include <algorithm>

namespace expertscope {
namespace {

struct RunCommandText {
    Q_DECLARE_TR_FUNCTIONS(RunCommand)
};

int changesOf(const std::filesystem::path& run) {
    const std::vector<TrainingEvent> events = RunDirectory::open(run).events();
    return static_cast<int>(std::count_if(events.begin(), events.end(), [](const TrainingEvent& event) {
        return event.kind == TrainingEvent::Kind::Change;
    }));
}

} // namespace

RunCommand runCommand(const RunConfig& config, const QString& run) {
    const int changes = run.isEmpty() ? 0 : changesOf(run.toStdString());
    if (changes == 0) {
        const QString line = QString::fromStdString(dmoeCommand(config));
        return {line, RunCommandText::tr("On the clipboard: %1").arg(line)};
    }
    const QString line = QString::fromStdString(replayCommand(run.toStdString()));
    return {
        line,
        RunCommandText::tr(
            "On the clipboard: %1 – settings were changed while this run trained (%2 in its events.jsonl), "
            "so the command repeats its folder, changes and all, up to the last checkpoint.")
            .arg(line)
            .arg(changes)};
}

} // namespace expertscope
