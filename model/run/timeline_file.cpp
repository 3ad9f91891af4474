// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/run/timeline_file.h"

#include "model/base/error.h"
#include "model/base/json.h"
#include "model/run/safetensors.h"

#include <array>
#include <limits>
#include <utility>

namespace expertscope {
namespace {

constexpr const char* timelineFormat = "expertscope-timeline-2";
// The top examples of the first version are places in a probe set that is no longer made.
constexpr const char* formatWithoutTop = "expertscope-timeline-1";
constexpr std::array<std::pair<const char*, std::optional<double> Factorisation::*>, 5> informationNames{
    {{"I1T", &Factorisation::i1t},
     {"I1C", &Factorisation::i1c},
     {"I2C", &Factorisation::i2c},
     {"I2T", &Factorisation::i2t},
     {"score", &Factorisation::score}}};

/// Weights that left the finite are shown as they are: NaN is null in the file.
double numberFrom(const Json& json) {
    return json.is_null() ? std::numeric_limits<double>::quiet_NaN() : json.get<double>();
}

Json numbersOrNull(const std::vector<double>& values) {
    Json json = Json::array();
    for (const double value : values)
        json.push_back(numberOrNull(value));
    return json;
}

Json describeFactorisation(const Factorisation& factorisation) {
    Json json = Json::object();
    for (const auto& [name, number] : informationNames)
        json[name] = (factorisation.*number) ? numberOrNull(*(factorisation.*number)) : Json(nullptr);
    return json;
}

Factorisation factorisationFrom(const Json& json) {
    Factorisation factorisation;
    for (const auto& [name, number] : informationNames)
        if (const auto found = json.find(name); found != json.end() && found->is_number())
            factorisation.*number = found->get<double>();
    return factorisation;
}

/// Value names and grids are the same in every snapshot of a file: written once.
Json describeAttributes(const GatingStatistics& statistics) {
    Json json = Json::array();
    if (!statistics.layers.empty())
        for (const MeanGating& mean : statistics.layers.front().byAttribute)
            json.push_back({{"name", mean.attribute},
                            {"values", mean.valueNames},
                            {"rows", mean.gridRows},
                            {"columns", mean.gridColumns},
                            {"examples", mean.examples},
                            {"title", mean.title}});
    return json;
}

Json describe(const TrainingSnapshot& snapshot) {
    Json layers = Json::array();
    for (const LayerStatistics& layer : snapshot.statistics.layers)
        layers.push_back({{"layer", layer.layer},
                          {"experts", layer.experts()},
                          {"information", numbersOrNull(layer.information)},
                          {"load_variation", numberOrNull(layer.loadVariation)},
                          {"dead_experts", layer.deadExperts}});
    return {
        {"step", snapshot.step},
        {"epoch", snapshot.epoch},
        {"phase", snapshot.phase},
        {"steps_left", snapshot.stepsLeft},
        {"examples_per_second", snapshot.examplesPerSecond},
        {"examples", snapshot.statistics.examples},
        {"layers", layers},
        {"factorisation", describeFactorisation(snapshot.statistics.factorisation)},
        {"top", {snapshot.statistics.top.rows, snapshot.statistics.top.columns, snapshot.statistics.top.k}}};
}

std::string prefix(std::int64_t step) {
    return std::to_string(step) + ".";
}

void addTensors(SafetensorsFile& file, const TrainingSnapshot& snapshot) {
    const std::string step = prefix(snapshot.step);
    const GatingStatistics& statistics = snapshot.statistics;
    for (std::size_t l = 0; l < statistics.layers.size(); ++l) {
        const LayerStatistics& layer = statistics.layers[l];
        for (const MeanGating& mean : layer.byAttribute)
            file.tensors.push_back(Tensor::of(step + std::to_string(l) + "." + mean.attribute, mean.mean));
        file.tensors.push_back(Tensor::of(step + std::to_string(l) + ".load", Matrix<float>(layer.load)));
    }
    for (const JointAssignment& joint : statistics.joints)
        file.tensors.push_back(Tensor::of(step + "joint." + std::to_string(joint.firstLayer), joint.mean));
    std::vector<std::int32_t> examples;
    std::vector<float> gates;
    for (const TopExamples::Entry& entry : statistics.top.entries) {
        examples.push_back(entry.example);
        gates.push_back(entry.gate);
    }
    const std::vector<std::int64_t> shape{statistics.top.rows, statistics.top.columns, statistics.top.k};
    file.tensors.push_back(Tensor::of(step + "top", examples, shape));
    file.tensors.push_back(Tensor::of(step + "top.gate", gates, shape));
}

class SnapshotReader {
  public:
    SnapshotReader(const SafetensorsFile& file, const Json& attributes, std::string place)
        : file_(file), attributes_(attributes), place_(std::move(place)) {}

    TrainingSnapshot read(const Json& json) const {
        TrainingSnapshot snapshot;
        snapshot.step = wholeFrom<std::int64_t>(json.at("step"));
        snapshot.epoch = json.at("epoch").get<double>();
        snapshot.phase = wholeFrom<int>(json.at("phase"));
        snapshot.stepsLeft = wholeFrom<std::int64_t>(json.at("steps_left"));
        snapshot.examplesPerSecond = json.at("examples_per_second").get<double>();
        GatingStatistics& statistics = snapshot.statistics;
        statistics.live = true;
        statistics.examples = wholeFrom<int>(json.at("examples"));
        statistics.factorisation = factorisationFrom(json.at("factorisation"));
        const std::string step = prefix(snapshot.step);
        for (const Json& layer : json.at("layers"))
            statistics.layers.push_back(readLayer(layer, step + std::to_string(statistics.layers.size())));
        for (std::size_t l = 1; l < statistics.layers.size(); ++l)
            statistics.joints.push_back(
                {static_cast<int>(l) - 1, static_cast<int>(l),
                 file_.get(step + "joint." + std::to_string(l - 1), place_)
                     .toMatrix(place_, statistics.layers[l - 1].experts(), statistics.layers[l].experts())});
        statistics.top = readTop(json.at("top"), step, statistics.layers);
        return snapshot;
    }

  private:
    LayerStatistics readLayer(const Json& json, const std::string& name) const {
        LayerStatistics layer;
        layer.layer = wholeFrom<int>(json.at("layer"));
        for (const Json& value : json.at("information"))
            layer.information.push_back(numberFrom(value));
        layer.loadVariation = numberFrom(json.at("load_variation"));
        layer.deadExperts = wholeFrom<int>(json.at("dead_experts"));
        const Index experts = wholeFrom<Index>(json.at("experts"));
        layer.load = file_.get(name + ".load", place_).toMatrix(place_, experts, 1);
        for (const Json& attribute : attributes_) {
            MeanGating mean;
            mean.attribute = attribute.at("name").get<std::string>();
            mean.valueNames = attribute.at("values").get<std::vector<std::string>>();
            mean.title = attribute.value("title", std::string()); // older files have none
            mean.gridRows = wholeFrom<int>(attribute.at("rows"));
            mean.gridColumns = wholeFrom<int>(attribute.at("columns"));
            mean.examples = wholesFrom<int>(attribute.at("examples"));
            const auto values = static_cast<std::int64_t>(mean.valueNames.size());
            if (mean.examples.size() != mean.valueNames.size() || mean.gridRows < 1 ||
                std::int64_t{mean.gridRows} * mean.gridColumns != values ||
                layer.information.size() != attributes_.size())
                throw FileError(place_ +
                                ": its attributes contradict each other; the file is damaged, remove it.");
            mean.mean = file_.get(name + "." + mean.attribute, place_)
                            .toMatrix(place_, experts, static_cast<Index>(mean.valueNames.size()));
            layer.byAttribute.push_back(std::move(mean));
        }
        return layer;
    }

    TopExamples readTop(const Json& shape, const std::string& step,
                        const std::vector<LayerStatistics>& layers) const {
        TopExamples top{
            wholeFrom<int>(shape.at(0)), wholeFrom<int>(shape.at(1)), wholeFrom<int>(shape.at(2)), {}};
        const auto examples = file_.get(step + "top", place_).toInts(place_);
        const auto gates = file_.get(step + "top.gate", place_).toFloats(place_);
        // There are none, or as many rows and columns as experts, so that no product of them is too large.
        const bool ofTheseLayers = (top.rows == 0 && top.columns == 0) ||
                                   (!layers.empty() && top.rows == layers[0].experts() &&
                                    top.columns == (layers.size() > 1 ? layers[1].experts() : 1));
        if (!ofTheseLayers || top.k < 0 || examples.size() != gates.size() ||
            examples.size() != static_cast<std::size_t>(top.rows) * top.columns * top.k)
            throw FileError(place_ + ": the top examples " + step +
                            "top are not all there; the file is damaged, remove it.");
        for (std::size_t i = 0; i < examples.size(); ++i)
            top.entries.push_back({examples[i], gates[i]});
        return top;
    }

    const SafetensorsFile& file_;
    const Json& attributes_;
    std::string place_;
};

/// Throws std::out_of_range where it is not there, or no JSON.
Json described(const SafetensorsFile& file, const char* key) {
    if (std::optional<Json> json = jsonIn(file.metadata.at(key)))
        return std::move(*json);
    throw std::out_of_range(key);
}

} // namespace

void writeTimeline(const std::filesystem::path& path, const std::vector<TrainingSnapshot>& snapshots) {
    Json index = Json::array();
    SafetensorsFile file;
    for (const TrainingSnapshot& snapshot : snapshots) {
        index.push_back(describe(snapshot));
        addTensors(file, snapshot);
    }
    const Json attributes =
        snapshots.empty() ? Json::array() : describeAttributes(snapshots.front().statistics);
    file.metadata = {
        {"format", timelineFormat}, {"index", jsonText(index)}, {"attributes", jsonText(attributes)}};
    writeSafetensors(path, file);
}

std::vector<TrainingSnapshot> readTimeline(const std::filesystem::path& path) {
    const SafetensorsFile file = readSafetensors(path);
    const std::string place = path.string();
    try {
        const bool known = file.metadata.at("format") == timelineFormat;
        if (!known && file.metadata.at("format") != formatWithoutTop)
            throw FileError(place + " is no timeline of this version (" + std::string(timelineFormat) +
                            "); open it with the version that wrote it.");
        const Json attributes = described(file, "attributes");
        const SnapshotReader reader(file, attributes, place);
        const Json index = described(file, "index");
        std::vector<TrainingSnapshot> snapshots;
        for (const Json& entry : index)
            snapshots.push_back(reader.read(entry));
        for (TrainingSnapshot& snapshot : snapshots)
            if (!known)
                snapshot.statistics.top = {};
        return snapshots;
    } catch (const Json::exception&) {
    } catch (const std::out_of_range&) {
    }
    throw FileError(place + ": its description of the snapshots is damaged; remove the file.");
}

} // namespace expertscope
