// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/analysis/expert_order.h"
#include "model/data/example_set.h"
#include "model/training/training_snapshot.h"
#include "views/figures/figure.h"

#include <memory>
#include <vector>

namespace expertscope {

/// One moment of one run: what figures are made of.
struct FigureMoment {
    using History = std::shared_ptr<const std::vector<MetricsRecord>>;

    const GatingStatistics& statistics;
    std::shared_ptr<const ExampleSet> examples; ///< what statistics.top indexes; may be null
    History history;                            ///< up to the moment; may be null
    History course;      ///< all that is known, also of what came after it; may be null
    ExpertOrders orders; ///< how experts stand
};

/// A line of the table of figures: where it stands, and how it is made. The tabs, the comparison, exports,
/// animations and `dmoe figures` go by the table, and name no figure.
struct FigureKind {
    enum class Place { Maps, Examples, Tab };

    QString id; ///< as its Figure::id()
    Place place = Place::Tab;
    int tab = 0; ///< its place among the tabs
    /// Of the tab; translated in the context "Figures" (QT_TRANSLATE_NOOP).
    const char* name = "";
    const char* tip = "";
    /// Whether it is curves of the whole course, a CurveFigure: then the moment itself changes nothing in it.
    bool curves = false;
    std::shared_ptr<Figure> (*make)(const FigureMoment& moment) = nullptr;

    QString translatedName() const;
    QString translatedTip() const;
};

/// The table, the paper's figures first.
const std::vector<FigureKind>& figureTable();
/// The one that stands there.
const FigureKind& figureAt(FigureKind::Place place);
/// Those of the tabs, as these stand.
std::vector<const FigureKind*> tabFigures();

/// Every figure of the table of one moment, empty ones too: what `dmoe figures` writes and what the export
/// dialog offers. examples and history may be null; history is the course as well.
std::vector<std::shared_ptr<const Figure>>
figureSet(const GatingStatistics& statistics, std::shared_ptr<const ExampleSet> examples,
          std::shared_ptr<const std::vector<MetricsRecord>> history, const ExpertOrders& orders = {});

} // namespace expertscope
