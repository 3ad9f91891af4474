// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/expertscope/window/about.h"

#include "model/network/matrix_product.h"
#include "model/run/program_info.h"

#include <Eigen/Core>

#include <QCoreApplication>
#include <QMessageBox>
#include <QPainter>
#include <QPixmap>
#include <QSvgRenderer>
#include <QSysInfo>
#include <QtGlobal>

/// Outside of all namespaces, as Qt wants it: a static library's resources are not there by themselves.
static void initResources() {
    Q_INIT_RESOURCE(expertscope);
}

namespace expertscope {
namespace {

struct About {
    Q_DECLARE_TR_FUNCTIONS(About)
};

} // namespace

QIcon programIcon() {
    initResources();
    QSvgRenderer drawing(QStringLiteral(":/icons/expertscope.svg"));
    QIcon icon;
    for (const int side : {16, 24, 32, 48, 64, 128, 256}) {
        QPixmap pixmap(side, side);
        pixmap.fill(Qt::transparent);
        QPainter painter(&pixmap);
        drawing.render(&painter);
        painter.end();
        icon.addPixmap(pixmap);
    }
    return icon;
}

QString versionsText() {
    QStringList notes;
    for (const std::string& note : arithmeticNotes())
        notes << QString::fromStdString(note);
    return QStringLiteral("Expertscope %1\nQt %2\nEigen %3.%4.%5\n%6\n%7\n%8")
               .arg(QString::fromStdString(programVersion()), QString::fromLatin1(qVersion()))
               .arg(EIGEN_WORLD_VERSION)
               .arg(EIGEN_MAJOR_VERSION)
               .arg(EIGEN_MINOR_VERSION)
               .arg(QString::fromStdString(arithmeticName()), QString::fromStdString(processorName()),
                    QSysInfo::prettyProductName()) +
           (notes.isEmpty() ? "" : "\n" + notes.join('\n'));
}

void showAbout(QWidget& window) {
    QMessageBox box(&window);
    box.setObjectName(QStringLiteral("about"));
    box.setWindowTitle(About::tr("About Expertscope"));
    box.setIconPixmap(programIcon().pixmap(64));
    box.setTextFormat(Qt::PlainText);
    box.setText(About::tr("Trains a deep mixture of experts and shows live which expert takes what."));
    box.setInformativeText(
        versionsText() + QStringLiteral("\n\n") +
        About::tr("Free software under the GNU General Public License, version 3 or later, "
                  "without any warranty. After: D. Eigen, M. Ranzato, I. Sutskever, Learning "
                  "Factored Representations in a Deep Mixture of Experts, arXiv:1312.4314."));
    box.setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    box.exec();
}

} // namespace expertscope
