// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/data/idx_reader.h"
#include "tests/fuzz/fuzzing.h"
#include "tests/fuzz/gzip_bytes.h"

// The hash that a file is known by.
FUZZ_READER(content_hash, .longest = 2000, .memory = gzipBuffers, .unwrap = inflated, .wrap = deflated) {
    static MemoryFile file;
    file.hold(input);
    use(contentSha256(file.path()).size());
    understood();
}
