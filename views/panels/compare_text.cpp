// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/panels/compare_text.h"

#include "views/drawing/figure_text.h"

#include <QCoreApplication>
#include <QStringList>

#include <algorithm>

namespace expertscope {
namespace {

constexpr int mostNumbers = 20;        // of experts that a line names
constexpr int mostDifferences = 5;     // that a line names
constexpr qsizetype longestValue = 24; // letters

struct ComparedTexts {
    Q_DECLARE_TR_FUNCTIONS(Compare)
};

struct Numbers {
    QStringList left, right, leftAlone, rightAlone;
};

Numbers numbersOf(const LayerMatching& matching, int layer, const ExpertOrders& order, int rightExperts) {
    Numbers numbers;
    std::vector<bool> taken(rightExperts, false);
    for (std::size_t place = 0; place < matching.partner.size(); ++place) {
        const int expert = order.expert(layer, static_cast<int>(place)), partner = matching.partner[expert];
        if (partner < 0 || partner >= rightExperts) {
            numbers.leftAlone << QString::number(expert + 1);
            continue;
        }
        taken[partner] = true;
        numbers.left << QString::number(expert + 1);
        numbers.right << QString::number(partner + 1);
    }
    for (int expert = 0; expert < rightExperts; ++expert)
        if (!taken[expert])
            numbers.rightAlone << QString::number(expert + 1);
    return numbers;
}

QString layerText(const LayerMatching& matching, const Numbers& numbers, int layerNumber, bool whole) {
    const QString similarity = numberText(matching.similarity, 2);
    if (!whole)
        return ComparedTexts::tr("Layer %1: %2 experts matched, similarity %3")
            .arg(layerNumber)
            .arg(numbers.left.size())
            .arg(similarity);
    QString text = ComparedTexts::tr("Layer %1: right's %2 matched with left's %3, similarity %4")
                       .arg(layerNumber)
                       .arg(numbers.right.join(' '), numbers.left.join(' '), similarity);
    if (!numbers.leftAlone.isEmpty())
        text += ComparedTexts::tr(", left's %1 without partner").arg(numbers.leftAlone.join(' '));
    if (!numbers.rightAlone.isEmpty())
        text += ComparedTexts::tr(", right's %1 without partner").arg(numbers.rightAlone.join(' '));
    return text;
}

QString valueText(const Json& value, bool whole) {
    if (value.is_null())
        return ComparedTexts::tr("none");
    if (value.is_array() && !value.empty() && value.front().is_object()) // whole layers
        return ComparedTexts::tr("%1 layers").arg(value.size());
    const QString text = QString::fromStdString(settingText(value));
    return whole || text.size() <= longestValue ? text : text.left(longestValue - 1) + QChar(0x2026);
}

QString differenceText(const ConfigDifference& difference, bool whole) {
    return ComparedTexts::tr("%1 %2 → %3")
        .arg(QString::fromStdString(difference.key), valueText(difference.left, whole),
             valueText(difference.right, whole));
}

} // namespace

CompareText matchingText(const std::vector<LayerMatching>& matching, const ExpertOrders& leftOrder,
                         const GatingStatistics& left, const GatingStatistics& right) {
    QStringList line, whole;
    const ExpertOrders order = fittingOrders(leftOrder, left);
    const std::size_t layers = std::min({matching.size(), left.layers.size(), right.layers.size()});
    for (std::size_t k = 0; k < layers; ++k) {
        const int layer = static_cast<int>(k);
        const int number = left.layers[k].layer + 1;
        const Numbers numbers = numbersOf(matching[k], layer, order, right.layers[k].experts());
        whole << layerText(matching[k], numbers, number, true);
        const bool few = std::max(left.layers[k].experts(), right.layers[k].experts()) <= mostNumbers;
        line << layerText(matching[k], numbers, number, few);
    }
    const bool both = !left.layers.empty() && !right.layers.empty();
    if (both && left.layers.size() != right.layers.size()) {
        const QString other = ComparedTexts::tr("%1 mixture layers on the left, %2 on the right")
                                  .arg(left.layers.size())
                                  .arg(right.layers.size());
        line << other;
        whole << other;
    }
    return {line.join(QStringLiteral(" · ")), whole.join('\n')};
}

CompareText differencesText(const std::vector<ConfigDifference>& differences, int changes) {
    QStringList line, whole;
    for (const ConfigDifference& difference : differences) {
        whole << differenceText(difference, true);
        if (line.size() < mostDifferences)
            line << differenceText(difference, false);
    }
    if (const auto more = whole.size() - line.size(); more > 0)
        line << ComparedTexts::tr("and %1 more").arg(more);
    if (whole.isEmpty())
        line << ComparedTexts::tr("the same configuration");
    if (changes > 0)
        line << ComparedTexts::tr("%1 changes by hand while the right one ran").arg(changes);
    return {line.join(QStringLiteral(" · ")), whole.join('\n')};
}

} // namespace expertscope
