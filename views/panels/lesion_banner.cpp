// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/panels/lesion_banner.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>

namespace expertscope {

LesionBanner::LesionBanner(QWidget* parent) : QFrame(parent), text_(new QLabel) {
    setObjectName(QStringLiteral("lesionBanner"));
    setAutoFillBackground(true);
    setBackgroundRole(QPalette::Highlight);
    setForegroundRole(QPalette::HighlightedText);
    text_->setTextFormat(Qt::PlainText);
    text_->setWordWrap(true);
    text_->setForegroundRole(QPalette::HighlightedText);
    auto* end = new QPushButton(tr("All on"));
    end->setObjectName(QStringLiteral("endLesion"));
    end->setToolTip(tr("Switch all experts on again: the figures as they are"));
    connect(end, &QPushButton::clicked, this, &LesionBanner::endRequested);
    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(10, 3, 4, 3);
    layout->addWidget(text_, 1);
    layout->addWidget(end);
    hide();
}

void LesionBanner::showText(const QString& text) {
    text_->setText(text);
    setAccessibleName(text);
    setVisible(!text.isEmpty());
}

QString LesionBanner::text() const {
    return text_->text();
}

} // namespace expertscope
