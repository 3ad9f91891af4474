// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/run/metrics_log.h"
#include "tests/fuzz/fuzzing.h"

// metrics.csv.
FUZZ_READER(metrics) {
    static MemoryFile file;
    file.hold(input);
    const std::vector<MetricsRecord> records = readMetrics(file.path());
    understood();
    for (const MetricsRecord& record : records)
        use(record.constrained());
}
