// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/speech/phone_set.h"

#include "model/base/error.h"
#include "model/base/plain_text.h"

#include <algorithm>
#include <array>

namespace expertscope {
namespace {

using enum PhoneGroup;

/// One of TIMIT's 61 and what becomes of it; "" where it is left out. In the order figures show them.
struct Folding {
    const char* timit;
    const char* of48;
    const char* of39;
    const char* arpabet;
    PhoneGroup group;
};

constexpr std::array<Folding, 61> foldings{{
    {"iy", "iy", "iy", "iy", Vowel},
    {"ih", "ih", "ih", "ih", Vowel},
    {"ix", "ix", "ih", "ih", Vowel},
    {"eh", "eh", "eh", "eh", Vowel},
    {"ae", "ae", "ae", "ae", Vowel},
    {"ah", "ah", "ah", "ah", Vowel},
    {"ax", "ax", "ah", "ah", Vowel},
    {"ax-h", "ax", "ah", "ah", Vowel},
    {"uh", "uh", "uh", "uh", Vowel},
    {"uw", "uw", "uw", "uw", Vowel},
    {"ux", "uw", "uw", "uw", Vowel},
    {"aa", "aa", "aa", "aa", Vowel},
    {"ao", "ao", "aa", "ao", Vowel},
    {"er", "er", "er", "er", Vowel},
    {"axr", "er", "er", "er", Vowel},
    {"ey", "ey", "ey", "ey", Diphthong},
    {"ay", "ay", "ay", "ay", Diphthong},
    {"oy", "oy", "oy", "oy", Diphthong},
    {"aw", "aw", "aw", "aw", Diphthong},
    {"ow", "ow", "ow", "ow", Diphthong},
    {"p", "p", "p", "p", Stop},
    {"b", "b", "b", "b", Stop},
    {"t", "t", "t", "t", Stop},
    {"d", "d", "d", "d", Stop},
    {"k", "k", "k", "k", Stop},
    {"g", "g", "g", "g", Stop},
    {"pcl", "cl", "sil", "p", Stop},
    {"tcl", "cl", "sil", "t", Stop},
    {"kcl", "cl", "sil", "k", Stop},
    {"bcl", "vcl", "sil", "b", Stop},
    {"dcl", "vcl", "sil", "d", Stop},
    {"gcl", "vcl", "sil", "g", Stop},
    {"dx", "dx", "dx", "t", Stop},
    {"q", "", "", "", Stop},
    {"ch", "ch", "ch", "ch", Affricate},
    {"jh", "jh", "jh", "jh", Affricate},
    {"f", "f", "f", "f", Fricative},
    {"v", "v", "v", "v", Fricative},
    {"th", "th", "th", "th", Fricative},
    {"dh", "dh", "dh", "dh", Fricative},
    {"s", "s", "s", "s", Fricative},
    {"z", "z", "z", "z", Fricative},
    {"sh", "sh", "sh", "sh", Fricative},
    {"zh", "zh", "sh", "zh", Fricative},
    {"hh", "hh", "hh", "hh", Fricative},
    {"hv", "hh", "hh", "hh", Fricative},
    {"m", "m", "m", "m", Nasal},
    {"em", "m", "m", "m", Nasal},
    {"n", "n", "n", "n", Nasal},
    {"nx", "n", "n", "n", Nasal},
    {"en", "en", "n", "n", Nasal},
    {"ng", "ng", "ng", "ng", Nasal},
    {"eng", "ng", "ng", "ng", Nasal},
    {"l", "l", "l", "l", Glide},
    {"el", "el", "l", "l", Glide},
    {"r", "r", "r", "r", Glide},
    {"w", "w", "w", "w", Glide},
    {"y", "y", "y", "y", Glide},
    {"epi", "epi", "sil", "sil", Silence},
    {"pau", "sil", "sil", "sil", Silence},
    {"h#", "sil", "sil", "sil", Silence},
}};

bool isAnyOf(const std::string& text, std::initializer_list<const char*> list) {
    return std::find(list.begin(), list.end(), text) != list.end();
}

/// In small letters, without the stress of a vowel.
std::string plainLabel(const std::string& label) {
    std::string plain = lowerCase(std::string(trimmed(label)));
    if (plain.size() == 3 && plain[2] >= '0' && plain[2] <= '2' && plain.find_first_of("aeiou") == 0)
        plain.pop_back();
    return plain;
}

} // namespace

class PhoneSetMaker {
  public:
    explicit PhoneSetMaker(std::string name, bool english = true) {
        set_.name_ = std::move(name);
        set_.english_ = english;
    }
    /// The label is of that class, which is the last so far or new.
    void add(const std::string& label, const std::string& phone) {
        const auto found = std::find(set_.classes_.begin(), set_.classes_.end(), phone);
        set_.known_[label] = static_cast<std::uint16_t>(found - set_.classes_.begin());
        if (found == set_.classes_.end())
            set_.classes_.push_back(phone);
    }
    void add(const std::string& label, const std::string& phone, PhoneGroup group) {
        add(label, phone);
        if (set_.groups_.size() < set_.classes_.size())
            set_.groups_.push_back(group);
    }
    PhoneSet take() { return std::move(set_); }

    static PhoneSet folded(const std::string& name, const char* Folding::*column) {
        PhoneSetMaker maker(name);
        for (const bool silences : {false, true}) // which come last
            for (const Folding& folding : foldings)
                if (const std::string phone = folding.*column; !phone.empty() && silences == (phone == "sil"))
                    maker.add(folding.timit, phone, silences ? Silence : folding.group);
        return maker.take();
    }

  private:
    PhoneSet set_;
};

const std::vector<std::string>& phoneGroupNames() {
    static const std::vector<std::string> names{
        "vowel", "diphthong", "stop", "affricate", "fricative", "nasal", "liquid or glide", "silence"};
    return names;
}

bool isSilenceLabel(const std::string& label) {
    return isAnyOf(lowerCase(std::string(trimmed(label))), {"", "sil", "sp", "spn", "h#", "pau"});
}

std::optional<std::uint16_t> PhoneSet::find(const std::string& label) const {
    const std::string plain = english_ ? plainLabel(label) : std::string(trimmed(label));
    auto found = known_.find(plain);
    for (const char* silence : {"sil", "h#"}) // "sp" where the set knows only these
        if (found == known_.end() && isSilenceLabel(plain))
            found = known_.find(silence);
    return found == known_.end() ? std::nullopt : std::optional(found->second);
}

bool PhoneSet::isSilence(std::uint16_t phone) const {
    return groups_.empty() ? isSilenceLabel(classes_[phone]) : groups_[phone] == Silence;
}

const PhoneSet& arpabetPhones() {
    static const PhoneSet set = PhoneSetMaker::folded("ARPAbet, 39 phones and silence", &Folding::arpabet);
    return set;
}

const PhoneSet& timitPhones(int count) {
    static const PhoneSet all = PhoneSetMaker::folded("TIMIT, 61 phones", &Folding::timit),
                          of48 = PhoneSetMaker::folded("TIMIT, folded to 48 phones", &Folding::of48),
                          of39 = PhoneSetMaker::folded("TIMIT, folded to 39 phones", &Folding::of39);
    if (count != 61 && count != 48 && count != 39)
        throw ConfigError("TIMIT has no set of " + std::to_string(count) + " phones; choose 61, 48 or 39");
    return count == 61 ? all : count == 48 ? of48 : of39;
}

std::optional<PhoneSet> phoneSetNamed(const std::string& name) {
    if (name.empty())
        return std::nullopt;
    if (name == "arpabet")
        return arpabetPhones();
    for (const int count : {61, 48, 39})
        if (name == "timit" + std::to_string(count))
            return timitPhones(count);
    throw ConfigError("data.phones is \"" + name + "\"; choose arpabet, timit61, timit48 or timit39");
}

PhoneSet foundPhones(const std::map<std::string, int>& labels) {
    PhoneSetMaker maker("the phones as they were found", false);
    for (const auto& [label, count] : labels)
        if (!isSilenceLabel(label))
            maker.add(label, label);
    for (const auto& [label, count] : labels)
        if (isSilenceLabel(label))
            maker.add(label, "sil");
    return maker.take();
}

PhoneSet choosePhones(const std::map<std::string, int>& labels) {
    std::int64_t known = 0, all = 0;
    for (const auto& [label, count] : labels)
        if (!isSilenceLabel(label)) {
            all += count;
            known += arpabetPhones().find(label) ? count : 0;
        }
    return 10 * known >= 9 * all ? arpabetPhones() : foundPhones(labels);
}

} // namespace expertscope
