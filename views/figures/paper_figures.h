// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "views/figures/figure_export.h"

namespace expertscope {

/// Which of the paper's figures this one is: 2, 3 or 5; 0 for all others.
int numberInPaper(const Figure& figure);

/// Files with the paper's Figures 2, 3 or 4, and 5 as it prints them, whatever is chosen for others: one
/// column wide (many combinations of speech across the page), letters of 7 to 9 points, black on white, fixed
/// colour domains. Named figure-2, figure-3 or figure-4, and figure-5, in each of the formats but CSV (the
/// numbers are those of the single figures). Of `usual` the dots per inch, the colour map and the metadata
/// are taken; empty figures are left out.
std::vector<FigureFile> paperFiles(const std::vector<std::shared_ptr<const Figure>>& figures,
                                   const QString& folder, const QList<FigureFormat>& formats,
                                   const ExportOptions& usual);

} // namespace expertscope
