// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/figures/figure_table.h"

#include <QCoreApplication>

#include <algorithm>

// A new figure is a line here and a file that defines the function of that name.
#define EXPERTSCOPE_FIGURES(LINE)                                                                            \
    LINE(gatingFigure)                                                                                       \
    LINE(examplesFigure)                                                                                     \
    LINE(jointFigure)                                                                                        \
    LINE(factorisationFigure)                                                                                \
    LINE(learningCurvesFigure)                                                                               \
    LINE(loadFigure)

namespace expertscope {

#define EXPERTSCOPE_DECLARE(function) FigureKind function();
#define EXPERTSCOPE_CALL(function) function(),
EXPERTSCOPE_FIGURES(EXPERTSCOPE_DECLARE)

const std::vector<FigureKind>& figureTable() {
    static const std::vector<FigureKind> table{EXPERTSCOPE_FIGURES(EXPERTSCOPE_CALL)};
    return table;
}

#undef EXPERTSCOPE_CALL
#undef EXPERTSCOPE_DECLARE
#undef EXPERTSCOPE_FIGURES

QString FigureKind::translatedName() const {
    return QCoreApplication::translate("Figures", name);
}

QString FigureKind::translatedTip() const {
    return QCoreApplication::translate("Figures", tip);
}

const FigureKind& figureAt(FigureKind::Place place) {
    const auto& table = figureTable();
    return *std::find_if(table.begin(), table.end(),
                         [&](const FigureKind& kind) { return kind.place == place; });
}

std::vector<const FigureKind*> tabFigures() {
    std::vector<const FigureKind*> tabs;
    for (const FigureKind& kind : figureTable())
        if (kind.place == FigureKind::Place::Tab)
            tabs.push_back(&kind);
    std::stable_sort(tabs.begin(), tabs.end(),
                     [](const FigureKind* a, const FigureKind* b) { return a->tab < b->tab; });
    return tabs;
}

std::vector<std::shared_ptr<const Figure>>
figureSet(const GatingStatistics& statistics, std::shared_ptr<const ExampleSet> examples,
          std::shared_ptr<const std::vector<MetricsRecord>> history, const ExpertOrders& orders) {
    const FigureMoment moment{statistics, std::move(examples), history, history, orders};
    std::vector<std::shared_ptr<const Figure>> figures;
    for (const FigureKind& kind : figureTable())
        figures.push_back(kind.make(moment));
    return figures;
}

} // namespace expertscope
