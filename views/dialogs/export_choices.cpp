// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/dialogs/export_choices.h"

#include <QSettings>

namespace expertscope {
namespace {

double numberWithin(const QSettings& settings, const char* key, double least, double most, double otherwise) {
    bool good = false;
    const double value = settings.value(QLatin1String(key), otherwise).toDouble(&good);
    return good && value >= least && value <= most ? value : otherwise;
}

} // namespace

ExportOptions ExportChoices::options(FigureFormat format, const ColourMap& map, bool autoRange,
                                     const QString& metadata) const {
    ExportOptions options;
    options.format = format;
    options.widthMm = widthMm;
    if (heightMm > 0)
        options.heightMm = heightMm;
    options.dpi = dpi;
    options.style = styleNamed(theme);
    options.style.pointSize = pointSize;
    options.style.map = map;
    options.style.autoRange = autoRange;
    options.metadata = metadata;
    return options;
}

void ExportChoices::save(QSettings& settings) const {
    QStringList names;
    for (const FigureFormat format : formats)
        names << suffixOf(format);
    settings.setValue("export/figures", figures);
    settings.setValue("export/width", widthMm);
    settings.setValue("export/height", heightMm);
    settings.setValue("export/dpi", dpi);
    settings.setValue("export/fontSize", pointSize);
    settings.setValue("export/theme", theme);
    settings.setValue("export/formats", names);
    settings.setValue("export/folder", folder);
}

ExportChoices ExportChoices::load(const QSettings& settings) {
    ExportChoices choices;
    choices.figures = settings.value("export/figures", choices.figures).toStringList();
    choices.widthMm = numberWithin(settings, "export/width", 20, 2000, choices.widthMm);
    choices.heightMm = numberWithin(settings, "export/height", 0, 2000, choices.heightMm);
    choices.dpi = numberWithin(settings, "export/dpi", 36, 2400, choices.dpi);
    choices.pointSize = numberWithin(settings, "export/fontSize", 4, 48, choices.pointSize);
    const QString theme = settings.value("export/theme", choices.theme).toString();
    if (theme == QLatin1String("light") || theme == QLatin1String("dark"))
        choices.theme = theme;
    if (settings.contains("export/formats")) {
        choices.formats.clear();
        for (const QString& name : settings.value("export/formats").toStringList())
            if (const auto format = figureFormat(name))
                choices.formats << *format;
    }
    choices.folder = settings.value("export/folder").toString();
    return choices;
}

} // namespace expertscope
