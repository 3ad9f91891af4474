// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/views/figures/figure_samples.h"
#include "views/drawing/figure_font.h"
#include "views/figures/figure_export.h"
#include "views/figures/joint_figure.h"
#include "views/figures/learning_curves_figure.h"

#include <QFontInfo>
#include <QWidget>
#include <QtTest>

using namespace expertscope;

/// In which letters figures are drawn.
class TestFigureFont : public QObject {
    Q_OBJECT

  private slots:
    void everyStyleHasTheOneFamily() {
        const QWidget widget;
        for (const FigureStyle& style : {printStyle(), lightStyle(), darkStyle(), screenStyle(widget)})
            for (const QFont::Weight weight : {QFont::Normal, QFont::DemiBold}) {
                const QFont font = style.font(1, weight);
                QCOMPARE(font.families(), QStringList{"DejaVu Sans"});
                QVERIFY(QFontInfo(font).exactMatch() || weight == QFont::DemiBold); // which Bold stands for
                QCOMPARE(QFontInfo(font).family(), "DejaVu Sans");
            }
        requireFigureFont(); // throws where a machine has no such font
        QVERIFY(anyFontIsInstalled());
    }

    void nothingOfTheDesktopReachesAnExport() {
        const QFont font = printStyle().font();
        QCOMPARE(font.hintingPreference(), QFont::PreferNoHinting);
        QVERIFY(font.styleStrategy() & QFont::NoSubpixelAntialias);
    }

    void theProgramsFontChangesNoExport_data() {
        QTest::addColumn<std::shared_ptr<const Figure>>("figure");
        const auto history = samples::history(8, {4, 4});
        QTest::newRow("cells") << std::shared_ptr<const Figure>(
            std::make_shared<JointFigure>(samples::statistics({3, 4})));
        QTest::newRow("curves") << std::shared_ptr<const Figure>(
            std::make_shared<LearningCurvesFigure>(history));
        QTest::newRow("nothing yet") << std::shared_ptr<const Figure>(
            std::make_shared<LearningCurvesFigure>(nullptr));
    }
    void theProgramsFontChangesNoExport() {
        QFETCH(std::shared_ptr<const Figure>, figure);
        const QFont before = QApplication::font();
        for (const char* theme : {"print", "light", "dark"}) {
            ExportOptions options;
            options.style = styleNamed(theme);
            for (const FigureFormat format : {FigureFormat::Png, FigureFormat::Svg, FigureFormat::Pdf}) {
                options.format = format;
                const QByteArray as = renderFigure(*figure, options, "a");
                QApplication::setFont(QFont("DejaVu Serif", 20));
                const QByteArray inOtherLetters = renderFigure(*figure, options, "a");
                QApplication::setFont(before);
                QVERIFY(inOtherLetters == as);
            }
        }
    }

    void lettersThatNoFontHasAreTold() {
        const QFont font = printStyle().font();
        noteLetters("class 9, Ämter, −3, Ω, →, б, ب", font); // all of it DejaVu's
        QCOMPARE(lettersWithoutFont(), QString());
        const char32_t wedge = 0x12000; // of cuneiform
        noteLetters(QString::fromUcs4(&wedge, 1), font);
        QCOMPARE(lettersWithoutFont().isEmpty(), QFontMetricsF(font).inFontUcs4(wedge));
    }

    void svgNamesIt() {
        ExportOptions options;
        options.format = FigureFormat::Svg;
        const QByteArray svg = renderFigure(JointFigure(samples::statistics({3, 4})), options, "a");
        const auto families =
            QRegularExpression("font-family=\"([^\"]*)\"").globalMatch(QString::fromUtf8(svg));
        QVERIFY(svg.contains("<text"));
        for (auto found = families; found.hasNext();)
            QCOMPARE(found.next().captured(1), "DejaVu Sans");
    }
};

QTEST_MAIN(TestFigureFont)
#include "tst_figure_font.moc"
