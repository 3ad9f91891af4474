// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QRegularExpression>
#include <QString>

#include <vector>
#include <zlib.h>

namespace expertscope::testing {

/// What a PDF's streams hold, unpacked where they are packed.
inline QByteArray streamsOf(const QByteArray& pdf) {
    QByteArray all;
    for (qsizetype at = 0; (at = pdf.indexOf("stream\n", at)) >= 0;) {
        const qsizetype begin = at + 7, end = pdf.indexOf("endstream", begin);
        if (end < 0)
            break;
        QByteArray out(1 << 20, '\0');
        auto size = static_cast<uLongf>(out.size());
        const bool packed = uncompress(reinterpret_cast<Bytef*>(out.data()), &size,
                                       reinterpret_cast<const Bytef*>(pdf.constData() + begin),
                                       static_cast<uLong>(end - begin)) == Z_OK;
        all += packed ? out.left(static_cast<qsizetype>(size)) : pdf.mid(begin, end - begin);
        at = end + 9;
    }
    return all;
}

/// The sizes of all letters in a PDF of ours (its unit is the 720th of an inch), in points.
inline std::vector<double> letterSizes(const QByteArray& pdf) {
    static const QRegularExpression font("/F\\d+ (\\d+) Tf");
    std::vector<double> sizes;
    auto found = font.globalMatch(QString::fromLatin1(streamsOf(pdf)));
    while (found.hasNext())
        sizes.push_back(found.next().captured(1).toDouble() / 10);
    return sizes;
}

} // namespace expertscope::testing
