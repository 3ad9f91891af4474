// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/speech/file_walk.h"

#include "model/base/error.h"

#include <algorithm>
#include <limits>
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
        : most_(most), until_(most), wanted_(wanted) {
        std::error_code ignored;
        looked_.push_back(fs::canonical(root, ignored));
        into(root);
        while (!links_.empty())
            follow(std::exchange(links_, {}));
        std::sort(found_.files.begin(), found_.files.end());
        std::sort(found_.deadLinks.begin(), found_.deadLinks.end());
        std::sort(found_.closed.begin(), found_.closed.end());
    }
    FilesBelow take() { return std::move(found_); }

  private:
    void into(const fs::path& root) {
        std::vector<fs::path> open{root};
        while (!open.empty() && goesOn()) {
            const fs::path folder = std::move(open.back());
            open.pop_back();
            std::error_code failure, ignored;
            for (fs::directory_iterator entry(folder, failure), end; !failure && entry != end && goesOn();
                 entry.increment(failure), ++seen_) {
                note(*entry);
                if (!entry->is_symlink(ignored) && entry->is_directory(ignored))
                    open.push_back(entry->path());
            }
            if (failure && folder != root)
                found_.closed.push_back(folder);
            else if (failure && failure != std::errc::permission_denied)
                throw FileError(folder.string() + " cannot be read: " + failure.message() +
                                "; check the path and its permissions.");
        }
    }
    bool goesOn() const { return seen_ < until_; }
    void note(const fs::directory_entry& entry) {
        if (entry.path().filename().string().starts_with("._")) // what macOS packs beside each file
            return;
        std::error_code ignored;
        if (entry.is_regular_file(ignored)) {
            found_.files.push_back(entry.path());
            if (wanted_(entry.path())) // as far again
                until_ = most_ >= unlimited - seen_ ? unlimited : seen_ + 1 + most_;
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
            const bool known =
                std::any_of(looked_.begin(), looked_.end(), [&here = target](const fs::path& folder) {
                    return isWithin(here, folder) || isWithin(folder, here);
                });
            if (known)
                continue;
            looked_.push_back(target);
            into(link);
        }
    }

    static constexpr std::size_t unlimited = std::numeric_limits<std::size_t>::max();
    std::size_t most_, until_, seen_ = 0; ///< files and folders
    bool (*wanted_)(const fs::path& file);
    std::vector<fs::path> looked_; ///< without links in them
    std::vector<fs::path> links_;  ///< to folders, not followed yet
    FilesBelow found_;
};

} // namespace

FilesBelow filesBelow(const fs::path& folder, std::size_t most, bool (*wanted)(const fs::path& file)) {
    return Walk(folder, most, wanted).take();
}

} // namespace expertscope
