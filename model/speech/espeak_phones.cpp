// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/speech/espeak_phones.h"

#include <map>
#include <string_view>

namespace expertscope {
namespace {

// One of espeak's phonemes is one of ARPAbet's phones, but for vowels that end in an r or an l, which have no
// inner boundary: the last third is taken to be that.
struct Known {
    const char* vowelOrWhole;
    const char* end = nullptr;
};

const std::map<std::string, Known>& knownPhonemes() {
    static const std::map<std::string, Known> known{
        // vowels
        {"0", {"AA"}},
        {"A:", {"AA"}},
        {"A", {"AA"}},
        {"a", {"AE"}},
        {"aa", {"AE"}},
        {"V", {"AH"}},
        {"@", {"AH"}},
        {"@2", {"AH"}},
        {"@5", {"AH"}},
        {"a#", {"AH"}},
        {"O:", {"AO"}},
        {"O", {"AO"}},
        {"O2", {"AO"}},
        {"E", {"EH"}},
        {"e", {"EH"}},
        {"3", {"ER"}},
        {"3:", {"ER"}},
        {"I", {"IH"}},
        {"I2", {"IH"}},
        {"I#", {"IH"}},
        {"i", {"IY"}},
        {"i:", {"IY"}},
        {"U", {"UH"}},
        {"u", {"UW"}},
        {"u:", {"UW"}},
        {"aI", {"AY"}},
        {"aU", {"AW"}},
        {"eI", {"EY"}},
        {"oU", {"OW"}},
        {"OI", {"OY"}},
        // vowels with what follows them
        {"A@", {"AA", "R"}},
        {"e@", {"EH", "R"}},
        {"i@", {"IY", "AH"}},
        {"i@3", {"IH", "R"}},
        {"I@", {"IH", "R"}},
        {"o@", {"AO", "R"}},
        {"O@", {"AO", "R"}},
        {"U@", {"UH", "R"}},
        {"aI@", {"AY", "AH"}},
        {"aI3", {"AY", "ER"}},
        {"aU@", {"AW", "ER"}},
        {"@L", {"AH", "L"}},
        // stops and affricates
        {"p", {"P"}},
        {"b", {"B"}},
        {"t", {"T"}},
        {"t2", {"T"}},
        {"t#", {"T"}},
        {"?", {"T"}},
        {"d", {"D"}},
        {"k", {"K"}},
        {"g", {"G"}},
        {"tS", {"CH"}},
        {"dZ", {"JH"}},
        // fricatives
        {"f", {"F"}},
        {"v", {"V"}},
        {"T", {"TH"}},
        {"D", {"DH"}},
        {"s", {"S"}},
        {"z", {"Z"}},
        {"S", {"SH"}},
        {"Z", {"ZH"}},
        {"h", {"HH"}},
        // nasals, liquids, glides
        {"m", {"M"}},
        {"n", {"N"}},
        {"n-", {"N"}},
        {"N", {"NG"}},
        {"l", {"L"}},
        {"r", {"R"}},
        {"r-", {"R"}},
        {"j", {"Y"}},
        {";", {"Y"}},
        {"w", {"W"}},
        // pauses
        {"_", {""}},
        {"_:", {""}},
        {"_!", {""}},
        {"_|", {""}},
        {"_::", {""}},
    };
    return known;
}

/// espeak writes primary stress as ', secondary as , and none, where it says so, as = or %.
std::string withoutStress(const std::string& phoneme) {
    const std::size_t first = phoneme.find_first_not_of("',=%");
    return first == std::string::npos ? phoneme : phoneme.substr(first);
}

/// What tells variants of one phoneme apart ("t", "t2", "t#"): another version may have more of them.
bool endsInVariant(const std::string& name) {
    return std::string_view("0123456789#-:/").find(name.back()) != std::string_view::npos;
}

} // namespace

std::vector<PhonePart> phonesOfPhoneme(const std::string& phoneme) {
    const auto& all = knownPhonemes();
    std::string name = withoutStress(phoneme);
    auto found = all.find(name);
    while (found == all.end() && name.size() > 1 && endsInVariant(name)) {
        name.pop_back();
        found = all.find(name);
    }
    if (found == all.end())
        return {};
    const Known& known = found->second;
    if (!known.end)
        return {{known.vowelOrWhole, 1}};
    return {{known.vowelOrWhole, 2.0 / 3}, {known.end, 1.0 / 3}};
}

} // namespace expertscope
