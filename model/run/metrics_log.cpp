// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/run/metrics_log.h"

#include "model/base/error.h"
#include "model/base/json.h"
#include "model/training/training_plan.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <sstream>

namespace expertscope {
namespace {

/// One column: its name and where its number is in a record.
struct Column {
    const char* name;
    double MetricsRecord::*number;
};
constexpr std::array<Column, 8> numberColumns{{{"train_loss", &MetricsRecord::trainLoss},
                                               {"train_error", &MetricsRecord::trainError},
                                               {"test_loss", &MetricsRecord::testLoss},
                                               {"test_error", &MetricsRecord::testError},
                                               {"learning_rate", &MetricsRecord::learningRate},
                                               {"momentum", &MetricsRecord::momentum},
                                               {"margin", &MetricsRecord::margin},
                                               {"examples_per_second", &MetricsRecord::examplesPerSecond}}};
struct InformationColumn {
    const char* name;
    std::optional<double> Factorisation::*number;
};
constexpr std::array<InformationColumn, 5> informationColumns{{{"I1T", &Factorisation::i1t},
                                                               {"I1C", &Factorisation::i1c},
                                                               {"I2C", &Factorisation::i2c},
                                                               {"I2T", &Factorisation::i2t},
                                                               {"score", &Factorisation::score}}};

std::string cell(double value) {
    if (std::isnan(value))
        return "";
    if (std::isinf(value))
        return value < 0 ? "-inf" : "inf";
    std::array<char, 32> text;
    const auto end = std::to_chars(text.data(), text.data() + text.size(), value).ptr;
    return std::string(text.data(), end);
}

std::vector<std::string> split(const std::string& line) {
    std::vector<std::string> cells;
    std::istringstream stream(line);
    for (std::string one; std::getline(stream, one, ',');)
        cells.push_back(one);
    if (line.ends_with(','))
        cells.emplace_back();
    return cells;
}

void requireColumns(const std::vector<std::string>& names, const std::string& place) {
    std::vector<std::string> needed{"step", "epoch", "phase"};
    for (const Column& column : numberColumns)
        needed.emplace_back(column.name);
    for (const std::string& name : needed)
        if (std::find(names.begin(), names.end(), name) == names.end())
            throw FileError(place + ": the header has no column " + name + "; mend the line.");
}

class RowReader {
  public:
    RowReader(const std::vector<std::string>& names, const std::vector<std::string>& cells, std::string place)
        : names_(names), cells_(cells), place_(std::move(place)) {}

    MetricsRecord read() const {
        MetricsRecord record;
        for (std::size_t i = 0; i < names_.size(); ++i)
            if (!cells_[i].empty())
                take(record, names_[i], number(cells_[i]));
            else if (names_[i].starts_with("load.")) // keeps its place among the experts
                takeLoad(record, names_[i], MetricsRecord::none);
        return record;
    }

  private:
    double number(const std::string& text) const {
        double value = 0;
        const auto [end, code] = std::from_chars(text.data(), text.data() + text.size(), value);
        if (code != std::errc() || end != text.data() + text.size())
            throw FileError(place_ + ": \"" + text + "\" is not a number; mend or remove the line.");
        return value;
    }

    /// From 0 to most.
    std::int64_t whole(const std::string& name, double value, double most) const {
        if (!(value >= 0 && value <= most))
            throw FileError(place_ + ": there is no " + name + " " + Json(value).dump() +
                            "; mend or remove the line.");
        return static_cast<std::int64_t>(value);
    }

    void take(MetricsRecord& record, const std::string& name, double value) const {
        if (name == "step")
            record.step = whole(name, value, 0x1p53); // up to there a double knows all whole numbers
        else if (name == "epoch")
            record.epoch = value;
        else if (name == "phase")
            record.phase = static_cast<int>(whole(name, value, phaseCount - 1));
        else if (name == "live")
            record.live = value != 0;
        else if (name.starts_with("load."))
            takeLoad(record, name, value);
        for (const Column& column : numberColumns)
            if (name == column.name)
                record.*column.number = value;
        for (const InformationColumn& column : informationColumns)
            if (name == column.name)
                record.factorisation.*column.number = value;
    }

    static void takeLoad(MetricsRecord& record, const std::string& name, double value) {
        // Columns come layer after layer, expert after expert: "load.2.1" begins the second layer's list.
        if (name.ends_with(".1") && name.find('.', 5) == name.size() - 2)
            record.load.emplace_back();
        if (!record.load.empty())
            record.load.back().push_back(static_cast<float>(value));
    }

    const std::vector<std::string>& names_;
    const std::vector<std::string>& cells_;
    std::string place_;
};

} // namespace

MetricsLog::MetricsLog(const std::filesystem::path& path, const std::vector<int>& experts) : file_(path) {
    if (!file_.empty())
        return;
    std::string header = "step,epoch,phase";
    for (const Column& column : numberColumns)
        header += std::string(",") + column.name;
    for (const InformationColumn& column : informationColumns)
        header += std::string(",") + column.name;
    header += ",live";
    for (std::size_t layer = 0; layer < experts.size(); ++layer)
        for (int expert = 1; expert <= experts[layer]; ++expert)
            header += ",load." + std::to_string(layer + 1) + "." + std::to_string(expert);
    file_.append(header);
}

void MetricsLog::append(const MetricsRecord& record) {
    std::string row =
        std::to_string(record.step) + "," + cell(record.epoch) + "," + std::to_string(record.phase);
    for (const Column& column : numberColumns)
        row += "," + cell(record.*column.number);
    for (const InformationColumn& column : informationColumns)
        row += "," + cell((record.factorisation.*column.number).value_or(MetricsRecord::none));
    row += record.live ? ",1" : ",0";
    for (const auto& layer : record.load)
        for (float load : layer)
            row += "," + cell(load);
    file_.append(row);
}

std::vector<MetricsRecord> readMetrics(const std::filesystem::path& path) {
    std::istringstream stream(readFile(path));
    std::vector<MetricsRecord> records;
    std::vector<std::string> names;
    int number = 0;
    for (std::string line; std::getline(stream, line);) {
        ++number;
        if (stream.eof())
            break; // no newline: the writer was cut off here
        const std::vector<std::string> cells = split(line);
        if (number == 1) {
            names = cells;
            requireColumns(names, path.string() + ", line 1");
            continue;
        }
        const std::string place = path.string() + ", line " + std::to_string(number);
        if (cells.size() != names.size())
            throw FileError(place + ": " + std::to_string(cells.size()) + " cells where the header has " +
                            std::to_string(names.size()) + "; mend or remove the line.");
        const MetricsRecord record = RowReader(names, cells, place).read();
        if (!records.empty() && record.step < records.back().step)
            throw FileError(place + ": step " + std::to_string(record.step) + " comes after step " +
                            std::to_string(records.back().step) + "; mend or remove the line.");
        records.push_back(record);
    }
    return records;
}

void cutMetrics(const std::filesystem::path& path, std::int64_t lastStep) {
    std::istringstream stream(readFile(path));
    std::string kept;
    int number = 0;
    for (std::string line; std::getline(stream, line) && !stream.eof();)
        if (++number == 1 || std::strtoll(line.c_str(), nullptr, 10) <= lastStep)
            kept += line + "\n";
    writeFileAtomically(path, {kept});
}

} // namespace expertscope
