// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/panels/network_form.h"

#include "model/network/gates/gate_kind.h"
#include "model/network/layers/layer_kind.h"

#include <QCheckBox>
#include <QComboBox>
#include <QDoubleSpinBox>
#include <QLabel>
#include <QLineEdit>
#include <QSignalSpy>
#include <QSpinBox>
#include <QtTest>

using namespace expertscope;

/// By keys, as a person would.
class TestNetworkForm : public QObject {
    Q_OBJECT
  private slots:
    void init() {
        form_ = std::make_unique<NetworkForm>();
        NetworkDescription network;
        network.input = 784;
        network.classes = 10;
        network.layers.resize(2);
        network.layers[1].hidden = {64, 128};
        form_->setNetwork(network);
        form_->show();
        QVERIFY(QTest::qWaitForWindowExposed(form_.get()));
        spy_ = std::make_unique<QSignalSpy>(form_.get(), &NetworkForm::edited);
    }

    void showsWhatItIsGiven() {
        QCOMPARE(named<QSpinBox>("Experts of layer 2")->value(), 4);
        QCOMPARE(named<QLineEdit>("Units of an expert of layer 2")->text(), QStringLiteral("64-128"));
        QCOMPARE(spy_->count(), 0);
    }
    void deepExperts() {
        type(named<QLineEdit>("Units of an expert of layer 1"), "64-128-256");
        QCOMPARE(form_->network().layers[0].hidden, (std::vector<int>{64, 128, 256}));
        QCOMPARE(spy_->count(), 1);
        QCOMPARE(form_->network().input.size(), 784); // nobody touched it
    }
    void nonsenseIsSaidAndNotTaken() {
        type(named<QLineEdit>("Units of an expert of layer 1"), "64-");
        QCOMPARE(spy_->count(), 0);
        QCOMPARE(form_->network().layers[0].hidden, std::vector<int>{100});
        const auto labels = form_->findChildren<QLabel*>();
        QVERIFY(std::any_of(labels.begin(), labels.end(), [](QLabel* label) {
            return label->isVisible() && label->text().startsWith("Layer 1: units are a number");
        }));
    }
    // A standard mixture needs the last gate, a product has none; the choice of how to join it is theirs.
    void outputDecidesTheLastLayer() {
        auto* output = form_->findChild<QComboBox*>("output");
        auto* last = named<QComboBox>("How layer 2 joins its experts");
        choose(output, Qt::Key_Down);
        QVERIFY(form_->network().output == Output::Mixture);
        QVERIFY(!last->isEnabled());
        choose(output, Qt::Key_Down);
        QVERIFY(form_->network().output == Output::Product);
        QVERIFY(form_->network().layers[1].combine == Combine::Concatenated);
        QVERIFY(!named<QLineEdit>("Hidden units of the gate of layer 2")->isEnabled());
        form_->network().validate();
        choose(output, Qt::Key_Home);
        QVERIFY(form_->network().output == Output::Softmax);
        QVERIFY(form_->network().layers[1].combine == Combine::Mixture && last->isEnabled());
        QCOMPARE(spy_->count(), 3);
    }
    void aLayerMoreKeepsTheOutput() {
        choose(form_->findChild<QComboBox*>("output"), Qt::Key_End);
        auto* count = form_->findChildren<QSpinBox*>().first();
        count->setFocus();
        QTest::keyClick(count, Qt::Key_Up);
        QCOMPARE(form_->network().layers.size(), std::size_t{3});
        QVERIFY(form_->network().layers[1].combine == Combine::Mixture);
        QVERIFY(form_->network().layers[2].combine == Combine::Concatenated);
        form_->network().validate();
    }
    // What the table of gates has is what the form has.
    void gateWithItsSettings() {
        auto* kinds = named<QComboBox>("Gate of layer 2");
        QCOMPARE(kinds->count(), static_cast<int>(gateKinds().size()));
        choose(kinds, Qt::Key_Down);
        const GateKind& kind = gateKinds()[1];
        QCOMPARE(form_->network().layers[1].gate.kind, kind.name);
        QCOMPARE(form_->network().layers[0].gate.kind, gateKinds()[0].name);
        QCOMPARE(spy_->count(), 1);
        auto* k = named<QSpinBox>("k of layer 2");
        QCOMPARE(k->value(), 2);
        QCOMPARE(k->maximum(), 4);
        k->setFocus();
        QTest::keyClick(k, Qt::Key_Up);
        QTest::keyClick(k, Qt::Key_Return);
        QCOMPARE(form_->network().layers[1].gate.settings.at("k").number(), 3.);
        form_->network().validate();
        choose(kinds, Qt::Key_Up);
        QVERIFY(form_->network().layers[1].gate == GateDescription());
    }
    // What a kind is where nobody sets anything is legal, and stays so with another number of experts.
    void everyGateAsItIs() {
        auto* kinds = named<QComboBox>("Gate of layer 1");
        auto* experts = named<QSpinBox>("Experts of layer 1");
        for (const GateKind& kind : gateKinds()) {
            QCOMPARE(form_->network().layers[0].gate.kind, kind.name);
            for (const int count : {6, 4}) {
                experts->setValue(count);
                enter(experts);
                QCOMPARE(form_->network().layers[0].experts, count);
                form_->network().validate();
            }
            QVERIFY(form_->network().layers[0].gate == GateDescription({kind.name, {}}));
            choose(kinds, Qt::Key_Down);
        }
    }
    // Fewer experts than k chooses; and one alone, which needs another setting first.
    void gateThatCannotBe() {
        choose(named<QComboBox>("Gate of layer 1"), Qt::Key_Down);
        auto* experts = named<QSpinBox>("Experts of layer 1");
        auto* k = named<QSpinBox>("k of layer 1");
        k->setValue(4);
        enter(k);
        experts->setValue(3);
        enter(experts);
        QCOMPARE(form_->network().layers[0].gate.settings.at("k").number(), 3.);
        k->setValue(1);
        enter(k);
        const auto says = [&](const char* words) {
            const auto labels = form_->findChildren<QLabel*>();
            return std::any_of(labels.begin(), labels.end(), [&](QLabel* label) {
                return label->isVisible() && label->text().contains(words);
            });
        };
        QVERIFY(says("network.layers.0.k is 1"));
        QCOMPARE(form_->network().layers[0].gate.settings.at("k").number(), 3.);
        auto* renormalise = named<QCheckBox>("renormalise of layer 1");
        renormalise->setFocus();
        QTest::keyClick(renormalise, Qt::Key_Space);
        QCOMPARE(form_->network().layers[0].gate.settings.at("k").number(), 1.);
        QVERIFY(!says("network.layers.0.k is 1"));
        form_->network().validate();
    }
    void layerOfAnotherKind() {
        auto* kinds = named<QComboBox>("Kind of layer 1");
        choose(kinds, Qt::Key_Down);
        QCOMPARE(form_->network().layers[0].kind, layerKinds()[1].name);
        QVERIFY(!named<QSpinBox>("Experts of layer 1")->isVisible());
        QVERIFY(!named<QComboBox>("Gate of layer 1")->isVisible());
        QVERIFY(named<QSpinBox>("Experts of layer 2")->isVisible());
        auto* rate = named<QDoubleSpinBox>("rate of layer 1");
        rate->setValue(0.25);
        enter(rate);
        QCOMPARE(form_->network().layers[0].settings.at("rate").number(), 0.25);
        form_->network().validate();
        choose(kinds, Qt::Key_Up);
        QVERIFY(form_->network().layers[0] == LayerDescription());
        QVERIFY(named<QSpinBox>("Experts of layer 1")->isVisible());
    }
    // A layer that joins the network's output has experts.
    void lastLayerOfAMixtureHasExperts() {
        choose(form_->findChild<QComboBox*>("output"), Qt::Key_Down);
        QVERIFY(!named<QComboBox>("Kind of layer 2")->isEnabled());
        QVERIFY(named<QComboBox>("Kind of layer 1")->isEnabled());
    }
    void gateOfALayerWithoutOne() {
        auto* kinds = named<QComboBox>("Gate of layer 1");
        QVERIFY(kinds->isVisible());
        choose(named<QComboBox>("How layer 1 joins its experts"), Qt::Key_End); // plain
        QVERIFY(!kinds->isVisible());
    }
    void locked() {
        form_->setLocked("A run goes on.");
        auto* experts = named<QSpinBox>("Experts of layer 1");
        QVERIFY(!experts->isEnabled());
        QCOMPARE(experts->toolTip(), QStringLiteral("A run goes on."));
        form_->setLocked({});
        QVERIFY(experts->isEnabled() && experts->toolTip() != "A run goes on.");
    }

  private:
    template <class Widget> Widget* named(const QString& accessibleName) const {
        for (Widget* widget : form_->findChildren<Widget*>())
            if (widget->accessibleName() == accessibleName)
                return widget;
        qFatal("no %s", qPrintable(accessibleName));
    }
    static void type(QLineEdit* edit, const QString& text) {
        edit->setFocus();
        edit->selectAll();
        QTest::keyClicks(edit, text);
        QTest::keyClick(edit, Qt::Key_Return);
    }
    static void enter(QWidget* field) {
        field->setFocus();
        QTest::keyClick(field, Qt::Key_Return);
    }
    static void choose(QComboBox* box, Qt::Key key) {
        box->setFocus();
        QTest::keyClick(box, key);
    }

    std::unique_ptr<NetworkForm> form_;
    std::unique_ptr<QSignalSpy> spy_;
};

QTEST_MAIN(TestNetworkForm)
#include "tst_network_form.moc"
