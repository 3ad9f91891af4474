// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/expertscope/window/keyboard_manners.h"

#include <QAbstractButton>
#include <QAbstractItemView>
#include <QApplication>
#include <QComboBox>
#include <QDoubleSpinBox>
#include <QKeyEvent>
#include <QLineEdit>
#include <QSpinBox>

namespace expertscope {
namespace {

bool usesSpace(const QObject* control) {
    return qobject_cast<const QAbstractButton*>(control) || qobject_cast<const QComboBox*>(control) ||
           qobject_cast<const QAbstractItemView*>(control);
}

/// A field whose text is what is set already.
bool isFinishedField(const QObject* control) {
    if (const auto* box = qobject_cast<const QDoubleSpinBox*>(control))
        return box->valueFromText(box->cleanText()) == box->value();
    if (const auto* box = qobject_cast<const QSpinBox*>(control))
        return box->cleanText() == QString::number(box->value());
    const auto* edit = qobject_cast<const QLineEdit*>(control);
    return edit && !edit->isModified();
}

} // namespace

KeyboardManners::KeyboardManners(QObject* parent) : QObject(parent) {
    qApp->installEventFilter(this);
}

bool KeyboardManners::eventFilter(QObject* watched, QEvent* event) {
    if (event->type() != QEvent::ShortcutOverride)
        return false;
    auto* key = static_cast<QKeyEvent*>(event);
    if (key->key() == Qt::Key_Space && key->modifiers() == Qt::NoModifier && usesSpace(watched)) {
        key->accept(); // the control's, not the shortcut's
        return true;
    }
    if ((key->matches(QKeySequence::Undo) || key->matches(QKeySequence::Redo)) && isFinishedField(watched)) {
        key->ignore(); // the shortcut's, not the field's
        return true;
    }
    return false;
}

} // namespace expertscope
