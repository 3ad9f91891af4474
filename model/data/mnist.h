// SPDX-License-Identifier: GPL-3.0-or-later
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
    std::string name = "MNIST"; ///< of the set, for people
};

/// How the images of a set are to be understood, where its files do not tell.
struct ImageOptions {
    /// Whether rows and columns change places. Where nobody says, EMNIST's do (as its files' names show), and
    /// a note says so.
    std::optional<bool> transposed;
    bool inverted = false; ///< whether black and white change places
};

/// A file as its authors published it.
struct PublishedFile {
    std::string name;          ///< "train-images-idx3-ubyte.gz"
    std::string sha256;        ///< of its content, unpacked: see contentSha256
    std::uint64_t contentSize; ///< bytes of that; however it is packed, the file is hardly ever larger
};
/// The four files of MNIST, and an address below which they lie.
const std::vector<PublishedFile>& publishedMnist();
inline constexpr const char* publishedMnistAddress = "https://storage.googleapis.com/cvdf-datasets/mnist/";

/// The set that a place holds (see idx_sets.h for what may be named, and how files may be called). Empty if
/// it holds none; throws FileError naming what is missing where there is only part of one, and the sets where
/// it holds several.
std::optional<MnistFiles> findMnist(const std::filesystem::path& place);

/// Whether the set's images stand transposed, as those of EMNIST do.
bool standsTransposed(const MnistFiles& files);

/// Reads and cross-checks the four files: any number of classes with any labels (class_labels.h), images of
/// any size and type of value (image_array.h, pixel_scale.h). The hash is of the values as the files have
/// them. Throws FileError.
DataPair readMnist(const MnistFiles& files, const ImageOptions& options = {});

} // namespace expertscope
