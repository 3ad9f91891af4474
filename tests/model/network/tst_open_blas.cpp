// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/base/error.h"
#include "model/network/core_type.h"
#include "model/network/kernels.h"
#include "model/network/matrix_product.h"
#include "model/network/open_blas.h"

#include <QProcess>
#include <QtTest>

#include <fstream>
#include <iostream>
#include <sched.h>
#include <sys/resource.h>
#include <unistd.h>

using namespace expertscope;

namespace {

/// What this program does when it is called as `tst_open_blas --report`: it multiplies, and says by what, and
/// with how many processors.
int report() {
    const Matrix<float> a = Matrix<float>::Constant(700, 700, 0.5f), b = a;
    Matrix<float> c(700, 700);
    multiplyTransposed<float>(a, b, c, Into::Overwrite);
    if (c(3, 5) != 175)
        return 2;
    const Matrix<double> d = Matrix<double>::Constant(70, 70, 0.5), e = d;
    Matrix<double> f(70, 70);
    multiply<double>(d, e, f, Into::Overwrite);
    if (f(3, 5) != 17.5)
        return 3;
    cpu_set_t processors;
    sched_getaffinity(0, sizeof processors, &processors);
    std::cout << matrixProductName() << "\n" << kernels().name << "\n" << CPU_COUNT(&processors) << "\n";
    for (const std::string& note : openBlasNotes())
        std::cout << note << "\n";
    std::cout << kernelsNote() << std::endl;
    return 0;
}

struct Report {
    QString products, kernels, processors;
    QStringList notes;
};

Report reportWith(const QString& variable, const QString& value, const QString& before = {}) {
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    for (const QString& name : environment.keys())
        if (name.startsWith("OPENBLAS") || name.startsWith("EXPERTSCOPE") || name.startsWith("OMP") ||
            name.startsWith("GOMP"))
            environment.remove(name);
    if (!variable.isEmpty())
        environment.insert(variable, value);
    QProcess process;
    process.setProcessEnvironment(environment);
    const QString self = QCoreApplication::applicationFilePath();
    if (before.isEmpty())
        process.start(self, {"--report"});
    else
        process.start(before.section(' ', 0, 0), before.section(' ', 1).split(' ') << self << "--report");
    process.waitForFinished();
    if (process.exitStatus() != QProcess::NormalExit || process.exitCode() != 0)
        return {QString("it ended with %1").arg(process.exitCode()), "", "", {}};
    QStringList lines = QString::fromUtf8(process.readAllStandardOutput()).split('\n', Qt::SkipEmptyParts);
    const auto next = [&] { return lines.isEmpty() ? QString() : lines.takeFirst(); };
    Report report;
    report.products = next();
    report.kernels = next();
    report.processors = next();
    report.notes = lines;
    return report;
}

} // namespace

/// What of the environment is followed and what is told of it, in a program of its own each time: it is
/// looked at before main.
class TestOpenBlas : public QObject {
    Q_OBJECT
  private slots:
    // OpenBLAS would ask for its memory for ever where a process may have no more.
    void noAddressSpace() {
        if (!openBlas())
            QSKIP("OpenBLAS is not installed.");
        requireProductMemory(2);
        rlimit before{};
        QCOMPARE(::getrlimit(RLIMIT_AS, &before), 0);
        std::ifstream sizes("/proc/self/statm");
        rlim_t pages = 0;
        sizes >> pages;
        rlimit tight = before;
        tight.rlim_cur = pages * static_cast<rlim_t>(::sysconf(_SC_PAGESIZE)) + (rlim_t{200} << 20);
        QCOMPARE(::setrlimit(RLIMIT_AS, &tight), 0);
        QString said, alone = "no limit";
        try {
            requireProductMemory(1);
            alone.clear();
            requireProductMemory(2);
        } catch (const ConfigError& error) {
            said = error.what();
        }
        ::setrlimit(RLIMIT_AS, &before);
        QCOMPARE(alone, QString());
        QVERIFY2(said.contains("134 MB of address space a thread (2 here)"), qPrintable(said));
    }

    void initTestCase() {
        plain_ = reportWith("", "");
        QVERIFY2(plain_.products.startsWith("OpenBLAS") || plain_.products.startsWith("Eigen"),
                 qPrintable(plain_.products));
        QCOMPARE(plain_.notes, QStringList());
    }

    void aCoreType_data() {
        QTest::addColumn<QString>("value");
        for (const char* name :
             {"Haswell",        "haswell",     "Zen",       "SkylakeX",   "SKYLAKEX",     "Cooperlake",
              "SapphireRapids", "Sandybridge", "Bulldozer", "Piledriver", "Steamroller",  "Excavator",
              "Nehalem",        "Prescott",    "Core2",     "Penryn",     "Dunnington",   "Atom",
              "Nano",           "Bobcat",      "Barcelona", "Opteron",    "Opteron_SSE3", "Athlon",
              "Katmai",         "Coppermine",  "Northwood", "Banias"})
            QTest::newRow(name) << name;
    }
    // Each name that OpenBLAS knows: followed where the processor can run it, and told where it is less.
    void aCoreType() {
        QFETCH(QString, value);
        const CoreType *const type = coreType(value.toStdString()), *const best = bestCoreType();
        if (!openBlas() || !best)
            QSKIP("There are no core types on this kind of machine, or no OpenBLAS.");
        QVERIFY(type);
        const Report report = reportWith("OPENBLAS_CORETYPE", value);
        const QString setting = "OPENBLAS_CORETYPE=" + value + " in the environment ";
        const QString core = report.products.section(' ', -1);
        if (!type->runs()) {
            QCOMPARE(report.products, plain_.products);
            QCOMPARE(report.notes, QStringList{setting + "is not followed, because this processor has no " +
                                               type->needs + "; unset it."});
        } else if (coreType(core.toStdString())->registers < best->registers) {
            QCOMPARE(report.notes.size(), 1);
            QVERIFY2(report.notes[0].startsWith(setting + "makes OpenBLAS ") &&
                         report.notes[0].endsWith("compute for a " + core + ", without the " + best->needs +
                                                  " of this processor; unset it for full speed."),
                     qPrintable(report.notes[0]));
        } else if (core.compare(value, Qt::CaseInsensitive) != 0) { // this OpenBLAS is older than the name
            QCOMPARE(report.notes.size(), 1);
            QVERIFY2(report.notes[0].startsWith(setting + "is not known to OpenBLAS "),
                     qPrintable(report.notes[0]));
        } else {
            QCOMPARE(report.notes, QStringList());
        }
    }
    void aCoreTypeThatIsNone_data() {
        QTest::addColumn<QString>("value");
        for (const char* value : {"Nonsense", "AVX512", "Skylake", "0", " Haswell", "auto"})
            QTest::newRow(value) << value;
    }
    void aCoreTypeThatIsNone() {
        QFETCH(QString, value);
        if (!openBlas() || !bestCoreType())
            QSKIP("There are no core types on this kind of machine, or no OpenBLAS.");
        const Report report = reportWith("OPENBLAS_CORETYPE", value);
        QCOMPARE(report.products, plain_.products);
        QCOMPARE(report.notes, QStringList{"OPENBLAS_CORETYPE=" + value +
                                           " in the environment is not followed, because it is no processor "
                                           "that is known here; unset it."});
    }

    // What changes nothing is not spoken of, and what would change something it should not is undone.
    void others_data() {
        QTest::addColumn<QString>("variable");
        QTest::addColumn<QString>("value");
        const auto row = [](const char* variable, const char* value) {
            QTest::addRow("%s=%s", variable, value) << variable << value;
        };
        row("OPENBLAS_CORETYPE", "");
        row("OPENBLAS_L2_SIZE", "512");
        row("OPENBLAS_NUM_THREADS", "64");
        row("OMP_NUM_THREADS", "1");
        row("OMP_PROC_BIND", "true");
        row("OMP_PLACES", "cores");
        row("GOMP_CPU_AFFINITY", "0");
        row("MKL_NUM_THREADS", "1");
        row("EXPERTSCOPE_KERNELS", "");
        row("EXPERTSCOPE_OPENBLAS", "");
    }
    void others() {
        QFETCH(QString, variable);
        QFETCH(QString, value);
        const Report report = reportWith(variable, value);
        QCOMPARE(report.products, plain_.products);
        QCOMPARE(report.kernels, plain_.kernels);
        QCOMPARE(report.processors, plain_.processors);
        QCOMPARE(report.notes, QStringList());
    }
    // The processors that the program was given, by a cluster say, stay those.
    void fewerProcessors() {
        if (QStandardPaths::findExecutable("taskset").isEmpty())
            QSKIP("This needs taskset.");
        cpu_set_t processors;
        QCOMPARE(sched_getaffinity(0, sizeof processors, &processors), 0);
        int last = 0;
        for (int i = 0; i < CPU_SETSIZE; ++i)
            if (CPU_ISSET(i, &processors))
                last = i;
        QCOMPARE(reportWith("OMP_PROC_BIND", "true", QString("taskset -c %1").arg(last)).processors,
                 QString("1"));
    }

    void off() {
        const Report report = reportWith("EXPERTSCOPE_OPENBLAS", "off");
        QVERIFY(report.products.startsWith("Eigen"));
        QCOMPARE(report.notes, QStringList());
        const Report odd = reportWith("EXPERTSCOPE_OPENBLAS", "no");
        QCOMPARE(odd.products, plain_.products);
        QCOMPARE(odd.notes, QStringList{"EXPERTSCOPE_OPENBLAS=no in the environment is not followed; off and "
                                        "on are what it can be."});
    }
    void kernelsAskedFor() {
        const Report baseline = reportWith("EXPERTSCOPE_KERNELS", "baseline");
        QCOMPARE(baseline.kernels, QString("baseline"));
        if (plain_.kernels != "baseline")
            QCOMPARE(baseline.notes,
                     QStringList{"EXPERTSCOPE_KERNELS=baseline in the environment makes the "
                                 "inner loops compute by their baseline kernels, without the " +
                                 plain_.kernels + " of this processor; unset it for full speed."});
        const Report odd = reportWith("EXPERTSCOPE_KERNELS", "sse2");
        QCOMPARE(odd.kernels, plain_.kernels);
        QCOMPARE(odd.notes, QStringList{"EXPERTSCOPE_KERNELS=sse2 in the environment is not followed; "
                                        "baseline, avx2 and avx512 are what it can be."});
    }

  private:
    Report plain_;
};

int main(int argc, char** argv) {
    if (argc == 2 && std::string(argv[1]) == "--report")
        return report();
    QCoreApplication application(argc, argv);
    TestOpenBlas test;
    return QTest::qExec(&test, argc, argv);
}
#include "tst_open_blas.moc"
