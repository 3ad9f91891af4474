#include "app/expertscope/figure_menu.h"

#include "model/base/error.h"
#include "views/export_choices.h"
#include "views/figure_view.h"
#include "views/numbers_dialog.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QMenu>
#include <QMimeData>
#include <QWidget>

namespace expertscope {

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
    menu->addAction(tr("&Copy figure"), this, [this, &view, figure] { copy(view, *figure); });
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

void FigureMenu::copy(const QWidget& view, const Figure& figure) {
    try {
        const auto* shown = qobject_cast<const FigureView*>(&view);
        const FigureStyle style = shown ? shown->figureStyle() : FigureStyle();
        const ExportOptions options =
            ExportChoices().options(FigureFormat::Png, style.map, style.autoRange, {});
        QGuiApplication::clipboard()->setMimeData(figureForClipboard(figure, options).release());
        emit told(tr("%1 is on the clipboard.").arg(figure.title()));
    } catch (const Error& error) {
        emit failed(QString::fromStdString(error.what()));
    }
}

} // namespace expertscope
