#pragma once

#include "model/data/dataset.h"

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace expertscope {

/// The four files of a data set laid out as MNIST is.
struct MnistFiles {
    std::filesystem::path trainImages, trainLabels, testImages, testLabels;
};

/// A file as its authors published it.
struct PublishedFile {
    std::string name;   ///< "train-images-idx3-ubyte.gz"
    std::string sha256; ///< of its content, unpacked: see contentSha256
};
/// The four files of MNIST, and an address below which they lie.
const std::vector<PublishedFile>& publishedMnist();
inline constexpr const char* publishedMnistAddress = "https://storage.googleapis.com/cvdf-datasets/mnist/";

/// Looks in the folder, and in MNIST/raw and raw below it (where torchvision puts them), for the four IDX
/// files under any usual spelling of their names, plain or .gz. Empty if not one of them is there; throws
/// FileError naming what is missing if only some are.
std::optional<MnistFiles> findMnist(const std::filesystem::path& folder);

/// Reads and cross-checks the four files. Throws FileError.
DataPair readMnist(const MnistFiles& files);

} // namespace expertscope
