#include "model/data/mnist.h"

#include "model/base/error.h"
#include "model/base/sha256.h"
#include "model/data/idx_reader.h"

#include <algorithm>
#include <array>

namespace expertscope {
namespace {

namespace fs = std::filesystem;

fs::path findFile(const fs::path& folder, const std::string& stem, const std::string& rank) {
    for (const char* separator : {"-", "."})
        for (const char* ending : {"", ".gz"}) {
            const fs::path path = folder / (stem + separator + rank + "-ubyte" + ending);
            std::error_code ignored;
            if (fs::exists(path, ignored))
                return path;
        }
    return {};
}

std::optional<MnistFiles> findIn(const fs::path& folder) {
    const MnistFiles files{findFile(folder, "train-images", "idx3"), findFile(folder, "train-labels", "idx1"),
                           findFile(folder, "t10k-images", "idx3"), findFile(folder, "t10k-labels", "idx1")};
    const std::array<std::pair<const fs::path*, const char*>, 4> all{
        {{&files.trainImages, "train-images-idx3-ubyte"},
         {&files.trainLabels, "train-labels-idx1-ubyte"},
         {&files.testImages, "t10k-images-idx3-ubyte"},
         {&files.testLabels, "t10k-labels-idx1-ubyte"}}};
    std::string missing;
    int found = 0;
    for (const auto& [path, name] : all) {
        found += !path->empty();
        if (path->empty())
            missing += (missing.empty() ? "" : ", ") + std::string(name);
    }
    if (found == 0)
        return std::nullopt;
    if (!missing.empty())
        throw FileError(folder.string() +
                        " holds only part of an MNIST data set; missing (plain or .gz): " + missing + ".");
    return files;
}

Dataset readPair(const fs::path& imagesPath, const fs::path& labelsPath, const std::string& name,
                 Sha256& hash) {
    IdxArray images = readIdx(imagesPath), labels = readIdx(labelsPath);
    if (images.dimensions.size() != 3)
        throw FileError(imagesPath.string() + " at byte 3: an array of " +
                        std::to_string(images.dimensions.size()) +
                        " dimensions, but images need 3; are images and labels swapped?");
    if (labels.dimensions.size() != 1)
        throw FileError(labelsPath.string() + " at byte 3: an array of " +
                        std::to_string(labels.dimensions.size()) +
                        " dimensions, but labels need 1; are images and labels swapped?");
    if (images.dimensions[0] != labels.dimensions[0])
        throw FileError(labelsPath.string() + " at byte 4: " + std::to_string(labels.dimensions[0]) +
                        " labels for the " + std::to_string(images.dimensions[0]) + " images of " +
                        imagesPath.filename().string() + "; use two files that belong together.");
    if (images.dimensions[1] > 1024 || images.dimensions[2] > 1024)
        throw FileError(imagesPath.string() + " at byte 8: images of " +
                        std::to_string(images.dimensions[1]) + " x " + std::to_string(images.dimensions[2]) +
                        " pixels; at most 1024 x 1024 can be used.");
    hash.add(images.values.data(), images.values.size());
    hash.add(labels.values.data(), labels.values.size());

    const auto bad = std::find_if(labels.values.begin(), labels.values.end(), [](int v) { return v > 9; });
    if (bad != labels.values.end())
        throw FileError(labelsPath.string() + " at byte " +
                        std::to_string(8 + (bad - labels.values.begin())) + ": label " +
                        std::to_string(*bad) + ", but the classes are 0 to 9; fetch the file again.");
    Dataset data;
    data.name = name;
    data.shape = {static_cast<int>(images.dimensions[1]), static_cast<int>(images.dimensions[2]), 1};
    data.pixels = std::move(images.values);
    data.label = classAttribute(digitNames());
    data.label.values.assign(labels.values.begin(), labels.values.end());
    data.check();
    return data;
}

} // namespace

const std::vector<PublishedFile>& publishedMnist() {
    static const std::vector<PublishedFile> files{
        {"train-images-idx3-ubyte.gz", "ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db"},
        {"train-labels-idx1-ubyte.gz", "65a50cbbf4e906d70832878ad85ccda5333a97f0f4c3dd2ef09a8a9eef7101c5"},
        {"t10k-images-idx3-ubyte.gz", "0fa7898d509279e482958e8ce81c8e77db3f2f8254e26661ceb7762c4d494ce7"},
        {"t10k-labels-idx1-ubyte.gz", "ff7bcfd416de33731a308c3f266cc351222c34898ecbeaf847f06e48f7ec33f2"},
    };
    return files;
}

std::optional<MnistFiles> findMnist(const fs::path& folder) {
    for (const char* below : {"", "MNIST/raw", "raw"})
        if (auto files = findIn(below[0] ? folder / below : folder))
            return files;
    return std::nullopt;
}

DataPair readMnist(const MnistFiles& files) {
    Sha256 hash;
    DataPair pair{readPair(files.trainImages, files.trainLabels, "MNIST, training set", hash),
                  readPair(files.testImages, files.testLabels, "MNIST, test set", hash),
                  files.trainImages.parent_path().string(), ""};
    if (pair.train.shape != pair.test.shape)
        throw FileError(files.testImages.string() +
                        " at byte 8: its images have another size than those of " +
                        files.trainImages.filename().string() + "; use files of one data set.");
    pair.sha256 = hash.result();
    return pair;
}

} // namespace expertscope
