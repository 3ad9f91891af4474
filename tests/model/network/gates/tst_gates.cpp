// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/base/error.h"
#include "tests/model/network/gates/made_gate.h"
#include "tests/model/network/random_network.h"
#include "tests/model/testing.h"

#include <QDirIterator>

using namespace expertscope;
using namespace expertscope::testing;

namespace {

constexpr int rounds = 60;

/// A decision of a random gate of that kind about random logits, some experts forbidden.
template <class Scalar> struct Decision {
    int experts;
    GateDescription description;
    std::shared_ptr<const Gate<Scalar>> gate;
    GateActivations<Scalar> a;

    Decision(const GateKind& kind, std::uint32_t round) {
        Random random(11, Stream::StrokeDigits, round);
        experts = 1 + static_cast<int>(random.below(8));
        description = randomGate(kind, experts, random);
        gate = madeGate<Scalar>(experts, description);
        a = gate->activations(5);
        a.logits() = (3 * normals(experts * 5, 12, round)).reshaped(experts, 5).template cast<Scalar>();
        for (Index c = 0; c < 5; ++c)
            for (int i = 0; i < experts; ++i)
                a.mask(i, c) = i != c % experts && random.below(3) == 0;
    }
};

} // namespace

/// What holds of every gate in the table; a new one is tested by being there. Its gradient is in
/// tst_network_gradient, what is its own in a test of its own.
class TestGates : public QObject {
    Q_OBJECT

    void kinds() {
        QTest::addColumn<QString>("kind");
        for (const GateKind& kind : gateKinds())
            QTest::addRow("%s", kind.name.c_str()) << QString::fromStdString(kind.name);
    }
    static const GateKind& fetched() {
        QFETCH(QString, kind);
        return *findKind(gateKinds(), kind.toStdString());
    }

  private slots:
    void decides_data() { kinds(); }
    void decides() {
        for (std::uint32_t round = 0; round < rounds; ++round) {
            Decision<double> d(fetched(), round);
            d.gate->assign(d.a, {0, 5});
            d.gate->assignLogShares(d.a, {0, 5});
            for (Index c = 0; c < 5; ++c) {
                const double all = d.a.gates.col(c).sum();
                QVERIFY(all > 0 || fetched().mayLeaveNone);
                QVERIFY(std::abs(d.a.shares().col(c).sum() - (all > 0)) < 1e-12);
                for (Index i = 0; i < d.experts; ++i) {
                    const double gate = d.a.gates(i, c), share = d.a.shares()(i, c);
                    QVERIFY(gate >= 0 && share >= 0);
                    QVERIFY(std::abs(share - (all > 0 ? gate / all : 0)) < 1e-12);
                    QVERIFY(d.a.closed()(i, c) || !d.a.mask(i, c));
                    QVERIFY(!d.a.closed()(i, c) || (gate == 0 && share == 0));
                    QVERIFY(std::abs(std::exp(d.a.logShares(i, c)) - share) < 1e-12);
                }
            }
        }
    }

    // Each example for itself: how a minibatch is divided among threads changes no bit, and a column that was
    // not asked for stays as it was.
    void columnByColumn_data() { kinds(); }
    void columnByColumn() {
        for (std::uint32_t round = 0; round < rounds; ++round) {
            Decision<float> whole(fetched(), round), parts(fetched(), round);
            parts.a.gates.setConstant(7);
            whole.gate->assign(whole.a, {0, 5});
            parts.gate->assign(parts.a, {3, 1});
            QVERIFY((parts.a.gates.leftCols(3).array() == 7).all() &&
                    (parts.a.gates.col(4).array() == 7).all());
            parts.gate->assign(parts.a, {0, 3});
            parts.gate->assign(parts.a, {4, 1});
            QVERIFY(parts.a.gates == whole.a.gates && parts.a.shares() == whole.a.shares());
            QVERIFY((parts.a.closed() == whole.a.closed()).all());
        }
    }

    // One expert has the layer to itself.
    void oneExpert_data() { kinds(); }
    void oneExpert() {
        const auto gate = madeGate<double>(1, {fetched().name, {}});
        auto a = gate->activations(1);
        a.logits()(0, 0) = 3;
        gate->assign(a, {0, 1});
        QCOMPARE(a.shares()(0, 0), 1.0);
    }

    // The table is what people read of it.
    void isDescribed_data() { kinds(); }
    void isDescribed() {
        const GateKind& kind = fetched();
        QVERIFY(!kind.formula.empty() && !kind.paper.empty() && kind.sentence.ends_with('.'));
        for (const KindSetting& setting : kind.settings) {
            QVERIFY2(!setting.sentence.empty(), setting.name.c_str());
            const SettingValue initials = setting.initialOf(4);
            for (const double initial : initials.list())
                QVERIFY(initial >= setting.leastOf(4) && initial <= setting.mostOf(4));
        }
        for (const int experts : {1, 2, 256})
            validate(GateDescription{kind.name, {}}, experts, "layer"); // its own defaults are legal
    }

    void refusals_data() {
        QTest::addColumn<QString>("kind");
        QTest::addColumn<QString>("setting");
        QTest::addColumn<double>("value");
        QTest::addColumn<QString>("sentence");
        QTest::newRow("no such kind") << "sofmax"
                                      << "" << 0. << "L.gate is \"sofmax\"; choose one of softmax, ";
        QTest::newRow("no setting of it") << "softmax"
                                          << "k" << 2. << "L.k is no setting of softmax; leave it out";
        QTest::newRow("too many") << "top_k"
                                  << "k" << 5. << "L.k is 5; choose 1 to 4";
        QTest::newRow("none") << "top_k"
                              << "k" << 0. << "L.k is 0; choose 1 to 4";
        QTest::newRow("half a one") << "top_k"
                                    << "k" << 2.5 << "L.k is 2.5; choose 1 to 4";
        QTest::newRow("no number") << "top_k"
                                   << "k" << std::nan("") << "L.k is nan; choose 1 to 4";
        QTest::newRow("no tree")
            << "tree"
            << "branches" << 3.
            << "L.branches is [3]; choose numbers whose product is that of the experts, 4";
        QTest::newRow("no place") << "switch"
                                  << "capacity" << 0. << "L.capacity is 0; choose 0.01 to 4096";
        QTest::newRow("noise without a likelihood") << "top_k"
                                                    << "load" << 1. << "L.load needs noise";
        QTest::newRow("no gradient, with noise") << "noisy_top_k"
                                                 << "k" << 1. << "would learn nothing; choose 2 or more";
        QTest::newRow("no gradient, with biases") << "bias_balanced"
                                                  << "k" << 1. << "would learn nothing; choose 2 or more";
        QTest::newRow("no gradient") << "top_k"
                                     << "k" << 1.
                                     << "would learn nothing; choose 2 or more, or renormalise=false";
    }
    void refusals() {
        QFETCH(QString, kind);
        QFETCH(QString, setting);
        QFETCH(double, value);
        QFETCH(QString, sentence);
        GateDescription description{kind.toStdString(), {}};
        if (!setting.isEmpty())
            description.settings[setting.toStdString()] = value;
        const QString said = testing::sentence<ConfigError>([&] { validate(description, 4, "L"); });
        QVERIFY2(said.contains(sentence), qPrintable(said));
    }

    // The wall: a kind's name and class are known in its folder alone; what else needs a gate asks the table.
    void nobodyElseNamesAKind() {
        const QDir source(qEnvironmentVariable("EXPERTSCOPE_SOURCE_DIR", QDir::currentPath()));
        int read = 0;
        for (const char* folder : {"model", "views", "app"}) {
            QDirIterator files(source.filePath(folder), {"*.h", "*.cpp"}, QDir::Files,
                               QDirIterator::Subdirectories);
            while (files.hasNext()) {
                QFile file(files.next());
                const QString name = source.relativeFilePath(file.fileName());
                if (name.startsWith("model/network/gates/"))
                    continue;
                QVERIFY(file.open(QIODevice::ReadOnly | QIODevice::Text));
                ++read;
                for (const QString& line : QString::fromUtf8(file.readAll()).split('\n'))
                    QVERIFY2(!namesAKind(line), qPrintable(name + ": " + line));
            }
        }
        QVERIFY(read > 300);
    }
    void wouldBeSeen_data() {
        QTest::addColumn<QString>("line");
        QTest::addColumn<bool>("seen");
        QTest::newRow("a name") << "if (layer.gate.kind == \"top_k\")" << true;
        QTest::newRow("the oldest name") << "gate.kind = \"softmax\";" << true;
        QTest::newRow("a class") << "class TopKGate;" << true;
        QTest::newRow("a line of the table") << "softmaxGate()" << true;
        QTest::newRow("an output of that name") << "{Output::Softmax, \"softmax\"}" << false;
        QTest::newRow("a result of that name") << "print(json[\"top_k\"]);" << false;
        QTest::newRow("a sentence") << "/// the softmax of the logits" << false;
    }
    void wouldBeSeen() {
        QFETCH(QString, line);
        QFETCH(bool, seen);
        QCOMPARE(namesAKind(line), seen);
    }

    // B max(0, A z + a) + b with numbers one can follow.
    void byHand() {
        const auto made = makeGate<double>({}, {2, {2}, 2, 0});
        const Gate<double>& gate = *made;
        QCOMPARE(gate.mlp().parameterCount(), 12);
        Vector<double> theta(12);
        theta << 1, -1, 2, 1, /* A, column by column */ 0, 0.5, /* a */ 1, 0, 0, 2, /* B */ -1, 1 /* b */;
        auto a = gate.activations(1);
        Matrix<double> z(2, 1);
        z << 1, -2;
        gate.propose(theta.data(), {z, {0, 1}}, a,
                     {0, 1}); // A z + a = (-3, -2.5): both off, so the logits are b
        QCOMPARE(a.logits()(0, 0), -1.0);
        QCOMPARE(a.logits()(1, 0), 1.0);
        z << 1, 2;
        gate.propose(theta.data(), {z, {0, 1}}, a, {0, 1}); // (5, 1.5) -> (5 - 1, 3 + 1)
        QCOMPARE(a.logits()(0, 0), 4.0);
        QCOMPARE(a.logits()(1, 0), 4.0);
        gate.assign(a, {0, 1});
        QCOMPARE(a.gates(0, 0), 0.5);
    }

  private:
    static bool namesAKind(const QString& line) {
        for (const GateKind& kind : gateKinds()) {
            const QString name = QString::fromStdString(kind.name);
            const bool output = line.contains("Output::");            // one of those has a gate's name
            const bool key = line.contains("json[\"" + name + "\"]"); // and a result another's
            if (!output && !key && line.contains('"' + name + '"'))
                return true;
            // top_k is TopKGate, and topKGate in the table.
            QString words;
            for (const QString& word : name.split('_'))
                words += word.left(1).toUpper() + word.mid(1);
            if (line.contains(words + "Gate", Qt::CaseInsensitive))
                return true;
        }
        return false;
    }
};

QTEST_APPLESS_MAIN(TestGates)
#include "tst_gates.moc"
