// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/base/error.h"

#include <filesystem>
#include <memory>
#include <string>

namespace expertscope {

/// Somebody else has the claim, or has taken it over; the sentence says who, where and since when.
class ClaimedError : public FileError {
    using FileError::FileError;
};

/// That one program writes somewhere, and no second: a folder that is made to claim the place, and holds
///   owner.json  which process of which machine, since when
///   heartbeat   written anew every ten seconds (EXPERTSCOPE_HEARTBEAT: another number of seconds)
/// Making a folder either succeeds or fails, on every file system and across machines that share one; locks
/// do not.
///
/// A claim is free at once when its process is gone, as seen from the same machine; a process that is only
/// stopped keeps it. Where that cannot be seen (from another machine, from another container) it is free when
/// its heartbeat is six beats old by the clock of the file system. Who takes it makes a folder in the stale
/// one, which succeeds for one, then renames that and makes the new one. A claim that was copied with what it
/// claims is free as well: its process does not have that folder open, and nobody writes its heartbeat.
///
/// The heartbeat has a thread of its own, which does nothing else: reading data, measuring errors or waiting
/// for a slow disk may each take longer than the six beats, so no place in the training is passed often
/// enough. Readers claim nothing.
class Claim {
  public:
    /// place: the folder to be made, with those above it. doing: "runs/a is being trained", for sentences.
    /// Throws ClaimedError where somebody has it, FileError where the folder cannot be made, ConfigError
    /// where EXPERTSCOPE_HEARTBEAT is no number.
    Claim(const std::filesystem::path& place, const std::string& doing);
    /// Gives it back; also the folders above it that it made, where nothing came into them.
    ~Claim();
    Claim(Claim&&) noexcept;
    Claim& operator=(Claim&&) noexcept;

    /// To be asked before every write that counts: throws ClaimedError where the claim was lost, to another
    /// program (this one stood still for too long) or with the folder.
    void require() const;

  private:
    struct State;
    std::unique_ptr<State> state_;
};

} // namespace expertscope
