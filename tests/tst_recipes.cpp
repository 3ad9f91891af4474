// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest>

#include <QDirIterator>

/// CONTRIBUTING.md is what a newcomer goes by: every file, folder and name in code type there exists.
class TestRecipes : public QObject {
    Q_OBJECT
  private slots:
    void initTestCase() {
        source_ = QDir(qEnvironmentVariable("EXPERTSCOPE_SOURCE_DIR", QDir::currentPath()));
        for (const char* folder : {"app", "model", "views", "tests", "resources"}) {
            QDirIterator all(source_.filePath(folder), QDir::Files | QDir::Dirs | QDir::NoDotAndDotDot,
                             QDirIterator::Subdirectories);
            while (all.hasNext()) {
                const QString path = all.next();
                paths_ << '/' + source_.relativeFilePath(path);
                if (path.endsWith(".h") || path.endsWith(".cpp"))
                    addWords(path);
            }
        }
        QVERIFY(paths_.size() > 500 && words_.size() > 5000);
    }

    void whatIsNamedExists() {
        QFile file(source_.filePath("CONTRIBUTING.md"));
        QVERIFY(file.open(QIODevice::ReadOnly | QIODevice::Text));
        QString text = QString::fromUtf8(file.readAll());
        static const QRegularExpression block("```.*?```", QRegularExpression::DotMatchesEverythingOption);
        static const QRegularExpression code("`([^`\n]+)`");
        text.remove(block);
        int known = 0;
        QStringList missing;
        for (auto match = code.globalMatch(text); match.hasNext();) {
            const QString named = match.next().captured(1);
            const std::optional<bool> there = exists(named);
            known += there.value_or(false);
            if (there && !*there)
                missing << named;
        }
        QVERIFY2(missing.isEmpty(),
                 qPrintable("CONTRIBUTING.md names what is not there: " + missing.join(", ")));
        QVERIFY2(known > 100, qPrintable(QString::number(known)));
    }

    // That the test itself would see it.
    void judges_data() {
        QTest::addColumn<QString>("named");
        QTest::addColumn<int>("verdict"); // 1 there, 0 missing, -1 nothing that could be looked for
        QTest::newRow("a file") << "model/network/network.h" << 1;
        QTest::newRow("a file by its name") << "network.h" << 1;
        QTest::newRow("a file that is no more") << "figure_list.cpp" << 0;
        QTest::newRow("another's ending") << "work.h" << 0;
        QTest::newRow("a folder") << "model/network/layers" << 1;
        QTest::newRow("a folder that is no more") << "model/net/layers" << 0;
        QTest::newRow("a place to fill in") << "tests/FOLDER/tst_NAME.cpp" << -1;
        QTest::newRow("a test") << "tst_floors" << 1;
        QTest::newRow("a test that is no more") << "tst_ceilings" << 0;
        QTest::newRow("a class") << "BalanceConstraint" << 1;
        QTest::newRow("a class that is no more") << "BalanceRestraint" << 0;
        QTest::newRow("a member") << "Network::forward" << 1;
        QTest::newRow("a member that is no more") << "Network::fourward" << 0;
        QTest::newRow("a function") << "gatingStatistics" << 1;
        QTest::newRow("a command") << "dmoe bench" << -1;
        QTest::newRow("an option") << "--set" << -1;
    }
    void judges() {
        QFETCH(QString, named);
        QFETCH(int, verdict);
        const std::optional<bool> there = exists(named);
        QCOMPARE(there ? int(*there) : -1, verdict);
    }

  private:
    void addWords(const QString& path) {
        if (path.endsWith("/tst_recipes.cpp")) // it names what is not there
            return;
        QFile file(path);
        if (!file.open(QIODevice::ReadOnly | QIODevice::Text))
            return;
        static const QRegularExpression word("[A-Za-z_]\\w*");
        const QString text = QString::fromUtf8(file.readAll());
        for (auto match = word.globalMatch(text); match.hasNext();)
            words_.insert(match.next().captured());
    }

    bool isPath(const QString& named) const {
        return source_.exists(named) || std::any_of(paths_.begin(), paths_.end(), [&](const QString& path) {
                   return path.endsWith('/' + named);
               });
    }

    /// Nothing where it is no name of a file, a folder, a test or something in the code.
    std::optional<bool> exists(const QString& named) const {
        static const QRegularExpression toFillIn("\\b(NAME|FOLDER|RUN)\\b|_NAME\\b"),
            file("^[\\w./-]+\\.(h|cpp|md|txt)$"), folder("^(app|model|views|tests|resources)/[\\w/]+$"),
            test("^(tst|fuzz|stress|faults)_\\w+"), symbol("^[A-Za-z]\\w*(::\\w+)*$"),
            mixedCase("[a-z][A-Z]|::|^[A-Z]+[a-z]");
        if (toFillIn.match(named).hasMatch())
            return std::nullopt;
        if (file.match(named).hasMatch() || folder.match(named).hasMatch())
            return isPath(named);
        if (const auto match = test.match(named); match.hasMatch())
            return isPath(match.captured() + ".cpp") || isPath(match.captured().section('_', 1) + ".cpp");
        if (!symbol.match(named).hasMatch() || !mixedCase.match(named).hasMatch())
            return std::nullopt;
        const QStringList parts = named.split("::");
        return std::all_of(parts.begin(), parts.end(),
                           [&](const QString& part) { return words_.contains(part); });
    }

    QDir source_;
    QStringList paths_;
    QSet<QString> words_;
};

QTEST_APPLESS_MAIN(TestRecipes)
#include "tst_recipes.moc"
