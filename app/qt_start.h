// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

#include <functional>

namespace expertscope {

/// Before anything else of Qt: the order of hashes is the same in every process, for it is the order of some
/// of a figure's parts; and standard error is free of Qt's notes on locale and folders of the machine, in
/// which a sentence of ours would drown.
void prepareQt();

/// While it lives Qt starts its platform, such as X11. What Qt says of that is kept, and printed in the end
/// where all went well; where Qt cannot go on, and by itself would abort, the process ends with code 1 and
/// one sentence on standard error, which is made of what Qt said.
class PlatformStart {
  public:
    using Sentence = std::function<QString(const QString& whatQtSaid)>;

    explicit PlatformStart(Sentence sentence);
    ~PlatformStart();
    PlatformStart(const PlatformStart&) = delete;
    PlatformStart& operator=(const PlatformStart&) = delete;
};

/// Why Qt's platform plugin cannot be used, where it is for no want of a display. Empty if Qt did not say so.
QString unusablePlugin(const QString& whatQtSaid);

} // namespace expertscope
