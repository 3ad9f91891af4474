// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/expertscope/window/main_window.h"
#include "model/base/random.h"

#include <QApplication>
#include <QFont>
#include <QPointer>
#include <QSettings>
#include <QTemporaryDir>

#include <memory>
#include <vector>

class QWidget;

namespace expertscope::stress {

/// A hand that knows no aim: presses, drags and types at random places of a real window, and answers whatever
/// asks. Each action draws from random numbers of its own, so that the n-th is the same kind of action
/// whatever came of those before it.
class Monkey {
  public:
    Monkey(std::uint64_t seed, const QString& folder);
    ~Monkey();

    /// What the n-th action draws from.
    void begin(std::uint32_t action);
    std::uint32_t below(std::uint32_t bound) { return random_.below(bound); }
    bool oneIn(std::uint32_t count) { return below(count) == 0; }
    template <class T> const T& any(const std::vector<T>& of) {
        return of[below(static_cast<std::uint32_t>(of.size()))];
    }

    MainWindow& window() { return *window_; }
    QString folder() const { return folder_; }
    EngineStatus::State state() const { return window_->session().status()->state; }
    /// Runs, good and damaged, data, a sweep, and what is none of these.
    const QStringList& places() const { return places_; }
    QString anyPlace() { return places_[below(static_cast<std::uint32_t>(places_.size()))]; }

    /// Closes the window as it is and begins with another. Returns what of the old one is left behind.
    QStringList replaceWindow();

    /// What is in front: a popup, a dialog, or the window.
    QWidget* front() const;
    QPoint anyPoint(const QWidget& widget);
    /// One that can be seen and used, of that class and perhaps that name; null where there is none.
    template <class Widget> Widget* anyWidget(const QString& name = {}) {
        std::vector<Widget*> found;
        for (Widget* widget : front()->window()->findChildren<Widget*>(name))
            if (widget->isVisible() && widget->isEnabled())
                found.push_back(widget);
        return found.empty() ? nullptr : any(found);
    }
    /// Brings a dock to the front.
    void raise(const char* dock);

    void key(QWidget* receiver, int key, Qt::KeyboardModifiers modifiers = {});
    void anyKey(QWidget* receiver);
    void click(QWidget* on, const QPoint& place, Qt::MouseButton button = Qt::LeftButton,
               Qt::KeyboardModifiers modifiers = {});
    /// From one place over some others, and let go.
    void drag(QWidget* on, const QPoint& from, int movements, Qt::MouseButton button = Qt::LeftButton);
    void wheel(QWidget* on, const QPoint& place);

    /// Lets the event loop run until what is loaded is there.
    void waitLoaded() const;
    /// Lets the event loop run as long as that.
    static void wait(int milliseconds);
    /// Whether a file dialog was open since this was asked last.
    bool sawFileDialog() { return std::exchange(sawFileDialog_, false); }

  private:
    void open();
    void makePlaces();
    void answerLater();
    void answer();
    void answerFileDialog(QWidget& dialog);

    std::uint64_t seed_;
    QString folder_;
    const QFont font_ = QApplication::font(); ///< before the first window
    Random random_, answers_;
    QStringList places_;
    std::unique_ptr<MainWindow> window_;
    QObject context_; ///< of the timers that answer
    bool sawFileDialog_ = false;
};

/// Something to do; its name is what a report calls it.
struct WindowAction {
    const char* name;
    int weight; ///< how often, compared with others
    void (*act)(Monkey& monkey);
};

/// All that may be done. What a new part of the window can do is one more line there.
const std::vector<WindowAction>& windowActions();

} // namespace expertscope::stress
