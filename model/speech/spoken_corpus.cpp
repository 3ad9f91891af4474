// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/speech/spoken_corpus.h"

#include "model/base/random.h"
#include "model/base/worker_pool.h"
#include "model/speech/log_mel.h"
#include "model/speech/resampling.h"
#include "model/speech/speaking_process.h"

#include <algorithm>
#include <functional>
#include <memory>
#include <span>
#include <sstream>

namespace expertscope {
namespace {

constexpr int testEvery = 5; ///< sentences
constexpr int batch = 6;     ///< sentences of a voice from one report of progress to the next

/// A voice and what is left to be heard of it.
struct Voice {
    std::string name;
    bool forTest = false;
    std::vector<SentenceToSpeak> sentences;
    std::vector<Utterance> spoken;
    std::unique_ptr<SpeakingProcess> process;
};

std::vector<std::string> sentencesFor(bool test) {
    std::vector<std::string> sentences;
    std::istringstream lines(sentencesToSpeak);
    int number = 0;
    for (std::string line; std::getline(lines, line);)
        if (!line.empty() && (++number % testEvery == 0) == test)
            sentences.push_back(line);
    return sentences;
}

/// Without repetition, as far as there are sentences enough.
std::vector<SentenceToSpeak> draw(std::vector<std::string> sentences, int count, Random random) {
    for (std::size_t i = sentences.size(); i > 1; --i)
        std::swap(sentences[i - 1], sentences[random.below(static_cast<std::uint32_t>(i))]);
    std::vector<SentenceToSpeak> drawn;
    for (int i = 0; i < count; ++i)
        drawn.push_back({sentences[static_cast<std::size_t>(i) % sentences.size()],
                         140 + static_cast<int>(random.below(71)), 35 + static_cast<int>(random.below(31))});
    return drawn;
}

std::vector<Voice> castVoices(std::uint64_t seed, const SpokenCorpusSize& size) {
    std::vector<Voice> voices;
    for (const bool test : {false, true})
        for (const std::string& name : test ? testVoices() : trainingVoices()) {
            const Random random(seed, Stream::SpokenSentences, 0, static_cast<std::uint32_t>(voices.size()));
            voices.push_back(
                {name,
                 test,
                 draw(sentencesFor(test), test ? size.testSentences : size.trainSentences, random),
                 {},
                 nullptr});
        }
    return voices;
}

/// The next sentences of a voice, to its end.
void hear(Voice& voice, std::size_t count) {
    for (std::size_t i = 0; i < count && voice.spoken.size() < voice.sentences.size(); ++i) {
        SpokenSentence sentence = voice.process->next();
        const std::string name = spokenName(voice.name, voice.spoken.size());
        const auto samples = resampled(sentence.samples, SpeakingProcess::rate, name);
        voice.spoken.push_back({name, name, voice.name, voice.forTest, logMelFrames(samples),
                                std::move(sentence.intervals), voice.sentences[voice.spoken.size()].text});
    }
}

/// Some voices side by side. advance: told how many sentences of them have been heard.
void hearToTheEnd(std::span<Voice> voices, WorkerPool& pool,
                  const std::function<void(std::size_t)>& advance) {
    std::size_t wanted = 0, heard = 0;
    for (Voice& voice : voices) {
        voice.process = std::make_unique<SpeakingProcess>(voice.name, voice.sentences);
        wanted += voice.sentences.size();
    }
    while (heard < wanted) {
        advance(heard);
        pool.run(static_cast<int>(voices.size()),
                 [&](int i) { hear(voices[static_cast<std::size_t>(i)], batch); });
        heard = 0;
        for (const Voice& voice : voices)
            heard += voice.spoken.size();
    }
    for (Voice& voice : voices)
        voice.process.reset();
}

} // namespace

const std::vector<std::string>& trainingVoices() {
    static const std::vector<std::string> voices{"m1",   "f1", "m2",    "f2",     "m3",    "f3",   "m4",
                                                 "f4",   "m5", "klatt", "klatt2", "Annie", "Andy", "linda",
                                                 "Gene", "m6", "Lee",   "steph",  "m7",    "john"};
    return voices;
}

const std::vector<std::string>& testVoices() {
    static const std::vector<std::string> voices{"m8", "f5", "klatt3", "Alicia", "Michael"};
    return voices;
}

std::map<std::string, std::vector<SentenceToSpeak>> sentencesOfVoices(std::uint64_t seed,
                                                                      const SpokenCorpusSize& size) {
    std::map<std::string, std::vector<SentenceToSpeak>> sentences;
    for (Voice& voice : castVoices(seed, size))
        sentences.emplace(voice.name, std::move(voice.sentences));
    return sentences;
}

std::string spokenName(const std::string& voice, std::size_t number) {
    return "synthetic voice " + voice + ", sentence " + std::to_string(number + 1);
}

std::vector<Utterance> speakCorpus(std::uint64_t seed, const SpokenCorpusSize& size, WorkerPool& pool,
                                   const Progress& progress) {
    std::vector<Voice> voices = castVoices(seed, size);
    std::size_t all = 0;
    for (const Voice& voice : voices)
        all += voice.sentences.size();
    std::vector<Utterance> utterances;
    const std::size_t atOnce = static_cast<std::size_t>(pool.threads());
    for (std::size_t first = 0; first < voices.size(); first += atOnce) {
        const std::span group(voices.data() + first, std::min(atOnce, voices.size() - first));
        hearToTheEnd(group, pool, [&](std::size_t heard) {
            report(progress, static_cast<double>(utterances.size() + heard) / static_cast<double>(all));
        });
        for (Voice& voice : group)
            std::move(voice.spoken.begin(), voice.spoken.end(), std::back_inserter(utterances));
    }
    return utterances;
}

} // namespace expertscope
