// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/base/error.h"
#include "model/base/file.h"
#include "tests/model/testing.h"

#include <new>
#include <sys/stat.h>
#include <unistd.h>

using namespace expertscope;
using expertscope::testing::sentence;

namespace fs = std::filesystem;

class TestFile : public QObject {
    Q_OBJECT
  private slots:
    void anErrorIsNotAnAbsence() {
        QTemporaryDir folder;
        const fs::path here = folder.path().toStdString();
        QVERIFY(isThere(here));
        QVERIFY(!isThere(here / "nothing"));
        writeFileAtomically(here / "file", {"text"});
        QVERIFY(isThere(here / "file"));
        QVERIFY(!isThere(here / "file" / "below")); // surely not: it is no folder

        const std::string name(300, 'n');
        QCOMPARE(sentence<FileError>([&] { isThere(here / name); }),
                 QString::fromStdString((here / name).string() +
                                        " cannot be looked at: File name too long; check the path and its "
                                        "permissions."));
        fs::create_symlink(here / "loop", here / "loop");
        QVERIFY(
            sentence<FileError>([&] { isThere(here / "loop" / "config.json"); })
                .endsWith("cannot be looked at: Too many levels of symbolic links; check the path and its "
                          "permissions."));
    }
    void aFolderNobodyMayEnter() {
        if (::geteuid() == 0)
            QSKIP("root may enter every folder");
        QTemporaryDir folder;
        const fs::path here = folder.path().toStdString(), closed = here / "closed";
        fs::create_directory(closed);
        fs::permissions(closed, fs::perms::none);
        const QString said = sentence<FileError>([&] { isThere(closed / "config.json"); });
        fs::permissions(closed, fs::perms::owner_all);
        QVERIFY2(said.endsWith("cannot be looked at: Permission denied; check the path and its permissions."),
                 qPrintable(said));
    }
    void whatHasNoEndIsNotRead() {
        QTemporaryDir folder;
        const fs::path pipe = fs::path(folder.path().toStdString()) / "config.json";
        QCOMPARE(::mkfifo(pipe.c_str(), 0600), 0);
        QCOMPARE(sentence<FileError>([&] { readFile(pipe); }),
                 QString::fromStdString(pipe.string() + " is a device or a pipe; name a file."));
        QVERIFY(sentence<FileError>([] { readFile("/dev/zero"); }).contains("is a device or a pipe"));
    }
    void removesOrSays() {
        QTemporaryDir folder;
        const fs::path here = folder.path().toStdString();
        writeFileAtomically(here / "file", {"text"});
        removeFile(here / "file");
        QVERIFY(!isThere(here / "file"));
        removeFile(here / "file"); // as was wanted
        fs::create_directories(here / "full" / "below");
        QVERIFY(sentence<FileError>([&] { removeFile(here / "full"); }).contains(" cannot be removed: "));
    }
    void saysSomethingOfEveryException() {
        QCOMPARE(sentenceOf(FileError("The sentence.")), std::string("The sentence."));
        const std::system_error noThread(std::make_error_code(std::errc::resource_unavailable_try_again));
        QVERIFY(QString::fromStdString(sentenceOf(noThread))
                    .startsWith("The system gives this program no further thread"));
        QVERIFY(
            QString::fromStdString(sentenceOf(std::bad_alloc())).startsWith("There is not enough memory"));
        QCOMPARE(sentenceOf(fs::filesystem_error("exists", "/closed/run",
                                                 std::make_error_code(std::errc::permission_denied))),
                 std::string("/closed/run: Permission denied; check the path and its permissions."));
        QVERIFY(QString::fromStdString(sentenceOf(std::logic_error("why")))
                    .contains("unforeseen went wrong (why)"));
    }
};

QTEST_APPLESS_MAIN(TestFile)
#include "tst_file.moc"
