#pragma once

#include <QObject>
#include <QPointer>

class QSettings;
class QWidget;

namespace expertscope {

class ExportDialog;
class FigurePanels;
class TrainingSession;

/// Where the figures of a run go unless another folder is chosen: its own, or with the user's documents while it
/// has none.
QString usualFiguresFolder(const QString& run);

/// Keeps the export dialog at what the window shows, and its choices in the settings.
class FigureExporter : public QObject {
    Q_OBJECT

  public:
    FigureExporter(QWidget& window, FigurePanels& panels, TrainingSession& session);

    /// null: choices are forgotten with the window.
    void setSettings(QSettings* settings) { settings_ = settings; }
    void showDialog();

  private:
    void follow();

    QWidget& window_;
    FigurePanels& panels_;
    TrainingSession& session_;
    QSettings* settings_ = nullptr;
    QString run_;
    ExportDialog* dialog_ = nullptr; ///< made when it is first asked for
};

} // namespace expertscope
