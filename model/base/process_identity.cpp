// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/base/process_identity.h"

#include <array>
#include <cerrno>
#include <csignal>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <unistd.h>

namespace expertscope {
namespace {

std::string lineOf(const std::string& path) {
    std::ifstream file(path);
    std::string line;
    std::getline(file, line);
    return line;
}

struct ProcessState {
    char state = 0; ///< 0 where the system does not say
    std::string start;
};

/// The name before may hold blanks and brackets, so what is read begins behind the last bracket.
ProcessState stateOf(long pid) {
    const std::string line = lineOf("/proc/" + std::to_string(pid) + "/stat");
    const std::size_t name = line.rfind(')');
    if (name == std::string::npos)
        return {};
    std::istringstream fields(line.substr(name + 1));
    ProcessState found;
    fields >> found.state;
    constexpr int startField = 22, stateField = 3;
    for (int field = stateField; field < startField; ++field)
        fields >> found.start;
    return fields ? found : ProcessState{};
}

std::string hostName() {
    std::array<char, 256> name{};
    return ::gethostname(name.data(), name.size() - 1) == 0 ? name.data() : "";
}

} // namespace

ProcessIdentity ProcessIdentity::own() {
    std::error_code ignored;
    ProcessIdentity identity;
    identity.program = program_invocation_short_name;
    identity.host = hostName();
    identity.boot = lineOf("/proc/sys/kernel/random/boot_id");
    identity.pidSpace = std::filesystem::read_symlink("/proc/self/ns/pid", ignored).string();
    identity.pid = ::getpid();
    identity.start = stateOf(identity.pid).start;
    return identity;
}

Life lifeOf(const ProcessIdentity& process) {
    const ProcessIdentity own = ProcessIdentity::own();
    if (process.host != own.host || process.boot != own.boot || process.pidSpace != own.pidSpace ||
        own.boot.empty() || process.pid <= 0)
        return Life::Unknown;
    const ProcessState now = stateOf(process.pid);
    if (now.state == 0) // of another user, where the system shows these to nobody else: or of nobody
        return ::kill(static_cast<pid_t>(process.pid), 0) != 0 && errno == ESRCH ? Life::Gone : Life::Unknown;
    const bool ended = now.state == 'Z' || now.state == 'X';
    return ended || now.start != process.start ? Life::Gone : Life::Lives;
}

} // namespace expertscope
