// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdio>
#include <mutex>
#include <string>

namespace expertscope::testing {

/// How many cases of a kind there were, and what was wrong with which: a row of the table that a program of
/// this folder prints.
class Tally {
  public:
    explicit Tally(std::string what) : what_(std::move(what)) {}

    /// wrong: empty where nothing is.
    void add(const std::string& name, const std::string& wrong) {
        const std::lock_guard lock(mutex_);
        ++cases_;
        if (wrong.empty())
            return;
        if (failures_++ < shown)
            text_ += "  " + name + ": " + wrong + "\n";
    }
    int cases() const { return cases_; }
    int failures() const { return failures_; }

    /// The row, and the first failures below it. True where there were cases and all was well.
    bool print() const {
        std::printf("| %-44s | %7d | %8d |\n%s", what_.c_str(), cases_, failures_, text_.c_str());
        std::fflush(stdout);
        return cases_ > 0 && failures_ == 0;
    }
    /// Of a control, which is right where it has failed: the first failure is the evidence.
    bool printControl() const {
        std::printf("| %-44s | %7d | %8d | %s\n%s", ("control: " + what_).c_str(), cases_, failures_,
                    failures_ > 0 ? "red, as it must be" : "NOT RED: the test cannot fail",
                    text_.substr(0, text_.find('\n') + 1).c_str());
        std::fflush(stdout);
        return failures_ > 0;
    }
    static void printHead() {
        std::printf("| %-44s | %7s | %8s |\n|---|---|---|\n", "what", "cases", "failures");
    }

  private:
    static constexpr int shown = 6;
    std::string what_, text_;
    int cases_ = 0, failures_ = 0;
    std::mutex mutex_;
};

} // namespace expertscope::testing
