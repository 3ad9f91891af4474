// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/analysis/expert_matching.h"
#include "model/analysis/expert_order.h"
#include "model/run/timeline_file.h"
#include "tests/fuzz/fuzzing.h"
#include "tests/fuzz/sealed_file.h"

// Moments of a run, and all that figures ask of them.
FUZZ_READER(timeline, .longest = 8000, .wrap = sealed, .change = changedAndSealed) {
    static MemoryFile file;
    file.hold(input);
    const std::vector<TrainingSnapshot> snapshots = readTimeline(file.path());
    understood();
    for (const TrainingSnapshot& snapshot : snapshots) {
        const GatingStatistics& statistics = snapshot.statistics;
        for (const JointAssignment& joint : statistics.joints) {
            use(joint.rowNormalised().size());
            use(joint.effectiveCombinations());
            use(joint.information());
        }
        const TopExamples& top = statistics.top;
        for (int row = 0; row < top.rows; ++row)
            for (int column = 0; column < top.columns; ++column)
                for (int rank = 0; rank < top.k; ++rank)
                    use(top.entry(row, column, rank).example);
        const ExpertOrders orders = orderExperts(statistics);
        use(orderBeside(orders, matchExperts(statistics, snapshots.front().statistics),
                        snapshots.front().statistics)
                .layers.size());
    }
}
