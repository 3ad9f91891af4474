// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/sweep/sweep_directory.h"
#include "model/sweep/sweep_plot.h"
#include "model/sweep/sweep_table.h"
#include "tests/fuzz/changed_json.h"
#include "tests/fuzz/fuzzing.h"

namespace {

using namespace expertscope::fuzzing;

std::string changedFile(const std::string& input, unsigned seed) {
    std::vector<std::string> parts = partsOf(input, 3);
    std::string& part = parts[seed / 3 % parts.size()];
    part = changedJson(part, seed);
    return joined(parts);
}

} // namespace

// What a sweep leaves: sweep.json, and the reports of two runs. All tables are made of them.
FUZZ_READER(sweep_folder, .longest = 6000, .change = changedFile) {
    static MemoryFile sweep, first, second;
    static const Folder folder;
    [[maybe_unused]] static const bool made = [] {
        folder.link("sweep.json", sweep);
        folder.link("a-x/seed-0/report.json", first);
        folder.link("a-x/seed-1/report.json", second);
        return true;
    }();
    const std::vector<std::string> parts = partsOf(input, 3);
    sweep.hold(parts[0]);
    first.hold(parts[1]);
    second.hold(parts[2]);
    const SweepDirectory directory = SweepDirectory::open(folder.path());
    if (directory.sweep().seeds.size() * directory.sweep().cells.size() > 30)
        return; // a file a run is looked for
    const SweepResult result = directory.readResult();
    understood();
    use(jsonText(toJson(result)));
    for (const std::string& table :
         {textTable(result), markdownTable(result), latexTable(result), csvTable(result)})
        use(table);
    for (const SweepPlot& plot : directory.sweep().plots)
        use(plotData(directory, result, plot).panels.size());
}
