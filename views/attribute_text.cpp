#include "views/attribute_text.h"

#include "views/figure.h"

#include <QCoreApplication>

namespace expertscope {

namespace {

struct AttributeText {
    Q_DECLARE_TR_FUNCTIONS(AttributeText)
};

QString signedNumber(int value) {
    return (value > 0 ? QStringLiteral("+") : QString()) + numberText(value, 0);
}

} // namespace

QString attributeValueText(const MeanGating& gating, int value) {
    if (gating.attribute == "translation") {
        const int jitter = (gating.gridRows - 1) / 2;
        return AttributeText::tr("shift %1 down, %2 right")
            .arg(signedNumber(value / gating.gridColumns - jitter),
                 signedNumber(value % gating.gridColumns - jitter));
    }
    const QString name = QString::fromStdString(gating.valueNames[value]);
    return gating.attribute == "class" ? AttributeText::tr("class %1").arg(name)
                                       : QString::fromStdString(gating.attribute) + ' ' + name;
}

QStringList attributeHeadings(const MeanGating& gating) {
    if (gating.attribute == "translation")
        return {AttributeText::tr("where: mean gate by translation"),
                AttributeText::tr("where: by translation"), AttributeText::tr("where")};
    if (gating.attribute == "class")
        return {AttributeText::tr("what: mean gate by class"), AttributeText::tr("what: by class"),
                AttributeText::tr("what")};
    const QString name = QString::fromStdString(gating.attribute);
    return {AttributeText::tr("mean gate by %1").arg(name), name};
}

} // namespace expertscope
