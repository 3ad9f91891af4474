// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest>

#include <QDirIterator>

/// The house's one rule, app -> views -> model and never upward; the floors within model, the rooms of views
/// and of the window, which are floors too; and that what a header declares is in the room for its kind.
class TestFloors : public QObject {
    Q_OBJECT
  private slots:
    void noIncludeGoesUpward_data() {
        QTest::addColumn<QString>("file");
        const QDir source(sourceFolder());
        for (const char* folder : {"model", "views", "app"}) {
            QDirIterator files(source.filePath(folder), {"*.h", "*.cpp"}, QDir::Files,
                               QDirIterator::Subdirectories);
            while (files.hasNext()) {
                const QString file = source.relativeFilePath(files.next());
                QTest::newRow(qPrintable(file)) << file;
            }
        }
    }
    void noIncludeGoesUpward() {
        QFETCH(QString, file);
        QVERIFY2(floorOf(file) >= 0, qPrintable(file + " is on no known floor"));
        QFile opened(QDir(sourceFolder()).filePath(file));
        QVERIFY(opened.open(QIODevice::ReadOnly | QIODevice::Text));
        int number = 0;
        for (const QString& line : QString::fromUtf8(opened.readAll()).split('\n')) {
            ++number;
            static const QRegularExpression include("^\\s*#\\s*include\\s*[\"<]([^\">]+)[\">]");
            const auto match = include.match(line);
            if (match.hasMatch()) {
                const QString complaint = upward(file, match.captured(1));
                QVERIFY2(complaint.isEmpty(),
                         qPrintable(QStringLiteral("%1:%2: %3").arg(file).arg(number).arg(complaint)));
            }
        }
    }

    void everyKindIsInItsRoom() {
        const QDir source(sourceFolder());
        for (const char* folder : {"views", "app"}) {
            QDirIterator files(source.filePath(folder), {"*.h"}, QDir::Files, QDirIterator::Subdirectories);
            while (files.hasNext()) {
                QFile opened(files.next());
                QVERIFY(opened.open(QIODevice::ReadOnly | QIODevice::Text));
                const QString file = source.relativeFilePath(opened.fileName());
                const QString complaint = misplaced(file, QString::fromUtf8(opened.readAll()));
                QVERIFY2(complaint.isEmpty(), qPrintable(complaint));
            }
        }
    }

    // That the test itself would see it.
    void seesWhatIsForbidden_data() {
        QTest::addColumn<QString>("file");
        QTest::addColumn<QString>("included");
        QTest::addColumn<bool>("allowed");
        const auto row = [](const char* file, const char* included, bool allowed) {
            QTest::addRow("%s includes %s", file, included) << file << included << allowed;
        };
        row("model/data/a.h", "model/base/error.h", true);
        row("model/data/a.h", "model/data/b.h", true);
        row("model/base/a.h", "model/data/b.h", false);
        row("model/data/a.h", "model/network/b.h", false);
        row("model/speech/a.h", "model/data/b.h", true);
        row("model/speech/a.h", "model/network/b.h", false);
        row("model/network/a.h", "model/speech/b.h", false);
        row("model/network/layers/a.cpp", "model/network/gates/b.h", true);
        row("model/network/gates/a.cpp", "model/network/layers/b.h", false);
        row("model/network/gates/a.cpp", "model/network/b.h", true);
        row("model/network/layers/a.cpp", "model/training/b.h", false);
        row("model/analysis/a.cpp", "model/training/b.h", false);
        row("model/training/a.cpp", "model/analysis/b.h", true);
        row("model/training/a.cpp", "model/run/b.h", false);
        row("model/run/a.cpp", "model/training/b.h", true);
        row("model/run/a.cpp", "model/speech/b.h", true);
        row("model/run/a.cpp", "model/sweep/b.h", false);
        row("views/panels/a.cpp", "model/sweep/b.h", true);
        row("model/base/a.h", "QString", false);
        row("model/base/a.h", "QtCore/QString", false);
        row("model/base/a.h", "qcustomplot.h", false);
        row("model/base/a.h", "queue", true);
        row("model/base/a.h", "views/b.h", false);
        row("model/base/a.h", "app/b.h", false);
        row("model/base/a.h", "../../views/b.h", false);
        row("model/base/a.h", "tests/model/testing.h", false);
        row("views/figures/a.cpp", "model/training/training_snapshot.h", true);
        row("views/panels/a.cpp", "QWidget", true);
        row("views/panels/a.cpp", "app/b.h", false);
        row("views/drawing/a.cpp", "views/drawing/b.h", true);
        row("views/drawing/a.cpp", "views/figures/b.h", false);
        row("views/figures/a.cpp", "views/drawing/b.h", true);
        row("views/figures/a.cpp", "views/panels/b.h", false);
        row("views/panels/a.cpp", "views/dialogs/b.h", false);
        row("views/dialogs/a.cpp", "views/panels/b.h", true);
        row("views/a.cpp", "QWidget", false); // in no room
        row("views/panels/a.cpp", "views/b.h", false);
        row("app/a.cpp", "views/panels/b.h", true);
        row("app/a.cpp", "model/run/b.h", true);
        row("app/a.cpp", "tests/b.h", false);
        row("app/a.cpp", "app/dmoe/b.h", false);
        row("app/dmoe/a.cpp", "app/b.h", true);
        row("app/dmoe/a.cpp", "app/expertscope/common/b.h", false);
        row("app/expertscope/common/a.cpp", "app/expertscope/session/b.h", false);
        row("app/expertscope/session/a.cpp", "app/expertscope/common/b.h", true);
        row("app/expertscope/session/a.cpp", "app/expertscope/panels/b.h", false);
        row("app/expertscope/panels/a.cpp", "app/expertscope/export/b.h", false);
        row("app/expertscope/export/a.cpp", "app/expertscope/panels/b.h", true);
        row("app/expertscope/export/a.cpp", "app/expertscope/window/b.h", false);
        row("app/expertscope/window/a.cpp", "app/expertscope/export/b.h", true);
        row("app/expertscope/window/a.cpp", "app/dmoe/b.h", false);
        row("app/expertscope/main.cpp", "app/expertscope/window/b.h", true);
        row("app/expertscope/a.cpp", "QWidget", false); // in no room
    }
    void seesWhatIsForbidden() {
        QFETCH(QString, file);
        QFETCH(QString, included);
        QFETCH(bool, allowed);
        QCOMPARE(upward(file, included).isEmpty(), allowed);
    }
    void seesWhatIsMisplaced_data() {
        QTest::addColumn<QString>("file");
        QTest::addColumn<QString>("text");
        QTest::addColumn<bool>("right");
        const auto row = [](const char* file, const char* text, bool right) {
            QTest::addRow("%s in %s", text, file) << file << text << right;
        };
        row("views/drawing/a.h", "class ColourMap {", true);
        row("views/drawing/a.h", "class JointFigure : public Figure {", false);
        row("views/figures/a.h", "class JointFigure : public Figure {", true);
        row("views/figures/a.h", "class LoadFigure : public CurveFigure {", true);
        row("views/panels/a.h", "class LoadFigure : public CurveFigure {", false);
        row("views/panels/a.h", "class FigureView : public QWidget {", true);
        row("views/figures/a.h", "class FigureView final : public QWidget {", false);
        row("views/drawing/a.h", "class MessageBar : public QFrame {", false);
        row("views/panels/a.h", "class NumbersDialog : public QDialog {", false);
        row("views/panels/a.h", "class ExportDialog : public JobDialog {", false);
        row("views/dialogs/a.h", "class ExportDialog : public JobDialog {", true);
        row("app/expertscope/panels/a.h", "class ProbeController : public QObject {", true);
        row("app/expertscope/window/a.h", "class ProbeController : public QObject {", false);
        row("app/expertscope/session/a.h", "class FigureJob : public BackgroundJob {", false);
        row("app/expertscope/export/a.h", "class FigureJob : public BackgroundJob {", true);
        row("app/expertscope/export/a.h", "class MainWindow : public QMainWindow {", false);
    }
    void seesWhatIsMisplaced() {
        QFETCH(QString, file);
        QFETCH(QString, text);
        QFETCH(bool, right);
        QCOMPARE(misplaced(file, text).isEmpty(), right);
    }

  private:
    static QString sourceFolder() {
        return qEnvironmentVariable("EXPERTSCOPE_SOURCE_DIR", QDir::currentPath());
    }

    /// A floor may use itself and those with a smaller number; two with the same number not each other.
    static int floorOf(const QString& path) {
        static const QMap<QString, int> floors{{"model/base", 0},
                                               {"model/data", 1},
                                               {"model/speech", 2},
                                               {"model/network", 2},
                                               {"model/analysis", 3},
                                               {"model/training", 4},
                                               {"model/run", 5},
                                               {"model/sweep", 6},
                                               {"views/drawing", 7},
                                               {"views/figures", 8},
                                               {"views/panels", 9},
                                               {"views/dialogs", 10},
                                               {"app", 11},
                                               {"app/expertscope/common", 12},
                                               {"app/expertscope/session", 13},
                                               {"app/expertscope/panels", 14},
                                               {"app/expertscope/export", 15},
                                               {"app/expertscope/window", 16},
                                               {"app/expertscope/main.cpp", 17},
                                               {"app/dmoe", 17},
                                               {"tests", 18}};
        return floors.value(floorName(path), -1);
    }
    static QString floorName(const QString& path) {
        return path.startsWith("tests/")            ? QStringLiteral("tests")
               : path.startsWith("model/network/")  ? QStringLiteral("model/network")
               : path.startsWith("model/run/")      ? QStringLiteral("model/run")
               : path.startsWith("model/data/")     ? QStringLiteral("model/data")
               : path == "app/expertscope/main.cpp" ? path
                                                    : path.section('/', 0, -2);
    }
    static bool isOurs(const QString& included) {
        return included.startsWith("model/") || included.startsWith("views/") || included.startsWith("app/");
    }
    /// "app/dmoe" or "app/expertscope": neither program sees the other.
    static QString programOf(const QString& path) {
        return path.startsWith("app/") && path.count('/') > 1 ? path.section('/', 0, 1) : QString();
    }

    /// What a header declares in a room that is not for such; empty if nothing.
    static QString misplaced(const QString& file, const QString& text) {
        struct Kind {
            QString declares;
            QStringList rooms;
        };
        const QString derives = R"(class \w+(?: final)? : public (?:%1)\b)";
        static const QList<Kind> kinds{
            {derives.arg("\\w*Figure"), {"views/figures"}},
            {derives.arg("\\w*Dialog"), {"views/dialogs", "app/expertscope/window"}},
            {derives.arg("QMainWindow"), {"app/expertscope/window"}},
            {derives.arg("QWidget|QFrame|Q\\w+(?:View|Area|Button|Label)"),
             {"views/panels", "views/dialogs", "app/expertscope/panels", "app/expertscope/window"}},
            {R"(class \w+Controller\b[^;]*\{)", {"app/expertscope/panels"}},
            {derives.arg("BackgroundJob"), {"app/expertscope/export"}},
        };
        for (const Kind& kind : kinds) {
            const auto match = QRegularExpression(kind.declares).match(text);
            if (match.hasMatch() && !kind.rooms.contains(floorName(file)))
                return QStringLiteral("%1: \"%2\" belongs in %3")
                    .arg(file, match.captured(), kind.rooms.join(" or "));
        }
        return {};
    }

    /// What is wrong with that include; empty if nothing is.
    static QString upward(const QString& file, const QString& included) {
        if (included.startsWith(".."))
            return included + " is not named from the source folder";
        static const QRegularExpression qt("^(Q[A-Z]|Q[a-z]+[A-Z]?\\w*/|Qt|qcustomplot)");
        if (file.startsWith("model/") && qt.match(included).hasMatch())
            return "the model includes " + included + ", but it is free of Qt";
        const int from = floorOf(file), to = floorOf(included);
        if (from < 0)
            return file + " is on no known floor";
        if (to < 0) // the standard library, another library, or a floor that does not exist
            return isOurs(included) ? included + " is on no known floor" : QString();
        if (!programOf(file).isEmpty() && !programOf(included).isEmpty() &&
            programOf(file) != programOf(included))
            return file + " is of another program than " + included;
        // Within the network, a layer has a gate, and no gate knows what layer it is in.
        if (file.startsWith("model/network/gates/") && included.startsWith("model/network/layers/"))
            return "a gate may not include " + included;
        if (to < from || floorName(file) == floorName(included))
            return {};
        return floorName(file) + " may not include " + included;
    }
};

QTEST_APPLESS_MAIN(TestFloors)
#include "tst_floors.moc"
