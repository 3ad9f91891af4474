// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/run/event_log.h"

#include "model/base/error.h"
#include "model/base/file.h"
#include "model/base/json.h"

#include <array>
#include <limits>
#include <sstream>
#include <utility>

namespace expertscope {
namespace {

using Kind = TrainingEvent::Kind;
constexpr std::array<std::pair<Kind, const char*>, 4> kindNames{
    {{Kind::Change, "change"}, {Kind::Pause, "pause"}, {Kind::Start, "start"}, {Kind::Error, "error"}}};

Kind kindNamed(const std::string& name) {
    for (const auto& [kind, text] : kindNames)
        if (name == text)
            return kind;
    throw FileError("\"" + name + "\" is no event");
}

TrainingEvent eventFrom(const Json& json) {
    TrainingEvent event;
    event.step = wholeFrom<std::int64_t>(json.at("step"));
    event.kind = kindNamed(json.at("event").get<std::string>());
    if (const auto phase = json.find("phase"); phase != json.end())
        event.phase = wholeFrom<int>(*phase);
    if (event.step < 0)
        throw FileError("there is no step " + std::to_string(event.step));
    if (event.phase < TrainingEvent{}.phase || event.phase >= phaseCount) // -1: of no phase alone
        throw FileError("there is no phase " + std::to_string(event.phase));
    event.key = json.value("key", "");
    event.message = json.value("message", "");
    if (const auto value = json.find("value"); value != json.end())
        event.value = value->is_null() ? std::numeric_limits<double>::infinity() : value->get<double>();
    return event;
}

} // namespace

std::string eventLine(const TrainingEvent& event) {
    Json json{{"step", event.step}};
    for (const auto& [kind, text] : kindNames)
        if (event.kind == kind)
            json["event"] = text;
    if (event.kind == Kind::Change) {
        json["phase"] = event.phase;
        json["key"] = event.key;
        json["value"] = numberOrNull(event.value);
    }
    if (!event.message.empty())
        json["message"] = event.message;
    return jsonText(json);
}

std::vector<TrainingEvent> readEvents(const std::filesystem::path& path) {
    std::vector<TrainingEvent> events;
    if (!isThere(path))
        return events;
    std::istringstream stream(readFile(path));
    int number = 0;
    for (std::string line; std::getline(stream, line) && !stream.eof();) {
        ++number;
        const std::string place = path.string() + ", line " + std::to_string(number) + ": ";
        try {
            const TrainingEvent event = eventFrom(jsonIn(line).value_or(Json()));
            if (!events.empty() && event.step < events.back().step)
                throw FileError("step " + std::to_string(event.step) + " comes after step " +
                                std::to_string(events.back().step));
            events.push_back(event);
        } catch (const Json::exception&) {
            throw FileError(place + "not an event; mend or remove the line.");
        } catch (const std::out_of_range& error) {
            throw FileError(place + error.what() + "; mend or remove the line.");
        } catch (const FileError& error) {
            throw FileError(place + error.what() + "; mend or remove the line.");
        }
    }
    return events;
}

} // namespace expertscope
