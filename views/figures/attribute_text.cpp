// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/figures/attribute_text.h"

#include "views/drawing/figure_text.h"

#include <QCoreApplication>

namespace expertscope {

namespace {

struct AttributeText {
    Q_DECLARE_TR_FUNCTIONS(AttributeText)
};

QString titleOr(const std::string& title, const std::string& name) {
    return QString::fromStdString(title.empty() ? name : title);
}

QString signedNumber(int value) {
    return (value > 0 ? QStringLiteral("+") : QString()) + numberText(value, 0);
}

} // namespace

QString attributeTitle(const MeanGating& gating) {
    return titleOr(gating.title, gating.attribute);
}

QString attributeTitle(const Attribute& attribute) {
    return titleOr(attribute.title, attribute.name);
}

QString className(const ExampleSet& set, int value) {
    return QString::fromStdString(set.attributes().front().valueNames[value]);
}

QString attributeValueText(const MeanGating& gating, int value) {
    if (gating.attribute == "translation") {
        const int jitter = (gating.gridRows - 1) / 2;
        return AttributeText::tr("shift %1 down, %2 right")
            .arg(signedNumber(value / gating.gridColumns - jitter),
                 signedNumber(value % gating.gridColumns - jitter));
    }
    const QString name = QString::fromStdString(gating.valueNames[value]);
    return gating.attribute == "class" && gating.title.empty() ? AttributeText::tr("class %1").arg(name)
                                                               : attributeTitle(gating) + ' ' + name;
}

QString soundPlaceText(const Dataset& data, std::uint32_t example) {
    if (example >= data.heard.file.size())
        return {};
    const std::uint32_t file = data.heard.file[example];
    const QString name = QString::fromStdString(data.heard.files[file]).section('/', -2);
    const QString place = AttributeText::tr("%1 at %2 s")
                              .arg(name, numberText(static_cast<double>(data.heard.seconds[example]), 2));
    const QString text = QString::fromStdString(data.heard.texts[file]);
    return text.isEmpty() ? place : AttributeText::tr("%1: “%2”").arg(place, text);
}

QStringList attributeHeadings(const MeanGating& gating) {
    if (gating.attribute == "translation")
        return {AttributeText::tr("where: mean gate by translation"),
                AttributeText::tr("where: by translation"), AttributeText::tr("where")};
    const QString title = attributeTitle(gating);
    if (gating.attribute == "class")
        return {AttributeText::tr("what: mean gate by %1").arg(title),
                AttributeText::tr("what: by %1").arg(title), AttributeText::tr("what")};
    return {AttributeText::tr("mean gate by %1").arg(title), AttributeText::tr("by %1").arg(title), title};
}

} // namespace expertscope
