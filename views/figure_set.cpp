#include "views/figure_set.h"

#include "views/examples_figure.h"
#include "views/factorisation_figure.h"
#include "views/gating_figure.h"
#include "views/joint_figure.h"
#include "views/learning_curves_figure.h"
#include "views/load_figure.h"

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
