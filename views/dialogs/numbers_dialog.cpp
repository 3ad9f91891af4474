// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/dialogs/numbers_dialog.h"

#include "views/figures/figure.h"

#include <QClipboard>
#include <QDialogButtonBox>
#include <QGuiApplication>
#include <QPushButton>
#include <QTableWidget>
#include <QVBoxLayout>

#include <algorithm>

namespace expertscope {

std::vector<QStringList> csvRows(const QString& text) {
    std::vector<QStringList> rows;
    QStringList row;
    QString field;
    bool quoted = false;
    const auto endField = [&] { row << std::exchange(field, {}); };
    const auto endRow = [&] {
        endField();
        rows.push_back(std::exchange(row, {}));
    };
    for (qsizetype i = 0; i < text.size(); ++i) {
        const QChar c = text[i];
        if (c == '"' && quoted && i + 1 < text.size() && text[i + 1] == '"')
            field += text[++i];
        else if (c == '"')
            quoted = !quoted;
        else if (c == ',' && !quoted)
            endField();
        else if (c == '\n' && !quoted)
            endRow();
        else if (c != '\r' || quoted)
            field += c;
    }
    if (!field.isEmpty() || !row.isEmpty())
        endRow();
    return rows;
}

NumbersDialog::NumbersDialog(const Figure& figure, QWidget* parent) : QDialog(parent) {
    setAttribute(Qt::WA_DeleteOnClose);
    setWindowTitle(tr("Numbers of: %1").arg(figure.title()));
    const QString csv = figure.toCsv();
    const std::vector<QStringList> rows = csvRows(csv);
    const QStringList header = rows.empty() ? QStringList() : rows.front();
    const int count = std::max(0, static_cast<int>(rows.size()) - 1);
    auto* table = new QTableWidget(count, static_cast<int>(header.size()));
    table->setObjectName(QStringLiteral("numbers"));
    table->setAccessibleName(windowTitle());
    table->setAccessibleDescription(figure.summary());
    table->setEditTriggers(QAbstractItemView::NoEditTriggers);
    table->setHorizontalHeaderLabels(header);
    for (int r = 0; r < count; ++r)
        for (int c = 0; c < header.size(); ++c)
            table->setItem(r, c, new QTableWidgetItem(rows[static_cast<std::size_t>(r) + 1].value(c)));
    table->resizeColumnsToContents();
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Close);
    auto* copy = buttons->addButton(tr("&Copy as CSV"), QDialogButtonBox::ActionRole);
    connect(copy, &QPushButton::clicked, this, [csv] { QGuiApplication::clipboard()->setText(csv); });
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::close);
    auto* layout = new QVBoxLayout(this);
    layout->addWidget(table);
    layout->addWidget(buttons);
    table->setFocus(); // arrow keys go from number to number at once
    resize(620, 480);
}

} // namespace expertscope
