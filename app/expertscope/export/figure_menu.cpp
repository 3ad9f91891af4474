// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/expertscope/export/figure_menu.h"

#include "views/dialogs/export_choices.h"
#include "views/dialogs/numbers_dialog.h"
#include "views/panels/figure_view.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QMenu>
#include <QWidget>

namespace expertscope {

FigureMenu::FigureMenu(QObject* parent) : QObject(parent) {
    connect(&copying_, &FigureJob::copied, this,
            [this](const QString& title) { emit told(tr("%1 is on the clipboard.").arg(title)); });
    connect(&copying_, &FigureJob::failed, this, &FigureMenu::failed);
}

void FigureMenu::serve(QWidget& view, std::function<Held()> figure) {
    view.setContextMenuPolicy(Qt::CustomContextMenu);
    connect(&view, &QWidget::customContextMenuRequested, this,
            [this, &view, figure = std::move(figure)](const QPoint& position) {
                if (const Held shown = figure(); shown && !shown->isEmpty())
                    open(view, shown, position);
            });
}

void FigureMenu::open(QWidget& view, const Held& figure, const QPoint& position) {
    auto* menu = new QMenu(&view);
    menu->setObjectName(QStringLiteral("figureMenu"));
    menu->setAttribute(Qt::WA_DeleteOnClose);
    emit opening(menu, &view, position);
    menu->addAction(tr("&Copy figure"), this, [this, &view, figure] { copy(view, figure); });
    menu->addAction(tr("Copy &numbers"), this, [this, figure] {
        QGuiApplication::clipboard()->setText(figure->toCsv());
        emit told(tr("The numbers of %1 are on the clipboard, as CSV.").arg(figure->title()));
    });
    menu->addAction(tr("&Show numbers…"), &view, [&view, figure] { showNumbers(view, figure); });
    menu->addSeparator();
    menu->addAction(tr("&Export figures…"), this, &FigureMenu::exportRequested);
    menu->popup(view.mapToGlobal(position));
}

void FigureMenu::showNumbers(QWidget& view, const Held& figure) {
    if (figure && !figure->isEmpty())
        (new NumbersDialog(*figure, view.window()))->show();
}

void FigureMenu::copy(const QWidget& view, const Held& figure) {
    if (copying_.running())
        return emit failed(tr("Another figure is still on its way to the clipboard; try again in a moment."));
    const auto* shown = qobject_cast<const FigureView*>(&view);
    const FigureStyle style = shown ? shown->figureStyle() : FigureStyle();
    copying_.copy(figure, ExportChoices().options(FigureFormat::Png, style.map, style.autoRange, {}));
}

} // namespace expertscope
