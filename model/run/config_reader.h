// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/base/error.h"
#include "model/base/json.h"
#include "model/training/training_plan.h"

#include <functional>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace expertscope {

/// A key that no part of the program knows.
class UnknownKeyError : public ConfigError {
  public:
    UnknownKeyError(std::string name, const std::string& place, std::string sentence)
        : ConfigError((place.empty() ? "" : place + ": ") + sentence), name_(std::move(name)),
          sentence_(std::move(sentence)) {}
    /// The last part of the key, as it stands in the file.
    const std::string& name() const { return name_; }
    const std::string& sentence() const { return sentence_; }

  private:
    std::string name_, sentence_;
};

/// "training.margn is unknown; did you mean training.margin?"
std::string unknownKeySentence(const std::string& key, const std::vector<std::string>& known);

/// Reads one object of a configuration, key by key, and knows what was asked for, so that what remains is
/// unknown. Every error names the whole key, what it holds, and what it should hold.
class ConfigReader {
  public:
    /// path: the object's own key ("network.layers.0"), empty for the whole; place: the file's name, or "".
    ConfigReader(const Json& json, std::string path, std::string place);

    // A key that is not there leaves the value as it is.
    void read(const std::string& key, std::string& value);
    void read(const std::string& key, bool& value);
    void read(const std::string& key, std::optional<bool>& value); ///< null is nothing
    void read(const std::string& key, int& value);
    void read(const std::string& key, std::uint64_t& value);
    void read(const std::string& key, double& value);
    void readNumberOrInfinity(const std::string& key, double& value);
    /// One number for both phases, or a list of two.
    void readPerPhase(const std::string& key, PerPhase<double>& values);
    void readPerPhase(const std::string& key, PerPhase<int>& values);
    /// One number or a list of some.
    void readList(const std::string& key, std::vector<int>& values);
    /// One text or a list of some.
    void readList(const std::string& key, std::vector<std::string>& values);
    void readPart(const std::string& key, const std::function<void(ConfigReader)>& read);
    void readEach(const std::string& key, const std::function<void(ConfigReader)>& read);
    void ignore(const std::string& key) { asked_.insert(key); }
    /// The keys that nobody has asked for so far.
    std::vector<std::string> unasked() const;

    /// Throws UnknownKeyError if there is a key that nobody asked for.
    void finish() const;
    /// Adds the place to a ConfigError that arises in check.
    void at(const std::string& key, const std::function<void()>& check) const;
    [[noreturn]] void fail(const std::string& key, const std::string& what) const;

  private:
    const Json* find(const std::string& key);
    template <class Values, class Convert>
    void readPhases(const std::string& key, Values& values, const Convert& convert);
    std::string full(const std::string& key) const;
    int integer(const std::string& key, const Json& json) const;
    double number(const std::string& key, const Json& json) const;

    const Json* json_;
    std::string path_, place_;
    std::set<std::string> asked_;
};

} // namespace expertscope
