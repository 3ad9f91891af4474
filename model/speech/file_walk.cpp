#include "model/speech/file_walk.h"

#include "model/base/error.h"

#include <algorithm>
#include <utility>

namespace expertscope {
namespace {

namespace fs = std::filesystem;

bool isWithin(const fs::path& path, const fs::path& folder) {
    return std::mismatch(folder.begin(), folder.end(), path.begin(), path.end()).first == folder.end();
}

class Walk {
  public:
    Walk(const fs::path& root, std::size_t most, bool (*wanted)(const fs::path& file))
        : most_(most), wanted_(wanted) {
        std::error_code ignored;
        looked_.push_back(fs::canonical(root, ignored));
        into(root);
        while (!links_.empty())
            follow(std::exchange(links_, {}));
        std::sort(found_.files.begin(), found_.files.end());
        std::sort(found_.deadLinks.begin(), found_.deadLinks.end());
    }
    FilesBelow take() { return std::move(found_); }

  private:
    void into(const fs::path& folder) {
        std::error_code failure;
        fs::recursive_directory_iterator entry(folder, fs::directory_options::skip_permission_denied,
                                               failure);
        for (; !failure && entry != fs::end(entry) && (seen_ < most_ || worthIt_);
             entry.increment(failure), ++seen_)
            note(*entry);
        if (failure)
            throw FileError(folder.string() + " cannot be read: " + failure.message() +
                            "; check the path and its permissions.");
    }
    void note(const fs::directory_entry& entry) {
        std::error_code ignored;
        if (entry.is_regular_file(ignored)) {
            found_.files.push_back(entry.path());
            worthIt_ = worthIt_ || wanted_(entry.path());
        } else if (entry.is_symlink(ignored)) {
            if (entry.is_directory(ignored))
                links_.push_back(entry.path());
            else if (!entry.exists(ignored))
                found_.deadLinks.push_back(entry.path());
        }
    }
    /// The widest folder first, so that what it holds is not looked at before it.
    void follow(const std::vector<fs::path>& links) {
        std::vector<std::pair<fs::path, fs::path>> targets; // and the link
        for (const fs::path& link : links) {
            std::error_code failure;
            const fs::path target = fs::canonical(link, failure);
            if (!failure)
                targets.emplace_back(target, link);
        }
        std::sort(targets.begin(), targets.end());
        for (const auto& [target, link] : targets) {
            const bool known = std::any_of(looked_.begin(), looked_.end(), [&](const fs::path& folder) {
                return isWithin(target, folder) || isWithin(folder, target);
            });
            if (known)
                continue;
            looked_.push_back(target);
            into(link);
        }
    }

    std::size_t most_, seen_ = 0;
    bool (*wanted_)(const fs::path& file);
    bool worthIt_ = false;
    std::vector<fs::path> looked_; ///< without links in them
    std::vector<fs::path> links_;  ///< to folders, not followed yet
    FilesBelow found_;
};

} // namespace

FilesBelow filesBelow(const fs::path& folder, std::size_t most, bool (*wanted)(const fs::path& file)) {
    return Walk(folder, most, wanted).take();
}

} // namespace expertscope
