#include <QtTest>

#include <QDirIterator>

/// The house's one rule, app -> views -> model and never upward, and the floors within model.
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
        row("model/analysis/a.cpp", "model/training/b.h", false);
        row("model/training/a.cpp", "model/analysis/b.h", true);
        row("model/training/a.cpp", "model/run/b.h", false);
        row("model/run/a.cpp", "model/training/b.h", true);
        row("model/run/a.cpp", "model/speech/b.h", true);
        row("model/run/a.cpp", "model/sweep/b.h", false);
        row("views/a.cpp", "model/sweep/b.h", true);
        row("model/base/a.h", "QString", false);
        row("model/base/a.h", "QtCore/QString", false);
        row("model/base/a.h", "qcustomplot.h", false);
        row("model/base/a.h", "queue", true);
        row("model/base/a.h", "views/b.h", false);
        row("model/base/a.h", "app/b.h", false);
        row("model/base/a.h", "../../views/b.h", false);
        row("model/base/a.h", "tests/model/testing.h", false);
        row("views/a.cpp", "model/training/training_snapshot.h", true);
        row("views/a.cpp", "QWidget", true);
        row("views/a.cpp", "app/b.h", false);
        row("app/a.cpp", "views/b.h", true);
        row("app/a.cpp", "model/run/b.h", true);
        row("app/a.cpp", "tests/b.h", false);
    }
    void seesWhatIsForbidden() {
        QFETCH(QString, file);
        QFETCH(QString, included);
        QFETCH(bool, allowed);
        QCOMPARE(upward(file, included).isEmpty(), allowed);
    }

  private:
    static QString sourceFolder() {
        return qEnvironmentVariable("EXPERTSCOPE_SOURCE_DIR", QDir::currentPath());
    }

    /// A floor may use itself and those with a smaller number; two with the same number not each other.
    static int floorOf(const QString& path) {
        static const QMap<QString, int> floors{
            {"model/base", 0},    {"model/data", 1},     {"model/speech", 2},
            {"model/network", 2}, {"model/analysis", 3}, {"model/training", 4},
            {"model/run", 5},     {"model/sweep", 6},    {"views", 7},
            {"app", 8},           {"tests", 9}};
        return floors.value(floorName(path), -1);
    }
    static QString floorName(const QString& path) {
        return path.startsWith("model/") ? path.section('/', 0, 1) : path.section('/', 0, 0);
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
            return included.startsWith("model/") ? included + " is on no known floor" : QString();
        if (to < from || floorName(file) == floorName(included))
            return {};
        return floorName(file) + " may not include " + included;
    }
};

QTEST_APPLESS_MAIN(TestFloors)
#include "tst_floors.moc"
