// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/data/foreign_format.h"

#include "model/base/plain_text.h"

#include <algorithm>
#include <array>
#include <vector>

namespace expertscope {
namespace {

namespace fs = std::filesystem;

struct Form {
    std::string_view sign; ///< how the content begins, or the name ends
    const char* answer;
};

constexpr const char* unpackIt = "an archive; unpack it";
constexpr const char* numpyArchive = "NumPy's archive of arrays (.npz), which is not read yet; get the four "
                                     "IDX files instead (MNIST's by dmoe "
                                     "data fetch mnist), or write its arrays as IDX files";

constexpr std::array<Form, 12> contents{{
    {"<",
     "a web page, which the server sent instead of the file; fetch it from another address (MNIST by dmoe "
     "data fetch mnist)"},
    {"version ", "a pointer of Git LFS to the file; get the file itself by git lfs pull"},
    {"\x1f\x8b", "a file packed by gzip twice; unpack it once by gunzip"},
    {"PK\x03\x04", "a ZIP archive; unpack it"},
    {"\xfd"
     "7zXZ",
     "a file packed by xz; unpack it by unxz"},
    {"BZh", "a file packed by bzip2; unpack it by bunzip2"},
    {"\x28\xb5\x2f\xfd", "a file packed by zstd; unpack it by unzstd"},
    {"7z\xbc\xaf", "a 7z archive; unpack it"},
    {"Rar!", "a RAR archive; unpack it"},
    {"\x93NUMPY", "a NumPy array (.npy), which is not read; write it as an IDX file"},
    {"MATLAB", "a file of MATLAB, which is not read; write its arrays as IDX files"},
    {"\x89PNG", "a PNG picture, and single pictures are not read; write them as IDX files"},
}};

constexpr std::array<Form, 16> endings{{
    {".npz", numpyArchive},
    {".npy", "a NumPy array, which is not read; write the images and labels as IDX files"},
    {".zip", unpackIt},
    {".tar", unpackIt},
    {".tar.gz", unpackIt},
    {".tgz", unpackIt},
    {".tar.xz", unpackIt},
    {".7z", unpackIt},
    {".rar", unpackIt},
    {"ubyte.xz", "packed by xz; unpack it by unxz"},
    {"ubyte.bz2", "packed by bzip2; unpack it by bunzip2"},
    {".mat", "a file of MATLAB, which is not read; get the set as IDX files"},
    {".parquet", "a table of Parquet, which is not read; get the set as IDX files"},
    {".pt", "a file of PyTorch, which is not read; name the folder raw beside it, with the IDX files"},
    {"train.csv", "a table of numbers, which is not read; get the set as IDX files"},
    {"data_batch_1", "of CIFAR-10's version for Python, which is not read; get the binary version"},
}};

} // namespace

std::optional<std::string> formatByContent(std::string_view start) {
    for (const Form& form : contents)
        if (start.starts_with(form.sign.substr(0, start.size())))
            return form.answer;
    return std::nullopt;
}

std::optional<std::string> formatByName(const fs::path& path) {
    const std::string name = lowerCase(path.filename().string());
    for (const Form& form : endings)
        if (name.ends_with(form.sign))
            return form.answer;
    return std::nullopt;
}

std::string foreignFileIn(const fs::path& folder, const std::string& containing) {
    std::vector<fs::path> files;
    std::error_code failure;
    for (fs::directory_iterator entry(folder, failure), end; !failure && entry != end;
         entry.increment(failure))
        if (std::error_code ignored;
            entry->path().filename().string().find(containing) != std::string::npos &&
            formatByName(entry->path()) && entry->is_regular_file(ignored))
            files.push_back(entry->path());
    if (files.empty())
        return "";
    const fs::path first = *std::min_element(files.begin(), files.end());
    return first.string() + " is " + *formatByName(first);
}

} // namespace expertscope
