// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace expertscope {

/// Broad kinds of phones: an attribute of every example.
enum class PhoneGroup : std::uint16_t { Vowel, Diphthong, Stop, Affricate, Fricative, Nasal, Glide, Silence };
/// "vowel", "diphthong", ..., "liquid or glide", "silence".
const std::vector<std::string>& phoneGroupNames();

/// Which classes there are, and which label is which class.
class PhoneSet {
  public:
    const std::string& name() const { return name_; }                    ///< for people
    const std::vector<std::string>& classes() const { return classes_; } ///< in the order figures show them
    /// Empty where the set is not known well enough to say.
    const std::vector<PhoneGroup>& groups() const { return groups_; }

    /// The class of a label as it stands in a file. Empty where it is none of the set, or one that the set
    /// leaves out.
    std::optional<std::uint16_t> find(const std::string& label) const;
    /// Also for the set's own silence, whatever it is called.
    bool isSilence(std::uint16_t phone) const;

  private:
    friend class PhoneSetMaker;
    std::string name_;
    std::vector<std::string> classes_;
    std::vector<PhoneGroup> groups_;
    std::map<std::string, std::uint16_t> known_; ///< by plain label; see plainLabel
    bool english_ = true;                        ///< capitals and stress digits do not count
};

/// The 39 phones of ARPAbet as the CMU dictionary has them, and silence. Capitals and the stress digits of
/// vowels do not count. TIMIT's finer labels are folded in as in its 48 phones, but a closure into its stop
/// ("bcl" to "b"), as dictionaries have it, and the flap "dx" into "t"; "q" is left out.
const PhoneSet& arpabetPhones();
/// TIMIT's phones: all 61, or folded to 48 or 39 (Lee and Hon, "Speaker-independent phone recognition using
/// hidden Markov models", 1989), which leave out "q". Throws ConfigError for another number.
const PhoneSet& timitPhones(int count);
/// A set by the name it has in a configuration: "arpabet", "timit61", "timit48" or "timit39". Empty for "",
/// which leaves the choice to choosePhones. Throws ConfigError for others.
std::optional<PhoneSet> phoneSetNamed(const std::string& name);
/// The labels as they were found, in alphabetical order, silence last. Without groups.
PhoneSet foundPhones(const std::map<std::string, int>& labels);

/// ARPAbet where at least nine of ten of these labels (with how often they occur) that are not silence are in
/// it, otherwise the labels as they are.
PhoneSet choosePhones(const std::map<std::string, int>& labels);

/// "", sil, sp, spn, h#, pau and capitals of these.
bool isSilenceLabel(const std::string& label);

} // namespace expertscope
