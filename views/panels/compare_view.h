// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/analysis/expert_matching.h"
#include "model/training/training_snapshot.h"
#include "views/figures/selection.h"
#include "views/panels/compare_text.h"
#include "views/panels/figure_slot.h"

#include <QWidget>

#include <array>
#include <memory>
#include <optional>

class QComboBox;
class QLabel;
class QTabWidget;

namespace expertscope {

class ColourMap;

/// What one of two runs looks like at one moment.
struct ComparedMoment {
    QString title;                                             ///< which run, which moment
    std::shared_ptr<const TrainingSnapshot> snapshot;          ///< never null
    std::shared_ptr<const std::vector<MetricsRecord>> history; ///< of the curves; may be null
    std::optional<double> marker;                              ///< where in the curves the moment is
    ExpertOrders orders;
};

/// Two runs side by side: the same figures in two columns, on the same scales, experts that do the same in
/// the same place. Above, which they are, what their configurations differ in, and who is matched with whom.
class CompareView : public QWidget {
    Q_OBJECT

  public:
    enum Side { Left, Right };
    enum Moment { SameEpoch, Last };

    explicit CompareView(QWidget* parent = nullptr);

    void setDifferences(const CompareText& text);
    /// matching: of left's experts with right's.
    void showMoments(const ComparedMoment& left, const ComparedMoment& right,
                     const std::vector<LayerMatching>& matching);
    /// Of the left run; the right highlights what is matched with it.
    void setSelection(const Selection& selection);
    void setColours(const ColourMap& map, bool autoRange);
    /// Which moment of the right run is wanted.
    Moment moment() const;
    bool isRight(const QWidget* view) const;
    /// Of where and what; the others are in the tabs.
    FigureView* gating(Side side) const { return maps_.sides[side].view(); }

  signals:
    void momentChosen();
    void otherRunRequested();
    void endRequested();
    /// In terms of the left run; the right's experts stand for their partners.
    void selected(const expertscope::Selection& selection);
    void hovered(const QString& readOut);

  private:
    /// The two views of one figure, left and right.
    struct Pair {
        std::array<FigureSlot, 2> sides;
        QWidget* page = nullptr; ///< that both stand on
    };

    QWidget* buildHeader();
    Pair makePair(const FigureKind& kind);
    std::vector<std::array<FigureView*, 2>> painted() const;
    /// In all figures of that side.
    void setSelectionOf(Side side, const Selection& selection) const;
    void showPair(const Pair& pair);
    void selectFromRight(const Selection& selection);
    void refreshTab();

    std::array<QLabel*, 2> titles_;
    QLabel *differences_, *matchingText_;
    QComboBox* moment_;
    QTabWidget* tabs_;
    Pair maps_;
    std::vector<Pair> inTabs_;
    std::array<ComparedMoment, 2> shown_;
    std::vector<LayerMatching> matching_;
    Selection selection_;
};

} // namespace expertscope
