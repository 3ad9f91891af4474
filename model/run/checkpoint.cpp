// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/run/checkpoint.h"

#include "model/base/error.h"
#include "model/run/run_config.h"
#include "model/run/safetensors.h"

#include <algorithm>
#include <limits>

namespace expertscope {
namespace {

constexpr const char* checkpointFormat = "expertscope-checkpoint-1";
constexpr const char* secondMoment = "second_moment.";
constexpr const char* beginningKey = "config";
constexpr const char* lateWeights = "late.";
constexpr const char* lateVelocity = "late.velocity.";

void addBlocks(SafetensorsFile& file, const std::string& prefix, const Vector<float>& values,
               const std::vector<ParameterBlock>& blocks) {
    for (const ParameterBlock& block : blocks)
        file.tensors.push_back(Tensor::of(prefix + block.name, block.matrixOf(values)));
}

Vector<float> readBlocks(const SafetensorsFile& file, const std::string& prefix, const std::string& place,
                         const std::vector<ParameterBlock>& blocks) {
    Vector<float> values(blocks.back().offset + blocks.back().size());
    for (const ParameterBlock& block : blocks)
        block.assign(file.get(prefix + block.name, place).toMatrix(place, block.rows, block.columns), values);
    return values;
}

std::string totalsName(std::size_t k) {
    return "constraint." + std::to_string(k) + ".totals";
}

std::string recordsName(std::size_t k) {
    return "late." + std::to_string(k) + ".records";
}

/// The blocks that differ from those of the same names without prefix.
void addDifferent(SafetensorsFile& file, const std::string& prefix, const Vector<float>& values,
                  const Vector<float>& others, const std::vector<ParameterBlock>& blocks) {
    for (const ParameterBlock& block : blocks)
        if (values.segment(block.offset, block.size()) != others.segment(block.offset, block.size()))
            addBlocks(file, prefix, values, {block});
}

Vector<float> readDifferent(const SafetensorsFile& file, const std::string& prefix, const std::string& place,
                            Vector<float> values, const std::vector<ParameterBlock>& blocks) {
    for (const ParameterBlock& block : blocks)
        if (const Tensor* tensor = file.find(prefix + block.name))
            block.assign(tensor->toMatrix(place, block.rows, block.columns), values);
    return values;
}

[[noreturn]] void contradicts(const std::string& place) {
    throw FileError(place +
                    ": the training state in its metadata contradicts itself; use another checkpoint.");
}

void readLate(const SafetensorsFile& file, const Json& json, const std::string& place,
              const std::vector<ParameterBlock>& blocks, TrainerState& state) {
    if (!json.contains("late_since"))
        return;
    LateWeights& late = state.late.emplace();
    late.since = wholeFrom<std::int64_t>(json.at("late_since"));
    late.parameters = readDifferent(file, lateWeights, place, state.parameters, blocks);
    late.velocity = readDifferent(file, lateVelocity, place, state.velocity, blocks);
    for (std::size_t k = 0; const Tensor* tensor = file.find(recordsName(k)); ++k) {
        std::vector<std::uint32_t>& records = late.records.emplace_back();
        const std::int64_t most =
            std::min<std::int64_t>(state.step, std::numeric_limits<std::uint32_t>::max());
        for (const double record : tensor->toDoubles(place)) {
            if (!(record >= 0 && record <= static_cast<double>(most)))
                contradicts(place);
            records.push_back(static_cast<std::uint32_t>(record));
        }
    }
    if (late.since < 0 || late.since > state.step || late.records.empty())
        contradicts(place);
}

std::string notFinite(const std::string& place, const Vector<float>& parameters,
                      const std::vector<ParameterBlock>& blocks) {
    std::int64_t count = 0;
    std::string first;
    for (const ParameterBlock& block : blocks) {
        const Matrix<float> values = block.matrixOf(parameters);
        count += values.size() - values.array().isFinite().count();
        if (first.empty() && count > 0)
            first = block.name;
    }
    return place + " has weights that are NaN or infinite (" + std::to_string(count) + " of " +
           std::to_string(parameters.size()) + ", the first in " + first +
           "): what is computed with them says nothing; go on from an earlier checkpoint, or train anew with "
           "a lower learning rate.";
}

[[noreturn]] void incomplete(const std::string& place) {
    throw FileError(place + ": the training state in its metadata is not complete; use another checkpoint.");
}

} // namespace

void writeCheckpoint(const std::filesystem::path& path, const TrainerState& state,
                     const std::vector<ParameterBlock>& blocks, const std::string& beginning) {
    Json json{{"step", state.step},
              {"phase", state.phase},
              {"phase_start", state.phaseStart},
              {"running",
               {{"loss", state.running.loss},
                {"errors", state.running.errors},
                {"examples", state.running.examples}}},
              {"training", toJson(state.plan)}};
    if (state.late)
        json["late_since"] = state.late->since;
    SafetensorsFile file;
    file.metadata = {
        {"format", checkpointFormat}, {"step", std::to_string(state.step)}, {"state", json.dump()}};
    if (!beginning.empty())
        file.metadata[beginningKey] = beginning;
    addBlocks(file, "", state.parameters, blocks);
    addBlocks(file, "velocity.", state.velocity, blocks);
    if (state.plan.optimizer == Optimizer::Adam)
        addBlocks(file, secondMoment, state.secondMoment, blocks);
    for (std::size_t k = 0; k < state.totals.size(); ++k)
        file.tensors.push_back(Tensor::of(totalsName(k), state.totals[k]));
    if (state.late) {
        addDifferent(file, lateWeights, state.late->parameters, state.parameters, blocks);
        addDifferent(file, lateVelocity, state.late->velocity, state.velocity, blocks);
        for (std::size_t k = 0; k < state.late->records.size(); ++k)
            file.tensors.push_back(
                Tensor::of(recordsName(k), std::vector<double>(state.late->records[k].begin(),
                                                               state.late->records[k].end())));
    }
    writeSafetensors(path, file);
}

std::string beginningIn(const std::filesystem::path& path) {
    const SafetensorsFile file = readSafetensors(path);
    const auto found = file.metadata.find(beginningKey);
    return found == file.metadata.end() ? "" : found->second;
}

TrainerState readCheckpoint(const std::filesystem::path& path, const std::vector<ParameterBlock>& blocks,
                            std::vector<std::string>* notes) {
    const SafetensorsFile file = readSafetensors(path);
    const std::string place = path.string();
    const auto kind = file.metadata.find("format"), stateText = file.metadata.find("state");
    if (kind == file.metadata.end() || stateText == file.metadata.end() || kind->second != checkpointFormat)
        throw FileError(place + " is no checkpoint of this version (" + checkpointFormat +
                        "); use one that this program wrote.");
    TrainerState state;
    Json json;
    try {
        json = parseJson(stateText->second, place);
        state.step = wholeFrom<std::int64_t>(json.at("step"));
        state.phase = wholeFrom<int>(json.at("phase"));
        state.phaseStart = wholeFrom<std::int64_t>(json.at("phase_start"));
        const Json& running = json.at("running");
        state.running = {running.at("loss").get<double>(), wholeFrom<std::int64_t>(running.at("errors")),
                         wholeFrom<std::int64_t>(running.at("examples"))};
        state.plan = planFromJson(json.at("training"), place);
    } catch (const Json::exception&) {
        incomplete(place);
    } catch (const std::out_of_range&) {
        incomplete(place);
    } catch (const ConfigError& error) {
        throw FileError(error.what());
    }
    if (state.step < 0 || state.phase < 0 || state.phase >= phaseCount || state.phaseStart < 0 ||
        state.phaseStart > state.step)
        contradicts(place);
    state.parameters = readBlocks(file, "", place, blocks);
    state.velocity = readBlocks(file, "velocity.", place, blocks);
    if (state.plan.optimizer == Optimizer::Adam)
        state.secondMoment = readBlocks(file, secondMoment, place, blocks);
    for (std::size_t k = 0; const Tensor* totals = file.find(totalsName(k)); ++k)
        state.totals.push_back(totals->toDoubles(place));
    try {
        readLate(file, json, place, blocks, state);
    } catch (const Json::exception&) {
        incomplete(place);
    } catch (const std::out_of_range&) {
        incomplete(place);
    }
    if (notes && !file.checked)
        notes->push_back(place + " is of an earlier version, which wrote no hash: it is used unchecked.");
    if (notes && !state.parameters.allFinite())
        notes->push_back(notFinite(place, state.parameters, blocks));
    return state;
}

} // namespace expertscope
