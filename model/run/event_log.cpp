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

TrainingEvent eventFrom(const Json& json) {
    TrainingEvent event;
    event.step = json.at("step").get<std::int64_t>();
    const std::string name = json.at("event").get<std::string>();
    for (const auto& [kind, text] : kindNames)
        if (name == text)
            event.kind = kind;
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
        json["key"] = event.key;
        json["value"] = numberOrNull(event.value);
    }
    if (!event.message.empty())
        json["message"] = event.message;
    return json.dump();
}

std::vector<TrainingEvent> readEvents(const std::filesystem::path& path) {
    std::vector<TrainingEvent> events;
    if (!std::filesystem::exists(path))
        return events;
    std::istringstream stream(readFile(path));
    int number = 0;
    for (std::string line; std::getline(stream, line) && !stream.eof();) {
        ++number;
        try {
            events.push_back(eventFrom(Json::parse(line)));
        } catch (const Json::exception&) {
            throw FileError(path.string() + ", line " + std::to_string(number) +
                            ": not an event; mend or remove the line.");
        }
    }
    return events;
}

} // namespace expertscope
