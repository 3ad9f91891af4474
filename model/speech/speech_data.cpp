// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/speech/speech_data.h"

#include "model/base/error.h"
#include "model/base/plain_text.h"
#include "model/speech/corpus_split.h"
#include "model/speech/labelled_frames.h"

#include <algorithm>
#include <map>

namespace expertscope {
namespace {

constexpr int mostFoundPhones = 500;
constexpr double leastDeviation = 1e-3; // of a band that never changes: it stays 0

struct BandStatistics {
    Vector<float> mean = Vector<float>::Zero(melBands), deviation = Vector<float>::Ones(melBands);
};

PhoneSet phonesOf(const SpeechMaterial& material) {
    if (material.phones)
        return *material.phones;
    std::map<std::string, int> labels;
    for (const Utterance& utterance : material.utterances)
        for (const PhoneInterval& interval : utterance.intervals)
            ++labels[std::string(trimmed(interval.label))];
    PhoneSet phones = choosePhones(labels);
    if (phones.classes().size() > mostFoundPhones)
        throw FileError(material.name + " has " + std::to_string(phones.classes().size()) +
                        " different labels, as \"" + phones.classes().front() + "\" in " +
                        material.utterances.front().labels + "; name a folder whose labels are phones.");
    return phones;
}

BandStatistics statisticsOf(const std::vector<LabelledFrame>& frames,
                            const std::vector<Utterance>& utterances) {
    Vector<double> sum = Vector<double>::Zero(melBands), squares = sum;
    for (const LabelledFrame& example : frames)
        sum += utterances[example.stretch.utterance].frames.col(example.frame).cast<double>();
    const Vector<double> mean = sum / static_cast<double>(frames.size());
    for (const LabelledFrame& example : frames)
        squares += (utterances[example.stretch.utterance].frames.col(example.frame).cast<double>() - mean)
                       .cwiseAbs2();
    const Vector<double> deviation =
        (squares / static_cast<double>(frames.size())).cwiseSqrt().cwiseMax(leastDeviation);
    return {mean.cast<float>(), deviation.cast<float>()};
}

/// The highest band in the first row.
void copyPixels(const LabelledFrame& example, const Matrix<float>& frames, const BandStatistics& bands,
                float* pixels) {
    for (int column = 0; column < contextFrames; ++column) {
        const Index frame = std::clamp(example.frame + column - contextFrames / 2, example.stretch.first,
                                       example.stretch.end - 1);
        for (int band = 0; band < melBands; ++band)
            pixels[(melBands - 1 - band) * contextFrames + column] =
                (frames(band, frame) - bands.mean[band]) / bands.deviation[band];
    }
}

Attribute attributeOf(std::string name, std::vector<std::string> values, std::string title = {}) {
    Attribute attribute = classAttribute(std::move(values));
    attribute.name = std::move(name);
    attribute.title = std::move(title);
    return attribute;
}

std::uint16_t thirdOf(const PhoneInterval& interval, Index frame) {
    const double share = (frameMiddle(frame) - interval.begin) / (interval.end - interval.begin);
    return static_cast<std::uint16_t>(std::clamp(static_cast<int>(3 * share), 0, 2));
}

/// Fills the two sets of one corpus, whose attributes have the same values.
class SetMaker {
  public:
    SetMaker(const std::vector<Utterance>& utterances, const PhoneSet& phones, const BandStatistics& bands,
             const std::string& speakerTitle)
        : utterances_(utterances), phones_(phones), bands_(bands), speakerTitle_(speakerTitle) {
        for (const Utterance& utterance : utterances)
            speakers_.emplace(utterance.speaker, 0);
        std::uint16_t number = 0;
        for (auto& [name, value] : speakers_)
            value = number++;
    }

    Dataset make(const std::string& name, const std::vector<LabelledFrame>& frames,
                 const Progress& progress) const {
        Dataset data;
        data.name = name;
        data.shape = {melBands, contextFrames, 1};
        data.label = classAttribute(phones_.classes());
        data.label.title = "phone";
        std::vector<float> pixels(frames.size() * data.shape.size());
        for (std::size_t i = 0; i < frames.size(); ++i) {
            if (i % 4096 == 0)
                report(progress, static_cast<double>(i) / static_cast<double>(frames.size()));
            copyPixels(frames[i], utterances_[frames[i].stretch.utterance].frames, bands_,
                       pixels.data() + i * data.shape.size());
            data.label.values.push_back(frames[i].phone);
        }
        data.pixels = std::move(pixels);
        addAttributes(data, frames);
        addPlaces(data.heard, frames);
        data.check();
        return data;
    }

  private:
    void addAttributes(Dataset& data, const std::vector<LabelledFrame>& frames) const {
        const auto add = [&](Attribute attribute, auto&& value) {
            for (const LabelledFrame& frame : frames)
                attribute.values.push_back(value(frame));
            data.attributes.push_back(std::move(attribute));
        };
        if (!phones_.groups().empty())
            add(attributeOf("phone group", phoneGroupNames()), [&](const LabelledFrame& frame) {
                return static_cast<std::uint16_t>(phones_.groups()[frame.phone]);
            });
        if (speakers_.size() > 1)
            add(attributeOf("speaker", speakerNames(), speakerTitle_), [&](const LabelledFrame& frame) {
                return speakers_.at(utterances_[frame.stretch.utterance].speaker);
            });
        add(attributeOf("position", {"begin", "middle", "end"}), [&](const LabelledFrame& frame) {
            return thirdOf(utterances_[frame.stretch.utterance].intervals[frame.interval], frame.frame);
        });
    }
    std::vector<std::string> speakerNames() const {
        std::vector<std::string> names;
        for (const auto& [name, value] : speakers_)
            names.push_back(name.empty() ? "unknown" : name);
        return names;
    }
    void addPlaces(SoundPlaces& heard, const std::vector<LabelledFrame>& frames) const {
        int last = -1;
        for (const LabelledFrame& frame : frames) {
            if (frame.stretch.utterance != last) {
                last = frame.stretch.utterance;
                heard.files.push_back(utterances_[last].audio);
                heard.texts.push_back(utterances_[last].text);
            }
            heard.file.push_back(static_cast<std::uint32_t>(heard.files.size() - 1));
            heard.seconds.push_back(static_cast<float>(frameMiddle(frame.frame)));
        }
    }

    const std::vector<Utterance>& utterances_;
    const PhoneSet& phones_;
    const BandStatistics& bands_;
    const std::string& speakerTitle_;
    std::map<std::string, std::uint16_t> speakers_;
};

/// Phones that are only in the test set; empty where there are none. They cannot be learned.
std::string lackSentence(const DataPair& pair) {
    const std::size_t classes = pair.test.label.valueNames.size();
    std::vector<int> trained(classes, 0), tested(classes, 0);
    for (const std::uint16_t phone : pair.train.label.values)
        ++trained[phone];
    for (const std::uint16_t phone : pair.test.label.values)
        ++tested[phone];
    std::string names;
    int phones = 0, examples = 0;
    for (std::size_t phone = 0; phone < classes; ++phone)
        if (tested[phone] > 0 && trained[phone] == 0) {
            names += (names.empty() ? "" : ", ") + pair.test.label.valueNames[phone];
            examples += tested[phone];
            ++phones;
        }
    if (phones == 0)
        return {};
    return "Phones of the test set that the training set lacks, so that nobody can learn them: " +
           std::to_string(phones) + " (" + names + "), in " + std::to_string(examples) + " of " +
           std::to_string(pair.test.count()) + " test examples.";
}

} // namespace

DataPair makeSpeechData(SpeechMaterial material, std::uint64_t seed, const Progress& progress) {
    const PhoneSet phones = phonesOf(material);
    const FrameLabels labels(material.utterances, phones, material.findings);
    const CorpusSplit split = splitCorpus(material.utterances, phones, seed);
    const std::vector<LabelledFrame> train = labels.framesOf(split.train), test = labels.framesOf(split.test);
    if (train.empty() || test.empty())
        throw FileError(material.name + " is too small: " +
                        (train.empty() ? "no frame is left to train on" : "no frame is left to test on") +
                        "; name a folder with more speech.");
    const BandStatistics bands = statisticsOf(train, material.utterances);
    const SetMaker maker(material.utterances, phones, bands, material.speakerTitle);
    const double share = static_cast<double>(train.size()) / static_cast<double>(train.size() + test.size());
    DataPair pair{maker.make(material.name + ", training set", train, part(progress, 0, share)),
                  maker.make(material.name + ", test set", test, part(progress, share, 1)), "", ""};
    pair.notes = sentences(material.findings);
    for (const std::string& sentence : {lackSentence(pair), split.share})
        if (!sentence.empty())
            pair.notes.insert(pair.notes.begin(), sentence);
    pair.notes.insert(pair.notes.begin(), {"Phones: " + phones.name() + ".", split.rule});
    return pair;
}

} // namespace expertscope
