// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/base/progress.h"
#include "model/speech/speaking_process.h"
#include "model/speech/utterance.h"

#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace expertscope {

class WorkerPool;

/// resources/speech/sentences.txt, a sentence a line; made by CMake.
extern const char* const sentencesToSpeak;

/// How much each voice speaks.
struct SpokenCorpusSize {
    int trainSentences = 60; ///< of a voice for training
    int testSentences = 47;  ///< of a voice for testing
};

/// The names of the synthetic voices: those to train on, and those to test with.
const std::vector<std::string>& trainingVoices();
const std::vector<std::string>& testVoices();

/// What each voice speaks for that seed, in order.
std::map<std::string, std::vector<SentenceToSpeak>> sentencesOfVoices(std::uint64_t seed,
                                                                      const SpokenCorpusSize& size);
/// "synthetic voice m8, sentence 13": number counts from 0.
std::string spokenName(const std::string& voice, std::size_t number);

/// The synthetic corpus: sentences written for it, spoken by libespeak-ng in many voices, at speeds and
/// pitches drawn from the seed. Every fifth sentence is for testing alone, so that neither voices nor
/// sentences are in both sets. Equal seeds give equal utterances where the library is the same. Throws
/// FileError where the program was built without the library, or its data are missing; Cancelled.
std::vector<Utterance> speakCorpus(std::uint64_t seed, const SpokenCorpusSize& size, WorkerPool& pool,
                                   const Progress& progress = {});

} // namespace expertscope
