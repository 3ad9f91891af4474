// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/data/class_labels.h"
#include "model/data/idx_reader.h"
#include "model/data/image_array.h"
#include "model/data/stored_pixels.h"
#include "tests/fuzz/fuzzing.h"
#include "tests/fuzz/gzip_bytes.h"

// IDX files, plain or gzip, taken as labels and as images.
FUZZ_READER(idx, .longest = 2000, .memory = gzipBuffers + 1100 * 2000, .unwrap = inflated, .wrap = deflated) {
    static MemoryFile file;
    file.hold(input);
    use(beginsAsIdx(file.path()));
    const IdxArray array = readIdx(file.path());
    understood();
    try {
        use(readLabels(array, file.path()).classes.size());
    } catch (const FileError&) { // it may be good images
    }
    IdxArray images = array;
    ImageShape shape = imageShape(images, file.path());
    arrangeImages(images, shape, true);
    use(storedPixels(std::move(images), shape.columns, file.path()).range);
}
