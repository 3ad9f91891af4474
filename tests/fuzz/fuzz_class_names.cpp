// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/data/class_names.h"
#include "tests/fuzz/fuzzing.h"

#include <array>

// What classes are called, in each of the forms; the first letter of an input says in which.
FUZZ_READER(class_names, .longest = 500) {
    static MemoryFile names;
    static const Folder folder;
    constexpr std::array<const char*, 3> forms{"classes.txt", "emnist-mapping.txt", "kmnist_classmap.csv"};
    [[maybe_unused]] static const bool made = [&] {
        for (const char* form : forms)
            folder.link(std::filesystem::path(form).stem() / form, names);
        return true;
    }();
    const std::filesystem::path form =
        forms[input.empty() ? 0 : static_cast<unsigned char>(input[0]) % forms.size()];
    names.hold(input.substr(input.empty() ? 0 : 1));
    const auto found =
        findClassNames(folder.path() / form.stem(), form.string().starts_with("emnist") ? "emnist" : "");
    if (!found)
        return;
    understood();
    for (const std::vector<std::int64_t>& labels :
         {std::vector<std::int64_t>{0, 1, 2}, {1, 2, 3}, {-7}, {0, 1'000'000'000'000'000}})
        use(namesFor(labels, *found).size());
}
