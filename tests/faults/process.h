// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/faults/fault_plan.h"

#include <chrono>
#include <csignal>
#include <cstdlib>
#include <cstring>
#include <fcntl.h>
#include <filesystem>
#include <map>
#include <string>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>
#include <vector>

extern char** environ;

namespace expertscope::testing {

using Environment = std::map<std::string, std::string>;

/// What became of a program.
struct Ended {
    int code = -1;  ///< of its own; -1 where a signal ended it
    int signal = 0; ///< which did
    bool hung = false;
    std::string out, err;
};

/// A program as a process of its own, in a folder and with an environment that find nothing of the user's.
class Process {
  public:
    Process(const std::vector<std::string>& command, const std::filesystem::path& folder,
            const Environment& more = {})
        : out_(::memfd_create("out", MFD_CLOEXEC)), err_(::memfd_create("err", MFD_CLOEXEC)) {
        std::vector<std::string> settings = environmentOf(folder, more);
        std::vector<char*> arguments, environment;
        for (const std::string& argument : command)
            arguments.push_back(const_cast<char*>(argument.c_str()));
        for (std::string& setting : settings)
            environment.push_back(setting.data());
        arguments.push_back(nullptr);
        environment.push_back(nullptr);
        child_ = ::fork();
        if (child_ != 0)
            return;
        ::setpgid(0, 0);
        const int nothing = ::open("/dev/null", O_RDONLY);
        if (::dup2(nothing, STDIN_FILENO) < 0 || ::dup2(out_, STDOUT_FILENO) < 0 ||
            ::dup2(err_, STDERR_FILENO) < 0 || ::chdir(folder.c_str()) != 0)
            ::_exit(126);
        ::close(nothing);
        ::execve(arguments[0], arguments.data(), environment.data());
        ::_exit(127);
    }
    ~Process() {
        if (child_ > 0) {
            ::kill(child_, SIGKILL);
            ::waitpid(child_, nullptr, 0);
        }
        ::close(out_);
        ::close(err_);
    }
    Process(const Process&) = delete;
    Process& operator=(const Process&) = delete;

    void send(int signal) const {
        if (child_ > 0)
            ::kill(child_, signal);
    }
    /// Whether it has ended by then.
    bool waitFor(std::chrono::milliseconds patience) {
        const auto until = std::chrono::steady_clock::now() + patience;
        while (!ended()) {
            if (std::chrono::steady_clock::now() >= until)
                return false;
            std::this_thread::sleep_for(std::chrono::milliseconds(1));
        }
        return true;
    }
    /// Until its end; what takes two minutes is killed, and hung.
    Ended finish() {
        Ended result;
        if (!waitFor(std::chrono::minutes(2))) {
            result.hung = true;
            send(SIGKILL);
            waitFor(std::chrono::minutes(1));
        }
        if (WIFEXITED(status_))
            result.code = WEXITSTATUS(status_);
        else
            result.signal = WTERMSIG(status_);
        result.out = textOf(out_);
        result.err = textOf(err_);
        return result;
    }
    std::string said() const { return textOf(err_); }

  private:
    static std::vector<std::string> environmentOf(const std::filesystem::path& folder,
                                                  const Environment& more) {
        Environment all;
        for (char** one = environ; *one; ++one) {
            const std::string text = *one;
            all[text.substr(0, text.find('='))] = text.substr(text.find('=') + 1);
        }
        for (const char* another : {"EXPERTSCOPE_DATA", "OPENBLAS_CORETYPE", "EXPERTSCOPE_KERNELS",
                                    "EXPERTSCOPE_OPENBLAS", "EXPERTSCOPE_HEARTBEAT"})
            all.erase(another);
        all["HOME"] = folder.string();
        all["XDG_DATA_HOME"] = (folder / "xdg").string();
        all["QT_QPA_PLATFORM"] = "offscreen";
        for (const auto& [name, value] : more)
            all[name] = value;
        std::vector<std::string> settings;
        for (const auto& [name, value] : all)
            settings.push_back(name + "=" + value);
        return settings;
    }
    bool ended() {
        if (child_ > 0 && ::waitpid(child_, &status_, WNOHANG) == child_)
            child_ = 0;
        return child_ <= 0;
    }
    static std::string textOf(int file) {
        std::string text(static_cast<std::size_t>(std::max<off_t>(0, ::lseek(file, 0, SEEK_END))), '\0');
        const ssize_t length = ::pread(file, text.data(), text.size(), 0);
        text.resize(static_cast<std::size_t>(std::max<ssize_t>(0, length)));
        return text;
    }

    int out_, err_;
    pid_t child_ = -1;
    int status_ = 0;
};

inline Ended runProcess(const std::vector<std::string>& command, const std::filesystem::path& folder,
                        const Environment& more = {}) {
    return Process(command, folder, more).finish();
}

/// The counter of a process with the fault library, in a file of that name.
class FaultCounter {
  public:
    explicit FaultCounter(const std::filesystem::path& path) : path_(path) {
        const int file = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0666);
        void* place = MAP_FAILED;
        if (file >= 0 && ::ftruncate(file, sizeof(FaultCount)) == 0)
            place = ::mmap(nullptr, sizeof(FaultCount), PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
        ::close(file);
        if (place == MAP_FAILED)
            std::abort(); // without it nothing is known
        count_ = static_cast<FaultCount*>(place);
    }
    ~FaultCounter() {
        ::munmap(count_, sizeof(FaultCount));
        ::unlink(path_.c_str());
    }
    FaultCounter(const FaultCounter&) = delete;
    FaultCounter& operator=(const FaultCounter&) = delete;
    const FaultCount& operator*() const { return *count_; }
    const FaultCount* operator->() const { return count_; }

  private:
    std::filesystem::path path_;
    FaultCount* count_ = nullptr;
};

/// To load the fault library into a process, for what lies in that folder.
inline Environment withFaultLibrary(const std::filesystem::path& folder) {
    // A sanitized program wants its own library first, and says so unless it is told not to.
    return {{"LD_PRELOAD", FAULT_LIBRARY},
            {"ASAN_OPTIONS", "verify_asan_link_order=0:detect_leaks=0"},
            {faultFolder, folder.string()}};
}

} // namespace expertscope::testing
