// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest>

#include <QDirIterator>

/// Every file of code says by what licence it is passed on, where machines look for it.
class TestLicences : public QObject {
    Q_OBJECT
  private slots:
    void everySourceNamesIts() {
        const QDir source(qEnvironmentVariable("EXPERTSCOPE_SOURCE_DIR", QDir::currentPath()));
        QStringList files{"CMakeLists.txt", "bootstrap", ".ci/run"};
        for (const char* folder : {"app", "model", "views", "tests", "resources"}) {
            QDirIterator each(source.filePath(folder), {"*.h", "*.cpp", "*.py", "*.cmake", "CMakeLists.txt"},
                              QDir::Files, QDirIterator::Subdirectories);
            while (each.hasNext())
                files << source.relativeFilePath(each.next());
        }
        QVERIFY(files.size() > 400);
        for (const QString& file : files)
            QVERIFY2(isNamed(source.filePath(file)), qPrintable(file + " has no SPDX line at its top"));
    }
    // That the test itself would see it.
    void seesWhereNoneIs() {
        QTemporaryDir folder;
        QFile file(folder.filePath("a.cpp"));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write("#pragma once\n\nnamespace expertscope {}\n");
        file.close();
        QVERIFY(!isNamed(file.fileName()));
    }

  private:
    /// In the first line, or in the second below a script's interpreter.
    static bool isNamed(const QString& path) {
        QFile file(path);
        if (!file.open(QIODevice::ReadOnly))
            return false;
        QByteArray line = file.readLine();
        if (line.startsWith("#!"))
            line = file.readLine();
        return line == "// SPDX-License-Identifier: GPL-3.0-or-later\n" ||
               line == "# SPDX-License-Identifier: GPL-3.0-or-later\n";
    }
};

QTEST_APPLESS_MAIN(TestLicences)
#include "tst_licences.moc"
