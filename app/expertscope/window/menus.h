// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

class QMainWindow;
class QToolBar;

namespace expertscope {

class CompareController;
class DesktopManners;
class FigureOptions;
class FileActions;
class RunActions;
class SoundController;
class TimelineBar;

/// Who hands out the actions that menus are made of.
struct ActionOwners {
    const FileActions& file;
    const RunActions& run;
    const TimelineBar& timeline;
    const SoundController& sound;
    const FigureOptions& figures;
    CompareController& compare;
    const DesktopManners& desktop;
};

/// All menus of the window, in the order in which a person reads them. All docks must be there.
void buildMenus(QMainWindow& window, const ActionOwners& owners);
void fillToolBar(QToolBar& bar, const ActionOwners& owners);

} // namespace expertscope
