// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/views/figures/sample_figures.h"
#include "views/figures/figure_export.h"
#include "views/figures/steady_pdf.h"

#include <QtTest>

using namespace expertscope;

namespace {

constexpr const char* dated = "%PDF-1.4\n"
                              "1 0 obj\n<<\n/CreationDate (D:20250131120000+01'00')\n>>\nendobj\n"
                              "2 0 obj\n<<\n>>\nendobj\n"
                              "xref\n0 3 \n"
                              "0000000000 65535 f \n0000000009 00000 n \n0000000070 00000 n \n"
                              "trailer\n<<\n/Size 3 \n>>\nstartxref\n91 \n%%EOF\n";

/// Where the table says that each object is, from object 1 on; empty where it has no table.
QList<qsizetype> objectPlaces(const QByteArray& pdf) {
    const qsizetype end = pdf.lastIndexOf("startxref\n") + 10;
    const qsizetype table = pdf.mid(end, pdf.indexOf('\n', end) - end).trimmed().toLongLong();
    QList<qsizetype> places;
    if (pdf.mid(table, 5) == "xref\n")
        for (qsizetype at = pdf.indexOf('\n', table + 5) + 21; pdf[at + 17] == 'n'; at += 20)
            places << pdf.mid(at, 10).toLongLong();
    return places;
}

} // namespace

class TestSteadyPdf : public QObject {
    Q_OBJECT

  private slots:
    void theDateGoesAndTheTableFollows() {
        const QByteArray pdf = steadyPdf(dated);
        QVERIFY(!pdf.contains("CreationDate"));
        const QList<qsizetype> places = objectPlaces(pdf);
        QCOMPARE(places.size(), 2);
        QVERIFY(pdf.mid(places[0]).startsWith("1 0 obj\n"));
        QVERIFY(pdf.mid(places[1]).startsWith("2 0 obj\n"));
    }

    void timeZonesLeaveNothing() {
        const QByteArray utc = QByteArray(dated).replace("+01'00'", "Z");
        QByteArray shorter = utc;
        shorter.replace("0000000070", "0000000064").replace("\n91 \n", "\n85 \n");
        QCOMPARE(steadyPdf(shorter), steadyPdf(dated));
    }

    void whatHasNoDateStays() {
        for (const QByteArray& pdf : {QByteArray(), QByteArray("%PDF-1.4\n"), steadyPdf(dated)})
            QCOMPARE(steadyPdf(pdf), pdf);
    }

    void identifiersAreOfTheContents() {
        const auto with = [](QByteArray pdf, const QByteArray& id) {
            return pdf.replace("/Size 3 \n", "/Size 3 \n/ID [ <" + id + "> <" + id + "> ]\n");
        };
        const QByteArray pdf = steadyPdf(with(dated, "0123456789abcdef"));
        QCOMPARE(steadyPdf(with(dated, "fedcba9876543210")), pdf);
        QVERIFY(QRegularExpression("/ID \\[ <([0-9a-f]{16})> <\\1> \\]\n").match(pdf).hasMatch());
        QByteArray other = dated;
        other.replace("endobj\nxref", "endobx\nxref");
        QVERIFY(steadyPdf(with(other, "0123456789abcdef")).mid(pdf.indexOf("/ID")) !=
                pdf.mid(pdf.indexOf("/ID")));
        QCOMPARE(objectPlaces(pdf).size(), 2);
    }

    void aDocumentWithoutTableStays() {
        const QByteArray cut = QByteArray(dated).chopped(40);
        QCOMPARE(steadyPdf(cut), cut);
    }

    // At any time of day, and with every object where the document says.
    void everyFigure() {
        for (const auto& figure : samples::figures()) {
            ExportOptions options;
            options.format = FigureFormat::Pdf;
            const QByteArray pdf = renderFigure(*figure, options, "a.pdf");
            QVERIFY(!pdf.contains("Date (D:"));
            QVERIFY(renderFigure(*figure, options, "a.pdf") == pdf);
            const QList<qsizetype> places = objectPlaces(pdf);
            QVERIFY(places.size() > 10);
            for (qsizetype i = 0; i < places.size(); ++i)
                QVERIFY(pdf.mid(places[i]).startsWith(QByteArray::number(i + 1) + " 0 obj\n"));
        }
    }
};

QTEST_MAIN(TestSteadyPdf)
#include "tst_steady_pdf.moc"
