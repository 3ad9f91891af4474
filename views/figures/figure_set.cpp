// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/figures/figure_set.h"

#include "views/figures/examples_figure.h"
#include "views/figures/factorisation_figure.h"
#include "views/figures/gating_figure.h"
#include "views/figures/joint_figure.h"
#include "views/figures/learning_curves_figure.h"
#include "views/figures/load_figure.h"

namespace expertscope {

std::vector<std::shared_ptr<const Figure>>
figureSet(const GatingStatistics& statistics, std::shared_ptr<const ExampleSet> examples,
          std::shared_ptr<const std::vector<MetricsRecord>> history, const ExpertOrders& orders) {
    if (!history)
        history = std::make_shared<const std::vector<MetricsRecord>>();
    return {std::make_shared<GatingFigure>(statistics, orders),
            std::make_shared<ExamplesFigure>(statistics, std::move(examples), orders),
            std::make_shared<JointFigure>(statistics, orders),
            std::make_shared<FactorisationFigure>(statistics, history),
            std::make_shared<LearningCurvesFigure>(history),
            std::make_shared<LoadFigure>(history)};
}

} // namespace expertscope
