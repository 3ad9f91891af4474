// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

namespace expertscope {

/// One process of one machine, so named that another process can tell, perhaps days later, whether it lives.
/// A process id alone says little: it is given again, to any program, and in a container it counts anew.
struct ProcessIdentity {
    std::string program;  ///< "dmoe"
    std::string host;     ///< as the machine calls itself
    std::string boot;     ///< differs with every start of the machine; empty where the system does not say
    std::string pidSpace; ///< which processes that id counts among: a container has its own
    long pid = 0;
    std::string start; ///< in the system's ticks since the boot; empty where the system does not say

    static ProcessIdentity own();
};

enum class Life { Lives, Gone, Unknown };

/// Unknown of a process of another machine, another boot or another container. One that was killed is gone
/// also while its parent has not asked for its end yet.
Life lifeOf(const ProcessIdentity& process);

} // namespace expertscope
