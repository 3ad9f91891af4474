// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/model/speech/speech_files.h"

#include <map>
#include <vector>

namespace expertscope::testing {

/// One phone of the generating table, in samples at 16,000 a second.
struct SpokenPhone {
    int begin = 0;
    int end = 0;
    QByteArray label;
};
using Spoken = std::vector<SpokenPhone>;

/// `count` phones of 20 to 150 ms drawn from the labels, with the first label (a silence) at both ends.
inline Spoken madePhones(const QByteArrayList& labels, int count, std::uint32_t seed) {
    Random random(seed, Stream::StrokeDigits, 1);
    Spoken spoken;
    for (int i = 0, at = 0; i < count; ++i) {
        const int length = 320 + static_cast<int>(random.below(2080));
        const bool edge = i == 0 || i + 1 == count;
        const auto drawn = static_cast<qsizetype>(random.below(static_cast<std::uint32_t>(labels.size())));
        spoken.push_back({at, at + length, labels[edge ? 0 : drawn]});
        at += length;
    }
    return spoken;
}

inline QByteArray phnText(const Spoken& spoken) {
    QByteArray text;
    for (const SpokenPhone& phone : spoken)
        text +=
            QByteArray::number(phone.begin) + ' ' + QByteArray::number(phone.end) + ' ' + phone.label + '\n';
    return text;
}

/// In 100 ns; a sample is 625 of these. There are no labels without a text.
inline QByteArray htsText(const Spoken& spoken) {
    QByteArray text;
    for (const SpokenPhone& phone : spoken)
        text += QByteArray::number(phone.begin * 625LL) + ' ' + QByteArray::number(phone.end * 625LL) + ' ' +
                (phone.label.isEmpty() ? "sil" : phone.label) + '\n';
    return text;
}

inline QByteArray secondsText(int sample) {
    return QByteArray::number(sample / 16000.0, 'f', 7); // exact: a sample is 62.5 us
}

inline QByteArray festvoxText(const Spoken& spoken) {
    QByteArray text = "signal made\nnfields 1\n#\n";
    for (const SpokenPhone& phone : spoken)
        text += "\t " + secondsText(phone.end) + " 121 \t" + phone.label + '\n';
    return text;
}

/// "begin TAB end TAB label" in seconds.
inline QByteArray audacityText(const Spoken& spoken) {
    QByteArray text;
    for (const SpokenPhone& phone : spoken)
        text += secondsText(phone.begin) + '\t' + secondsText(phone.end) + '\t' + phone.label + '\n';
    return text;
}

/// As the Montreal Forced Aligner writes it where it is asked for CSV.
inline QByteArray csvText(const Spoken& spoken) {
    QByteArray text = "Begin,End,Label,Type,Speaker\n0.0,9.9,\"said, well\",words,ann\n";
    for (const SpokenPhone& phone : spoken)
        text += secondsText(phone.begin) + ',' + secondsText(phone.end) + ',' + phone.label + ",phones,ann\n";
    return text;
}

/// In 100 ns, a line for each of some states, from 2 on. label: %1 is the phone, %2 the state.
inline QByteArray statesText(const Spoken& spoken, const char* label, int states) {
    QByteArray text;
    for (const SpokenPhone& phone : spoken)
        for (int i = 0; i < states; ++i) {
            const auto at = [&](int part) {
                return QByteArray::number((phone.begin + (phone.end - phone.begin) * part / states) * 625LL);
            };
            const QString named = QString(label).arg(QString::fromUtf8(phone.label)).arg(i + 2);
            text += at(i) + ' ' + at(i + 1) + ' ' + named.toUtf8() + '\n';
        }
    return text;
}

/// As HTK's HVite -f writes it: the phone stands behind its first state.
inline QByteArray hviteText(const Spoken& spoken) {
    QByteArray text;
    for (const QByteArray& line : statesText(spoken, "s%2 -63.5 %1", 3).split('\n'))
        text += (line.contains(" s2 ") || line.isEmpty() ? line : line.left(line.lastIndexOf(' '))) + '\n';
    return text;
}

inline QByteArray quoted(QByteArray text) {
    return '"' + text.replace("\"", "\"\"") + '"';
}

/// Praat's long text form: a tier of words, a tier of points, and one of phones under that name.
inline QByteArray longTextGrid(const Spoken& spoken, const QByteArray& tier = "phones") {
    const QByteArray end = secondsText(spoken.empty() ? 16000 : spoken.back().end);
    QByteArray text =
        "File type = \"ooTextFile\"\nObject class = \"TextGrid\"\n\nxmin = 0\nxmax = " + end +
        "\ntiers? <exists>\nsize = 3\nitem []:\n    item [1]:\n        class = \"IntervalTier\"\n"
        "        name = \"words\"\n        xmin = 0\n        xmax = " +
        end +
        "\n        intervals: size = 1\n        intervals [1]:\n            xmin = 0\n            xmax = " +
        end +
        "\n            text = \"says \"\"9 of 10\"\" ! <exists>\"\n    item [2]:\n"
        "        class = \"TextTier\"\n        name = \"phone points\"\n        xmin = 0\n        xmax = " +
        end +
        "\n        points: size = 1\n        points [1]:\n            number = 0.5\n            mark = "
        "\"x\"\n"
        "    item [3]:\n        class = \"IntervalTier\"\n        name = " +
        quoted(tier) + "\n        xmin = 0\n        xmax = " + end +
        "\n        intervals: size = " + QByteArray::number(static_cast<int>(spoken.size())) + '\n';
    for (std::size_t i = 0; i < spoken.size(); ++i)
        text += "        intervals [" + QByteArray::number(static_cast<int>(i) + 1) +
                "]:\n            xmin = " + secondsText(spoken[i].begin) +
                "\n            xmax = " + secondsText(spoken[i].end) +
                "\n            text = " + quoted(spoken[i].label) + " \n";
    return text;
}

/// Praat's short text form, of the phones alone.
inline QByteArray shortTextGrid(const Spoken& spoken, const QByteArray& tier = "phones") {
    const QByteArray end = secondsText(spoken.empty() ? 16000 : spoken.back().end);
    QByteArray text = "File type = \"ooTextFile\"\nObject class = \"TextGrid\"\n\n0\n" + end +
                      "\n<exists>\n1\n\"IntervalTier\"\n" + quoted(tier) + "\n0\n" + end + '\n' +
                      QByteArray::number(static_cast<int>(spoken.size())) + '\n';
    for (const SpokenPhone& phone : spoken)
        text += secondsText(phone.begin) + '\n' + secondsText(phone.end) + '\n' + quoted(phone.label) + '\n';
    return text;
}

/// With a byte order mark.
inline QByteArray utf16(const QByteArray& utf8, bool bigEndian) {
    QStringEncoder encoder(bigEndian ? QStringConverter::Utf16BE : QStringConverter::Utf16LE,
                           QStringConverter::Flag::WriteBom);
    return encoder(QString::fromUtf8(utf8));
}

/// Sound for these phones, and `tail` samples more.
inline std::vector<float> soundOf(const Spoken& spoken, int rate = 16000, int tail = 0) {
    return madeSound((spoken.back().end + tail) / 16000.0, rate,
                     static_cast<std::uint32_t>(spoken.back().end));
}

/// Three speakers with two recordings each and a TextGrid beside each: trained on in milliseconds.
inline void writeVoices(const std::filesystem::path& folder) {
    const QByteArrayList labels{"sil", "AA1", "S", "N", "T", "IY0"};
    std::uint32_t seed = 0;
    for (const char* speaker : {"ann", "bob", "cat"})
        for (const char* name : {"1", "2"}) {
            const Spoken spoken = madePhones(labels, 12, ++seed);
            writeSound(folder / speaker / (std::string(name) + ".wav"), soundOf(spoken));
            writeFile(folder / speaker / (std::string(name) + ".TextGrid"), longTextGrid(spoken));
        }
}

/// How many frames, of all that fit into `samples`, have their middle within one of these phones.
inline int framesWithin(const Spoken& spoken, int samples) {
    int count = 0;
    for (int first = 0; first + 400 <= samples; first += 160)
        for (const SpokenPhone& phone : spoken)
            count += phone.begin <= first + 200 && first + 200 < phone.end;
    return count;
}

} // namespace expertscope::testing
