// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/figures/selection.h"

#include <QtTest>

using namespace expertscope;

namespace {

Selection of(std::optional<int> layer, std::optional<int> expert, std::optional<int> next = {}) {
    Selection selection;
    selection.layer = layer;
    selection.expert = expert;
    selection.nextExpert = next;
    return selection;
}

Selection with(Selection selection, const char* attribute, std::optional<int> value = {}) {
    selection.attribute = attribute;
    selection.value = value;
    return selection;
}

} // namespace

class TestSelection : public QObject {
    Q_OBJECT

  private slots:
    void agreement_data() {
        QTest::addColumn<Selection>("shown");
        QTest::addColumn<Selection>("chosen");
        QTest::addColumn<bool>("expected");
        QTest::newRow("same expert") << of(0, 2) << of(0, 2) << true;
        QTest::newRow("other expert") << of(0, 2) << of(0, 1) << false;
        QTest::newRow("same number in another layer") << of(1, 2) << of(0, 2) << false;
        QTest::newRow("a combination of the expert") << of(0, 2, 3) << of(0, 2) << true;
        QTest::newRow("a combination of the second layer's expert") << of(0, 2, 3) << of(1, 3) << true;
        QTest::newRow("a combination of another one") << of(0, 2, 3) << of(1, 2) << false;
        QTest::newRow("a map of a chosen combination") << with(of(1, 3), "class", 5) << of(0, 2, 3) << true;
        QTest::newRow("another combination of the same row") << of(0, 2, 1) << of(0, 2, 3) << false;
        QTest::newRow("a class in another layer's expert")
            << with(of(1, 2), "class", 5) << with(of(0, 2), "class", 5) << false;
        QTest::newRow("another attribute")
            << with(of(0, 2), "class", 5) << with(of(0, 2), "translation", 5) << false;
        QTest::newRow("whole layer") << with(of(1, 2), "class", 5) << with(of(1, {}), "class") << true;
        QTest::newRow("another whole layer")
            << with(of(0, 2), "class", 5) << with(of(1, {}), "class") << false;
        QTest::newRow("a layer's card for one expert") << with(of(0, {}), "class") << of(0, 2) << false;
        QTest::newRow("a layer's card for an expert's class")
            << with(of(0, {}), "class") << with(of(0, 2), "class", 5) << true;
        QTest::newRow("another layer's card for an expert's class")
            << with(of(1, {}), "class") << with(of(0, 2), "class", 5) << false;
        QTest::newRow("nothing chosen") << of(0, 2) << Selection{} << false;
    }

    void agreement() {
        QFETCH(Selection, shown);
        QFETCH(Selection, chosen);
        QFETCH(bool, expected);
        QCOMPARE(agree(shown, chosen), expected);
    }
};

QTEST_GUILESS_MAIN(TestSelection)
#include "tst_selection.moc"
