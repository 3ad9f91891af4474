// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/drawing/colour_map.h"
#include "views/drawing/palette.h"

#include <QtTest>

#include <cmath>
#include <set>

using namespace expertscope;

class TestColourMap : public QObject {
    Q_OBJECT

  private slots:
    void endsAndMiddles_data() {
        QTest::addColumn<int>("kind");
        QTest::addColumn<double>("value");
        QTest::addColumn<QColor>("colour");
        // From the published tables of 256 entries.
        QTest::newRow("viridis 0") << int(ColourMap::Kind::Viridis) << 0.0 << QColor(0x44, 0x01, 0x54);
        QTest::newRow("viridis half") << int(ColourMap::Kind::Viridis) << 0.5 << QColor(0x21, 0x91, 0x8c);
        QTest::newRow("viridis 1") << int(ColourMap::Kind::Viridis) << 1.0 << QColor(0xfd, 0xe7, 0x25);
        QTest::newRow("cividis 0") << int(ColourMap::Kind::Cividis) << 0.0 << QColor(0x00, 0x20, 0x4d);
        QTest::newRow("cividis half") << int(ColourMap::Kind::Cividis) << 0.5 << QColor(0x7c, 0x7b, 0x78);
        QTest::newRow("cividis 1") << int(ColourMap::Kind::Cividis) << 1.0 << QColor(0xff, 0xea, 0x46);
        QTest::newRow("paper 0") << int(ColourMap::Kind::Paper) << 0.0 << QColor(0x00, 0x00, 0x7f);
        QTest::newRow("paper 1") << int(ColourMap::Kind::Paper) << 1.0 << QColor(0x7f, 0x00, 0x00);
    }

    void endsAndMiddles() {
        QFETCH(int, kind);
        QFETCH(double, value);
        QFETCH(QColor, colour);
        const QColor found = ColourMap(ColourMap::Kind(kind)).at(value);
        QVERIFY2(std::abs(found.red() - colour.red()) <= 3 && std::abs(found.green() - colour.green()) <= 3 &&
                     std::abs(found.blue() - colour.blue()) <= 3,
                 qPrintable(found.name()));
    }

    void clampsBeyondTheEnds() {
        const ColourMap map;
        QCOMPARE(map.at(-3), map.at(0));
        QCOMPARE(map.at(7), map.at(1));
        QCOMPARE(map.at(HUGE_VAL), map.at(1));
    }

    void notANumberIsGrey() { QCOMPARE(ColourMap().at(std::nan("")).hsvSaturation(), 0); }

    void lightnessRises() {
        for (const auto kind : {ColourMap::Kind::Viridis, ColourMap::Kind::Cividis}) {
            double before = -1;
            for (int i = 0; i <= 100; ++i) {
                const double now = luminance(ColourMap(kind).at(i / 100.));
                QVERIFY2(now > before, qPrintable(QString::number(i)));
                before = now;
            }
        }
    }

    void inkReadsOnEveryColour() {
        for (const auto kind : {ColourMap::Kind::Viridis, ColourMap::Kind::Cividis, ColourMap::Kind::Grey,
                                ColourMap::Kind::Paper})
            for (int i = 0; i <= 100; ++i) {
                const ColourMap map(kind);
                const double ground = luminance(map.at(i / 100.)), ink = luminance(map.inkOn(i / 100.));
                const double contrast = (std::max(ground, ink) + 0.05) / (std::min(ground, ink) + 0.05);
                QVERIFY2(contrast > 3, qPrintable(QString("%1 %2 %3").arg(int(kind)).arg(i).arg(contrast)));
            }
    }

    void expertsDifferAndReadOnBothGrounds() {
        std::set<QRgb> seen;
        for (int e = 0; e < 64; ++e) {
            const QColor colour = expertColour(e);
            seen.insert(colour.rgb());
            const double l = luminance(colour);
            QVERIFY2(1.05 / (l + 0.05) > 1.9, qPrintable(QString("%1 on white").arg(e)));
            QVERIFY2((l + 0.05) / (0.012 + 0.05) > 1.5, qPrintable(QString("%1 on dark").arg(e)));
        }
        QCOMPARE(seen.size(), std::size_t(64));
        QCOMPARE(expertColour(64), expertColour(0));
    }

    void everyMapHasAName() { QCOMPARE(ColourMap::names().size(), 4); }
};

QTEST_GUILESS_MAIN(TestColourMap)
#include "tst_colour_map.moc"
