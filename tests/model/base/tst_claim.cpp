// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/base/claim.h"
#include "model/base/claim_owner.h"
#include "model/base/json.h"
#include "tests/model/run/run_files.h"
#include "tests/model/testing.h"

#include <QProcess>
#include <QTemporaryDir>

#include <csignal>
#include <fcntl.h>
#include <iostream>
#include <sys/mount.h>
#include <sys/stat.h>
#include <unistd.h>

using namespace expertscope;
using namespace expertscope::testing;
namespace fs = std::filesystem;

namespace {

/// What this program does when it is called as `tst_claim --hold PLACE`: it says "held" or the sentence, and
/// at each line of standard input whether it still holds it.
int hold(const char* place) {
    try {
        const Claim claim(place, "the cake is being eaten");
        std::cout << "held" << std::endl;
        for (std::string line; std::getline(std::cin, line);)
            try {
                claim.require();
                std::cout << "still" << std::endl;
            } catch (const Error& error) {
                std::cout << error.what() << std::endl;
            }
    } catch (const Error& error) {
        std::cout << error.what() << std::endl;
    }
    return 0;
}

class Holder {
  public:
    explicit Holder(const fs::path& place, const QString& heartbeat = "10") {
        QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
        environment.insert("EXPERTSCOPE_HEARTBEAT", heartbeat);
        process_.setProcessEnvironment(environment);
        process_.start(QCoreApplication::applicationFilePath(),
                       {"--hold", QString::fromStdString(place.string())});
    }
    ~Holder() { end(); }
    QString answer() {
        while (!process_.canReadLine() && process_.waitForReadyRead(10'000)) {
        }
        return QString::fromUtf8(process_.readLine()).trimmed();
    }
    QString ask() {
        process_.write("\n");
        return answer();
    }
    void signal(int number) const { ::kill(static_cast<pid_t>(process_.processId()), number); }
    qint64 pid() const { return process_.processId(); }
    void end() {
        process_.closeWriteChannel();
        process_.waitForFinished(10'000);
    }

  private:
    QProcess process_;
};

void setAge(const fs::path& path, double seconds) {
    const timespec then{std::time(nullptr) - static_cast<std::time_t>(seconds), 0};
    const std::array<timespec, 2> times{then, then};
    QCOMPARE(::utimensat(AT_FDCWD, path.c_str(), times.data(), 0), 0);
}

} // namespace

class TestClaim : public QObject {
    Q_OBJECT
  private slots:
    void init() {
        folder_ = std::make_unique<QTemporaryDir>(temporaryPlace());
        qunsetenv("EXPERTSCOPE_HEARTBEAT");
    }

    void oneHasIt() {
        Holder first(place());
        QCOMPARE(first.answer(), QString("held"));
        const QString said = taken();
        QVERIFY2(
            QRegularExpression(
                "^the cake is being eaten by tst_claim \\(process " + QString::number(first.pid()) +
                " on \\S+, since 20\\d\\d-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d \\S+\\); wait until that one "
                "has ended, or end it, and try again\\.$")
                .match(said)
                .hasMatch(),
            qPrintable(said));
        QCOMPARE(first.ask(), QString("still"));
        first.end();
        QVERIFY(!fs::exists(place()));
        QCOMPARE(taken(), QString());
    }
    /// What may not be known of a folder is neither its absence nor that somebody left it.
    void anErrorIsNotAnAbsence() {
        const fs::path here = folder_->path().toStdString();
        fs::create_symlink("loop", here / "loop");
        const auto said = [](const fs::path& at) {
            return sentence<FileError>([&] { const Claim claim(at, "the cake is being eaten"); });
        };
        const QString loop = said(here / "loop/run/.claim");
        QVERIFY2(loop.contains("cannot be looked at: Too many levels of symbolic links"), qPrintable(loop));
        const QString name = said(here / std::string(300, 'n') / ".claim");
        QVERIFY2(name.contains("cannot be looked at: File name too long"), qPrintable(name));

        // Long ago somebody made a claim whose owner cannot be read now.
        const fs::path foreign = here / "foreign.claim";
        fs::create_directory(foreign);
        fs::create_symlink("owner.json", foreign / "owner.json");
        setAge(foreign, 1e6);
        const QString owner = said(foreign);
        QVERIFY2(owner.contains("owner.json cannot be read: Too many levels of symbolic links"),
                 qPrintable(owner));
        QVERIFY(fs::exists(foreign));

        const fs::path run = here / "run";
        fs::create_directory(run);
        const Claim claim(run / ".claim", "the cake is being eaten");
        fs::rename(run, here / "moved");
        fs::create_symlink("run", run);
        const QString gone = sentence<FileError>([&] { claim.require(); });
        QVERIFY2(gone.contains("Too many levels of symbolic links"), qPrintable(gone));
    }
    void withinOneProgramToo() {
        const Claim first(place(), "the cake is being eaten");
        QVERIFY(taken().startsWith("the cake is being eaten by tst_claim"));
        first.require();
    }
    // Although its parent has not asked for its end yet.
    void killedIsFreeAtOnce() {
        Holder first(place());
        QCOMPARE(first.answer(), QString("held"));
        first.signal(SIGKILL);
        QTRY_COMPARE(taken(), QString());
    }
    void stoppedKeepsIt() {
        Holder first(place(), "0.05");
        QCOMPARE(first.answer(), QString("held"));
        first.signal(SIGSTOP);
        QTest::qWait(600); // twice the six beats
        QVERIFY(taken().startsWith("the cake"));
        first.signal(SIGCONT);
        QCOMPARE(first.ask(), QString("still"));
    }
    void exactlyOneOfMany() {
        for (int round = 0; round < 10; ++round) {
            write(place(), [](ClaimOwner& owner) { owner.process.start = "1"; }); // of a process that is gone
            std::vector<std::unique_ptr<Holder>> all;
            for (int i = 0; i < 6; ++i)
                all.push_back(std::make_unique<Holder>(place()));
            int held = 0;
            for (const auto& one : all)
                held += one->answer() == "held";
            QCOMPARE(held, 1);
            all.clear();
            QCOMPARE(filesIn(folder()), std::vector<std::string>{});
        }
    }

    // Within what was claimed, while its process still writes the original.
    void aCopyIsFree() {
        Holder first(place());
        QCOMPARE(first.answer(), QString("held"));
        fs::copy(place(), folder() / "copy", fs::copy_options::recursive);
        { const Claim copy(folder() / "copy", "the cake is being eaten"); }
        QVERIFY(!taken().isEmpty());
    }
    // As on a file system that numbers its folders anew.
    void anotherNumberIsNoCopy() {
        Holder first(place());
        QCOMPARE(first.answer(), QString("held"));
        std::string owner = fileText(place() / "owner.json");
        const std::size_t number = owner.find("\"folder\": ") + 10;
        writeText(place() / "owner.json", owner.insert(number, "1"));
        setAge(place() / "heartbeat", 100);
        QVERIFY(!taken().isEmpty());
    }

    // What another machine, a crash or a copy leaves.
    void judges_data() {
        QTest::addColumn<QString>("what");
        QTest::addColumn<double>("age"); // of the heartbeat; negative: in the future
        QTest::addColumn<bool>("isTaken");
        const auto row = [](const char* what, double age, bool isTaken) {
            QTest::addRow("%s, %g s", what, age) << what << age << isTaken;
        };
        row("this process", 0, true);
        row("this process", 3600, true); // it stood still
        row("another start time", 0, false);
        row("no such process", 0, false);
        row("a copy", 0, false);
        for (const char* other : {"another host", "another boot", "another container"}) {
            row(other, 0, true);
            row(other, 50, true);
            row(other, 70, false);
            row(other, -70, false);
        }
        row("another host, slower beats", 70, true);
        row("another host, faster beats", 7, false);
        row("a damaged owner", 0, true);
        row("a damaged owner", 70, false);
        row("no owner", 0, true);
        row("no owner", 70, false);
        row("half taken", 0, true); // by a program that was killed in the middle of it, or is about to
        row("half taken", 70, false);
        row("half taken", -70, false);
    }
    void judges() {
        QFETCH(QString, what);
        QFETCH(double, age);
        QFETCH(bool, isTaken);
        write(place(), [&](ClaimOwner& owner) {
            if (what == "another start time")
                owner.process.start = "1";
            else if (what == "no such process" || what == "half taken")
                owner.process.pid = 1 << 28;
            else if (what.startsWith("another host"))
                owner.process.host = "node7";
            else if (what == "another boot")
                owner.process.boot = "1";
            else if (what == "another container")
                owner.process.pidSpace = "pid:[1]";
            else if (what == "a copy")
                ++owner.folder;
            owner.heartbeat = what.endsWith("slower beats") ? 60 : what.endsWith("faster beats") ? 1 : 10;
        });
        if (what == "a damaged owner")
            writeText(place() / "owner.json", "{");
        else if (what == "no owner")
            fs::remove(place() / "owner.json");
        else if (what == "half taken") {
            fs::create_directory(place() / "taken-1");
            setAge(place() / "taken-1", age);
        }
        if (fs::exists(place() / "heartbeat"))
            setAge(place() / "heartbeat", age);
        setAge(place(), age);
        const QString said = taken();
        QCOMPARE(!said.isEmpty(), isTaken);
        if (what == "another host" && isTaken)
            QVERIFY2(
                said.contains(" on node7, since then); wait until that one has ended, or end it (if it was "
                              "killed: wait 60 s), and try again."),
                qPrintable(said));
        QCOMPARE(filesIn(folder()).size(), isTaken ? 1u : 0u); // and nothing set aside
    }

    void heartbeatIsWrittenAnew() {
        qputenv("EXPERTSCOPE_HEARTBEAT", "0.05");
        const Claim claim(place(), "the cake is being eaten");
        for (int i = 0; i < 2; ++i) {
            setAge(place() / "heartbeat", 100);
            QTRY_VERIFY(fs::file_time_type::clock::now() - fs::last_write_time(place() / "heartbeat") <
                        std::chrono::seconds(50));
        }
    }
    void heartbeatThatIsNoNumber() {
        for (const char* value : {"often", "0", "-1", "nan", "10s", "1e9"}) {
            qputenv("EXPERTSCOPE_HEARTBEAT", value);
            QCOMPARE(
                sentence<ConfigError>([&] { Claim(place(), "the cake is being eaten"); }),
                QStringLiteral("EXPERTSCOPE_HEARTBEAT in the environment is \"%1\"; give the seconds from "
                               "one sign of life to the next, 0.05 to 3600, or unset it.")
                    .arg(value));
            QVERIFY(!fs::exists(place()));
        }
    }

    void numbersThatNoOwnerHas() {
        for (const char* value : {"1e300", "-1", "0.5", "null"})
            for (const char* key : {"folder", "pid"}) {
                write(place(), [](ClaimOwner&) {});
                QVERIFY(readOwner(place()));
                Json json = readJson(place() / "owner.json");
                json[key] = parseJson(value, "");
                writeText(place() / "owner.json", jsonText(json));
                QCOMPARE(readOwner(place()).has_value(),
                         std::string(key) == "pid" && std::string(value) == "-1");
            }
    }

    void heartbeatsThatNoOwnerHas() {
        for (const char* value : {"1e300", "3601", "0", "-1", "null", "\"often\""}) {
            write(place(), [](ClaimOwner&) {});
            Json json = readJson(place() / "owner.json");
            json["heartbeat_seconds"] = parseJson(value, "");
            writeText(place() / "owner.json", jsonText(json));
            QVERIFY2(!readOwner(place()), value);
        }
    }

    // Nothing of it is removed, and nobody waits for it.
    void whatIsNoFolder() {
        fs::create_symlink("nothing", folder() / "link");
        writeText(folder() / "file", "the user's");
        setAge(folder() / "file", 100);
        for (const char* name : {"link", "file"}) {
            const QString said =
                sentence<FileError>([&] { Claim(folder() / name, "the cake is being eaten"); });
            QVERIFY2(said.startsWith(QString::fromStdString((folder() / name).string()) + " cannot be made"),
                     qPrintable(said));
            QVERIFY(fs::is_symlink(folder() / name) || fs::exists(folder() / name));
        }
    }

    // By a program on another machine, while this one stood still.
    void lostIsNoticed() {
        {
            const Claim claim(place(), "the cake is being eaten");
            fs::rename(place(), folder() / "aside");
            write(place(), [](ClaimOwner& owner) { owner.process.host = "node7"; });
            const QString said = sentence<ClaimedError>([&] { claim.require(); });
            QVERIFY2(said.startsWith("the cake is being eaten by tst_claim (process ") &&
                         said.contains(" on node7, since then) now, which took it over while this program "
                                       "stood still; nothing more was written here"),
                     qPrintable(said));
        }
        QVERIFY(fs::exists(place() / "owner.json") && fs::exists(place() / "heartbeat")); // the other's
    }
    void goesWithItsFolder() {
        fs::create_directories(folder() / "run");
        {
            const Claim claim(folder() / "run" / ".claim", "the cake is being eaten");
            fs::rename(folder() / "run", folder() / "moved");
            QVERIFY(sentence<ClaimedError>([&] { claim.require(); })
                        .endsWith("run is no longer there, so nothing more can be written into it; if it was "
                                  "moved, go on where it is now."));
        }
        QVERIFY(fs::is_empty(folder() / "moved"));
    }
    void makesFoldersAboveAndTakesThemBack() {
        { const Claim claim(folder() / "a" / "b" / ".claim", "the cake is being eaten"); }
        QVERIFY(!fs::exists(folder() / "a"));
        {
            const Claim claim(folder() / "a" / "b" / ".claim", "the cake is being eaten");
            writeText(folder() / "a" / "kept", "");
        }
        QCOMPARE(filesIn(folder() / "a"), std::vector<std::string>{"kept"});
    }

    void cannotBeMade() {
        writeText(folder() / "file", "");
        QCOMPARE(sentence<FileError>([&] {
                     Claim(folder() / "file" / "c", "the cake is being eaten");
                 }).remove(folder_->path() + "/"),
                 QString("file cannot be made: Not a directory; choose a place you may write to."));
        const FileSizeLimit limit(0);
        QVERIFY(sentence<FileError>([&] {
                    Claim(place(), "the cake is being eaten");
                }).contains("File too large"));
        QVERIFY(!fs::exists(place()));
    }
    void readOnly() {
        fs::create_directories(folder() / "disk");
        if (::mount("tmpfs", (folder() / "disk").c_str(), "tmpfs", MS_RDONLY, "size=64k") != 0)
            QSKIP("This needs the right to mount a small file system.");
        const auto unmount = qScopeGuard([&] { ::umount2((folder() / "disk").c_str(), MNT_DETACH); });
        QVERIFY(sentence<FileError>([&] {
                    Claim(folder() / "disk" / "c", "the cake is being eaten");
                }).endsWith(": Read-only file system; choose a place you may write to."));
    }

  private:
    fs::path folder() const { return folder_->path().toStdString(); }
    fs::path place() const { return folder() / "claim"; }
    /// The sentence, empty where it can be had.
    QString taken() const {
        try {
            const Claim claim(place(), "the cake is being eaten");
            return {};
        } catch (const ClaimedError& error) {
            return QString::fromUtf8(error.what());
        }
    }
    /// A claim as this process would have made it, changed.
    template <class Change> static void write(const fs::path& claim, const Change& change) {
        fs::create_directories(claim);
        struct stat status {};
        QCOMPARE(::stat(claim.c_str(), &status), 0);
        ClaimOwner owner;
        owner.process = ProcessIdentity::own();
        owner.since = "then";
        owner.token = "0123";
        owner.folder = status.st_ino;
        change(owner);
        writeText(claim / "heartbeat", "now\n");
        writeText(claim / "owner.json", toText(owner));
    }

    std::unique_ptr<QTemporaryDir> folder_;
};

int main(int argc, char** argv) {
    if (argc == 3 && std::string(argv[1]) == "--hold")
        return hold(argv[2]);
    QCoreApplication application(argc, argv);
    TestClaim test;
    return QTest::qExec(&test, argc, argv);
}
#include "tst_claim.moc"
