// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/run/event_log.h"
#include "tests/fuzz/changed_json.h"
#include "tests/fuzz/fuzzing.h"

#include <algorithm>

namespace {

std::string changedLine(const std::string& input, unsigned seed) {
    const std::size_t middle = input.empty() ? 0 : seed % input.size(), before = input.rfind('\n', middle),
                      begin = before == std::string::npos ? 0 : before + 1,
                      end = std::min(input.find('\n', begin), input.size());
    return input.substr(0, begin) +
           expertscope::fuzzing::changedJson(input.substr(begin, end - begin), seed) + input.substr(end);
}

} // namespace

// events.jsonl: what was read can be written again.
FUZZ_READER(events, .change = changedLine) {
    static MemoryFile file;
    file.hold(input);
    const std::vector<TrainingEvent> events = readEvents(file.path());
    understood();
    for (const TrainingEvent& event : events)
        use(eventLine(event));
}
