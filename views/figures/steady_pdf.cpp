// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/figures/steady_pdf.h"

#include <QCryptographicHash>
#include <QList>

#include <algorithm>
#include <optional>
#include <utility>

namespace expertscope {
namespace {

struct Piece {
    qsizetype at = -1, size = 0;
};

/// "/CreationDate (D:20250131120000+01'00')", with the line's end.
std::optional<Piece> dateIn(const QByteArray& pdf) {
    for (const QByteArray key : {"/CreationDate (D:", "/ModDate (D:"})
        if (const qsizetype at = pdf.indexOf(key); at >= 0)
            if (const qsizetype end = pdf.indexOf(")\n", at); end >= 0)
                return Piece{at, end + 2 - at};
    return {};
}

/// A number and where it stands.
struct PlacedNumber : Piece {
    qsizetype value = 0;
};

/// Where the table of objects begins, as the document's end says.
std::optional<PlacedNumber> placeOfTable(const QByteArray& pdf) {
    const QByteArray key = "startxref\n";
    const qsizetype at = pdf.lastIndexOf(key), from = at + key.size(), end = pdf.indexOf('\n', from);
    if (at < 0 || end < 0)
        return {};
    bool good = false;
    const qsizetype value = pdf.mid(from, end - from).trimmed().toLongLong(&good);
    if (!good || pdf.mid(value, 5) != "xref\n")
        return {};
    return PlacedNumber{{from, end - from}, value};
}

/// What stood behind the piece stands so much nearer to the beginning now. Behind a line "0 COUNT" each
/// object has twenty characters: its place in ten digits, a generation in five, and n where it is in use.
void moveObjects(QByteArray& pdf, qsizetype table, const Piece& removed) {
    constexpr qsizetype length = 20;
    const qsizetype header = table + 5, first = pdf.indexOf('\n', header) + 1;
    const qsizetype count = pdf.mid(header, first - header).trimmed().split(' ').last().toLongLong();
    for (qsizetype at = first; at < first + count * length && at + length <= pdf.size(); at += length) {
        const qsizetype place = pdf.mid(at, 10).toLongLong();
        if (pdf[at + 17] == 'n' && place > removed.at)
            pdf.replace(at, 10, QByteArray::number(place - removed.size).rightJustified(10, '0'));
    }
}

QByteArray withoutDates(QByteArray pdf) {
    for (auto date = dateIn(pdf); date; date = dateIn(pdf)) {
        const auto table = placeOfTable(pdf);
        if (!table)
            return pdf;
        moveObjects(pdf, table->value, *date);
        const qsizetype moved = table->value > date->at ? date->size : 0;
        pdf.replace(table->at, table->size, QByteArray::number(table->value - moved));
        pdf.remove(date->at, date->size);
    }
    return pdf;
}

/// "/ID [ <HEX> <HEX> ]" in the document's end: both parts become as many digits of what all the rest hashes
/// to.
void identifyByContents(QByteArray& pdf) {
    const qsizetype trailer = pdf.lastIndexOf("trailer\n"), at = pdf.indexOf("/ID [", trailer),
                    end = pdf.indexOf(']', at);
    if (trailer < 0 || at < 0 || end < 0)
        return;
    const QByteArray digits = QCryptographicHash::hash(pdf.left(at), QCryptographicHash::Sha512).toHex();
    for (qsizetype open = pdf.indexOf('<', at); open >= 0 && open < end; open = pdf.indexOf('<', open + 1)) {
        const qsizetype length = std::min(pdf.indexOf('>', open) - open - 1, digits.size());
        pdf.replace(open + 1, length, digits.left(length));
    }
}

} // namespace

QByteArray steadyPdf(QByteArray pdf) {
    pdf = withoutDates(std::move(pdf));
    identifyByContents(pdf);
    return pdf;
}

} // namespace expertscope
