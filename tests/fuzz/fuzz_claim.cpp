// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/base/claim_owner.h"
#include "tests/fuzz/changed_json.h"
#include "tests/fuzz/fuzzing.h"

// What a claim's folder says of its owner, and whether that one lives.
FUZZ_READER(claim, .longest = 1000, .change = changedJson) {
    static MemoryFile owner;
    static const Folder folder;
    [[maybe_unused]] static const bool made = [] {
        folder.link(".claim/owner.json", owner);
        folder.link(".claim/heartbeat", owner);
        return true;
    }();
    owner.hold(input);
    const auto read = readOwner(folder.path() / ".claim");
    if (!read)
        return;
    understood();
    use(read->who());
    use(read->patience());
    use(toText(*read));
    if (input.size() % 16 == 0) // which asks the disk for the time
        use(judge(folder.path() / ".claim", 60).state);
}
