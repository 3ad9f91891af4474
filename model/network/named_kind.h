// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <map>
#include <string>
#include <utility>
#include <vector>

namespace expertscope {

/// The value of a setting: a number (a switch is 0 or 1), or of Factors a list.
class SettingValue {
  public:
    SettingValue(double number = 0) : numbers_{number} {}
    explicit SettingValue(std::vector<double> list) : numbers_(std::move(list)) {}

    double number() const { return numbers_.empty() ? 0 : numbers_.front(); }
    const std::vector<double>& list() const { return numbers_; }
    bool operator==(const SettingValue&) const = default;

  private:
    std::vector<double> numbers_;
};

/// As a sentence has it: "2", "0.5".
std::string valueText(double value);
/// "2, 2"
std::string valueText(const std::vector<double>& list);

/// Values of settings by name.
using SettingValues = std::map<std::string, SettingValue>;

/// A setting of a kind of gate or layer, as it stands beside the kind's name in the configuration.
struct KindSetting {
    enum class Type {
        Experts, ///< a whole number from 1 to the number of the layer's experts
        Whole,
        Number,
        Switch,  ///< true or false
        Factors, ///< whole numbers, at least 1 each, whose product is the number of the layer's experts
    };
    std::string name;     ///< "k"
    std::string sentence; ///< what it does, for people
    Type type = Type::Number;
    double initial = 0;         ///< not of Factors
    double least = 0, most = 1; ///< of Whole and Number

    /// The range and the initial value in a layer of so many experts; of Factors, each number's range, and
    /// the prime factors.
    double leastOf(int experts) const;
    double mostOf(int experts) const;
    SettingValue initialOf(int experts) const;
    bool whole() const { return type != Type::Number; }
    bool list() const { return type == Type::Factors; }
};

/// What people need to know of a kind of gate or layer: the configuration, the command line and the window
/// read it from tables of such, and name no kind themselves.
struct NamedKind {
    std::string name;     ///< as the configuration has it
    std::string sentence; ///< what it does, in one sentence
    std::string formula;
    std::string paper; ///< where it is from
    std::vector<KindSetting> settings;

    /// Null where it has no setting of that name.
    const KindSetting* setting(const std::string& settingName) const;
    /// With what is left out as the table has it.
    SettingValues completed(SettingValues values, int experts) const;
    /// Without what is as the table has it, so that equal descriptions compare equal.
    SettingValues shortened(SettingValues values, int experts) const;
    /// Throws ConfigError with the key that is wrong ("network.layers.0.k is 9; choose 1 to 4"). key: the
    /// layer's, "network.layers.0".
    void validate(const SettingValues& values, int experts, const std::string& key) const;
};

/// The complete values of a kind's settings, by their types.
class Settings {
  public:
    Settings(const NamedKind& kind, const SettingValues& values, int experts)
        : values_(kind.completed(values, experts)) {}
    double number(const std::string& name) const { return values_.at(name).number(); }
    std::vector<int> list(const std::string& name) const {
        const std::vector<double>& numbers = values_.at(name).list();
        return {numbers.begin(), numbers.end()};
    }
    int whole(const std::string& name) const { return static_cast<int>(number(name)); }
    bool on(const std::string& name) const { return number(name) != 0; }

  private:
    SettingValues values_;
};

/// The line of a table that has this name; null where none has.
template <class Line> const Line* findKind(const std::vector<Line>& table, const std::string& name) {
    for (const Line& line : table)
        if (line.name == name)
            return &line;
    return nullptr;
}
/// The first that has a setting of this name; null where none has.
template <class Line> const Line* kindWithSetting(const std::vector<Line>& table, const std::string& name) {
    for (const Line& line : table)
        if (line.setting(name))
            return &line;
    return nullptr;
}
/// All lines as what people need of them.
template <class Line> std::vector<const NamedKind*> asKinds(const std::vector<Line>& table) {
    std::vector<const NamedKind*> kinds;
    for (const Line& line : table)
        kinds.push_back(&line);
    return kinds;
}
/// "softmax, top_k"
template <class Line> std::string namesOf(const std::vector<Line>& table) {
    std::string names;
    for (const Line& line : table)
        names += (names.empty() ? "" : ", ") + line.name;
    return names;
}

} // namespace expertscope
