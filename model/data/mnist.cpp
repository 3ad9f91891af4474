// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/data/mnist.h"

#include "model/base/error.h"
#include "model/base/sha256.h"
#include "model/data/class_labels.h"
#include "model/data/idx_file_name.h"
#include "model/data/idx_reader.h"
#include "model/data/idx_sets.h"
#include "model/data/image_array.h"
#include "model/data/pixel_scale.h"

#include <algorithm>
#include <array>
#include <utility>

namespace expertscope {
namespace {

namespace fs = std::filesystem;

constexpr std::uint32_t mostImages = 0x7fffffff; // as many as Dataset counts

/// One part of a set: its images as the file has them, in the order of Dataset, and its labels.
struct Part {
    Dataset data;
    StoredPixels pixels;
    LabelColumns labels;
};

/// The same bytes of another type are other data.
void addTo(Sha256& hash, const IdxArray& array) {
    if (array.type != IdxType::UnsignedByte)
        hash.add(&array.type, 1);
    hash.add(array.bytes.data(), array.bytes.size());
}

/// By the headers of both files: those of another kind, or that do not belong together, are refused before
/// their values, of which there may be gigabytes, are in memory.
ImageShape shapeOfPart(const fs::path& imagesPath, const fs::path& labelsPath) {
    const IdxArray images = readIdxHeader(imagesPath), labels = readIdxHeader(labelsPath);
    const ImageShape found = imageShape(images, imagesPath);
    requireLabelShape(labels, labelsPath);
    if (images.dimensions[0] != labels.dimensions[0])
        throw FileError(labelsPath.string() + " at byte 4: " + std::to_string(labels.dimensions[0]) +
                        " labels for the " + std::to_string(images.dimensions[0]) + " images of " +
                        imagesPath.filename().string() + "; use two files that belong together.");
    if (images.dimensions[0] > mostImages)
        throw FileError(imagesPath.string() + " at byte 4: " + std::to_string(images.dimensions[0]) +
                        " images, but at most " + std::to_string(mostImages) +
                        " can be used; write a part of them.");
    return found;
}

Part readPart(const fs::path& imagesPath, const fs::path& labelsPath, const std::string& name,
              bool transposed, Sha256& hash) {
    Part part;
    part.data.name = name;
    part.data.shape = shapeOfPart(imagesPath, labelsPath);
    const IdxArray labels = readIdx(labelsPath);
    part.labels = readLabels(labels, labelsPath);
    IdxArray images = readIdx(imagesPath);
    addTo(hash, images);
    addTo(hash, labels);
    arrangeImages(images, part.data.shape, transposed);
    part.pixels = storedPixels(std::move(images), part.data.shape.columns, imagesPath);
    return part;
}

/// How many training and test images the splits of EMNIST have that hold letters: known by this where their
/// files were renamed.
bool countsAsEmnist(const DataPair& pair) {
    constexpr std::array<std::pair<int, int>, 5> splits{
        {{697932, 116323}, {112800, 18800}, {124800, 20800}, {88800, 14800}, {240000, 40000}}};
    return pair.train.shape == ImageShape{28, 28, 1} &&
           std::find(splits.begin(), splits.end(), std::pair(pair.train.count(), pair.test.count())) !=
               splits.end();
}

/// Of QMNIST's eight columns two tell something of the images; the others count them.
void useFurtherColumns(const LabelColumns& train, const LabelColumns& test, const MnistFiles& files,
                       DataPair& pair) {
    const std::size_t columns = train.others.size();
    if (columns == 0)
        return;
    const bool qmnist = columns == 7 && test.others.size() == 7 &&
                        comparable(files.trainLabels.filename().string()).starts_with("qmnist");
    if (qmnist)
        assignQmnistAttributes(train, test, pair);
    pair.notes.emplace_back(
        "Labels have " + std::to_string(columns + 1) + " columns: the first is the class, " +
        (qmnist ? "the second and third are taken as series and writer, and the others are left out."
                : "and the others are left out."));
}

void noteTransposed(const ImageOptions& options, bool transposed, bool maybe,
                    std::vector<std::string>& notes) {
    if (options.transposed)
        notes.emplace_back(transposed
                               ? "Rows and columns of the images were exchanged (data.transposed)."
                               : "Rows and columns of the images are as in the files (data.transposed=off).");
    else if (transposed)
        notes.emplace_back("EMNIST's images stand transposed in their files, so they were turned upright; "
                           "--set data.transposed=off leaves them as they are.");
    else if (maybe)
        notes.emplace_back(
            "These are as many images as a part of EMNIST has, whose images stand transposed: if "
            "these do, turn them upright by --set data.transposed=on.");
}

} // namespace

const std::vector<PublishedFile>& publishedMnist() {
    static const std::vector<PublishedFile> files{
        {"train-images-idx3-ubyte.gz", "ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db",
         47'040'016},
        {"train-labels-idx1-ubyte.gz", "65a50cbbf4e906d70832878ad85ccda5333a97f0f4c3dd2ef09a8a9eef7101c5",
         60'008},
        {"t10k-images-idx3-ubyte.gz", "0fa7898d509279e482958e8ce81c8e77db3f2f8254e26661ceb7762c4d494ce7",
         7'840'016},
        {"t10k-labels-idx1-ubyte.gz", "ff7bcfd416de33731a308c3f266cc351222c34898ecbeaf847f06e48f7ec33f2",
         10'008},
    };
    return files;
}

std::optional<MnistFiles> findMnist(const fs::path& place) {
    const IdxSets found = findIdxSets(place);
    if (found.sets.empty() && !found.partial.empty())
        throw FileError(found.partial.front());
    if (found.sets.empty())
        return std::nullopt;
    const std::vector<PlacedSet> sets(found.sets.begin(), found.sets.end());
    const int decided = decidedAmong(sets);
    if (decided < 0)
        throw FileError(severalSetsSentence(place, sets));
    return found.sets[decided].files;
}

bool standsTransposed(const MnistFiles& files) {
    return comparable(files.trainImages.filename().string()).starts_with("emnist");
}

DataPair readMnist(const MnistFiles& files, const ImageOptions& options) {
    const bool transposed = options.transposed.value_or(standsTransposed(files));
    Sha256 hash;
    Part train =
        readPart(files.trainImages, files.trainLabels, files.name + ", training set", transposed, hash);
    Part test = readPart(files.testImages, files.testLabels, files.name + ", test set", transposed, hash);
    DataPair pair{std::move(train.data), std::move(test.data), files.trainImages.parent_path().string(), ""};
    if (pair.train.shape != pair.test.shape)
        throw FileError(files.testImages.string() +
                        " at byte 8: its images have another size than those of " +
                        files.trainImages.filename().string() + "; use files of one data set.");
    pair.sha256 = hash.result();
    const auto parsed = parseIdxFileName(files.trainLabels.filename().string());
    const auto names = findClassNames(files.trainLabels.parent_path(), parsed ? parsed->set : "");
    assignClasses(train.labels, test.labels, names ? &*names : nullptr, files.trainLabels, pair);
    useFurtherColumns(train.labels, test.labels, files, pair);
    noteTransposed(options, transposed, countsAsEmnist(pair), pair.notes);
    scalePixels(std::move(train.pixels), std::move(test.pixels), options.inverted, pair);
    pair.train.check();
    pair.test.check();
    return pair;
}

} // namespace expertscope
