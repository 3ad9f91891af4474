// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/run/presets.h"
#include "views/panels/experiment_panel.h"

#include <QComboBox>
#include <QLineEdit>
#include <QSignalSpy>
#include <QtTest>

using namespace expertscope;
using State = EngineStatus::State;

class TestExperimentPanel : public QObject {
    Q_OBJECT
  private slots:
    void init() {
        panel_ = std::make_unique<ExperimentPanel>();
        panel_->setConfig(presetNamed("digits-4x100-4x100").config);
        panel_->show();
        QVERIFY(QTest::qWaitForWindowExposed(panel_.get()));
    }

    void whatIsFixedIsGreyed_data() {
        QTest::addColumn<int>("state");
        QTest::addColumn<int>("step");
        QTest::addColumn<bool>("editable");
        QTest::newRow("loading") << static_cast<int>(State::Loading) << 0 << true;
        QTest::newRow("before the first step") << static_cast<int>(State::Paused) << 0 << true;
        QTest::newRow("just started") << static_cast<int>(State::Running) << 0 << false;
        QTest::newRow("running") << static_cast<int>(State::Running) << 600 << false;
        QTest::newRow("paused") << static_cast<int>(State::Paused) << 600 << false;
        QTest::newRow("finished") << static_cast<int>(State::Finished) << 600 << false;
    }
    // An edit of what is fixed would throw the run away.
    void whatIsFixedIsGreyed() {
        QFETCH(int, state);
        QFETCH(int, step);
        QFETCH(bool, editable);
        EngineStatus status;
        status.state = static_cast<State>(state);
        status.step = step;
        panel_->setStatus(status);
        auto* seed = panel_->findChild<QLineEdit*>("seed");
        for (QWidget* fixed :
             {static_cast<QWidget*>(seed), static_cast<QWidget*>(panel_->findChild<QComboBox*>("output")),
              static_cast<QWidget*>(panel_->findChild<QComboBox*>("optimizer"))})
            QCOMPARE(fixed->isEnabled(), editable);
        QVERIFY(panel_->findChild<QWidget*>("training.learning_rate")->isEnabled());
        QCOMPARE(seed->toolTip().contains("Fixed while a run goes on"), !editable);
    }

    void theOptimizerIsAnEdit() {
        QSignalSpy spy(panel_.get(), &ExperimentPanel::configEdited);
        auto* optimizer = panel_->findChild<QComboBox*>("optimizer");
        optimizer->setFocus();
        QTest::keyClick(optimizer, Qt::Key_Down);
        QCOMPARE(spy.count(), 1);
        QVERIFY(spy.first().first().value<RunConfig>().training.optimizer == Optimizer::Adam);
    }

  private:
    std::unique_ptr<ExperimentPanel> panel_;
};

QTEST_MAIN(TestExperimentPanel)
#include "tst_experiment_panel.moc"
