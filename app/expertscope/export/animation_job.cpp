// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/expertscope/export/animation_job.h"

#include "app/expertscope/export/any_thread_figure.h"
#include "app/expertscope/export/video_encoder.h"
#include "app/expertscope/session/moment_history.h"
#include "app/output_folder.h"
#include "model/base/error.h"
#include "model/base/file.h"
#include "views/figures/animation_frame.h"
#include "views/figures/figure_table.h"
#include "views/panels/timeline_view.h"

#include <QBuffer>
#include <QDir>
#include <QImageWriter>
#include <QTemporaryDir>

namespace expertscope {
namespace {

using Figures = std::vector<std::shared_ptr<const Figure>>;

struct AnimationTexts {
    Q_DECLARE_TR_FUNCTIONS(AnimationJob)
};

[[noreturn]] void fail(const QString& sentence) {
    throw FileError(sentence.toStdString());
}

[[noreturn]] void failAt(const QString& path, const QString& why) {
    fail(AnimationTexts::tr(
             "Cannot write %1: %2; check the rights and the free space there, or choose another folder.")
             .arg(path, why));
}

/// Of the figures, those that are wanted, in the plan's order.
Figures wanted(const TrainingSnapshot& snapshot, const QStringList& ids, const ExpertOrders& orders) {
    Figures chosen;
    const Figures all = figureSet(snapshot.statistics, snapshot.probe, snapshot.history, orders);
    for (const QString& id : ids)
        for (const auto& figure : all)
            if (figure->id() == id)
                chosen.push_back(figure);
    return chosen;
}

/// A name that nothing has yet: "figure2-gating-frames", then "figure2-gating-frames-2", ...
QString freeName(const QDir& folder, const QString& name) {
    QString free = name;
    for (int i = 2; folder.exists(free); ++i)
        free = QStringLiteral("%1-%2").arg(name).arg(i);
    return free;
}

/// One run of the job, on its thread.
class AnimationMaker {
  public:
    using Report = std::function<void(double, const QString&)>;

    AnimationMaker(Timeline timeline, const AnimationTask& task, const std::atomic<bool>& cancelled,
                   Report report)
        : timeline_(std::move(timeline)), task_(task), plan_(task.plan), cancelled_(cancelled),
          report_(std::move(report)), folder_(plan_.folder),
          scratch_(QDir(plan_.folder).filePath(QStringLiteral(".animation-XXXXXX"))) {
        if (!scratch_.isValid())
            failAt(plan_.folder, scratch_.errorString());
    }

    QStringList make() {
        prepareLooks();
        drawAll();
        for (std::size_t f = 0; f < looks_.size() && plan_.format != AnimationFormat::Frames; ++f)
            encode(static_cast<int>(f));
        if (cancelled_)
            throw Cancelled();
        return moveIntoPlace();
    }

    int unread() const { return static_cast<int>(moments()) - drawn_; }

  private:
    QString framesOf(int figure) const { return scratch_.filePath(plan_.figures[figure]); }
    QString video(int figure) const {
        return plan_.figures[figure] + (plan_.format == AnimationFormat::Mp4 ? ".mp4" : ".webp");
    }
    std::size_t moments() const { return timeline_.moments().size(); }
    /// Encoding takes about as long as drawing.
    void report(double done, const QString& text) const {
        const double parts = plan_.format == AnimationFormat::Frames ? 1 : 1 + 0.5 * plan_.figures.size();
        report_(done / parts, text);
    }

    /// Null where it cannot be read: one damaged file is no reason to have nothing.
    std::shared_ptr<const TrainingSnapshot> moment(std::size_t i) {
        try {
            return withHistory(*timeline_.load(i), timeline_.history());
        } catch (const FileError& error) {
            unreadable_ = error.what();
            return nullptr;
        }
    }

    /// The last moment has everything, and gives all of them their size.
    void prepareLooks() {
        std::shared_ptr<const TrainingSnapshot> last;
        for (std::size_t i = moments(); i > 0 && !last; --i)
            last = moment(i - 1);
        if (!last)
            throw FileError(unreadable_);
        for (const auto& figure : wanted(*last, plan_.figures, task_.orders)) {
            const QString folder = framesOf(static_cast<int>(looks_.size()));
            if (!QDir().mkpath(folder))
                failAt(folder, AnimationTexts::tr("the folder cannot be made"));
            looks_.push_back(frameLook(*figure, plan_.width, task_.style));
        }
    }

    void drawAll() {
        for (std::size_t i = 0; i < moments(); ++i) {
            if (const auto snapshot = moment(i))
                draw(*snapshot, ++drawn_, momentText(timeline_.moments()[i], task_.constraint));
            report(static_cast<double>(i + 1) / static_cast<double>(moments()),
                   AnimationTexts::tr("Drawing moment %1 of %2").arg(i + 1).arg(moments()));
        }
    }

    void draw(const TrainingSnapshot& snapshot, int number, const QString& text) {
        const QString name = QStringLiteral("frame-%1.png").arg(number, 5, 10, QChar('0'));
        const Figures figures = wanted(snapshot, plan_.figures, task_.orders);
        for (std::size_t f = 0; f < figures.size(); ++f) {
            const QImage picture = animationFrame(*forAnyThread(figures[f], cancelled_), text, looks_[f]);
            if (cancelled_)
                throw Cancelled();
            QBuffer png;
            QImageWriter writer(&png, "png");
            writer.setText("Title", figures[f]->title() + ", " + text);
            writer.setText("Software", "Expertscope");
            if (!task_.metadata.isEmpty())
                writer.setText("Description", task_.metadata);
            if (!writer.write(picture))
                failAt(plan_.folder, writer.errorString());
            const QByteArray& bytes = png.data();
            writeFileAtomically(QDir(framesOf(static_cast<int>(f))).filePath(name).toStdString(),
                                {{bytes.constData(), static_cast<std::size_t>(bytes.size())}});
        }
    }

    void encode(int figure) {
        const auto progress = [&](int frames) {
            report(1 + 0.5 * (figure + static_cast<double>(frames) / drawn_),
                   AnimationTexts::tr("Making %1").arg(video(figure)));
            return !cancelled_;
        };
        progress(0);
        const QString error = encodeVideo(
            {framesOf(figure), scratch_.filePath(video(figure)), plan_.framesPerSecond, task_.metadata},
            progress);
        if (cancelled_)
            throw Cancelled();
        if (!error.isEmpty())
            fail(AnimationTexts::tr("Cannot make %1: %2; choose PNG pictures, which need no other program.")
                     .arg(video(figure), error));
    }

    QStringList moveIntoPlace() const {
        QStringList paths;
        const QDir folder(plan_.folder);
        for (int f = 0; f < plan_.figures.size(); ++f) {
            const bool frames = plan_.format == AnimationFormat::Frames;
            const QString from = frames ? framesOf(f) : scratch_.filePath(video(f));
            const QString to =
                folder.filePath(frames ? freeName(folder, plan_.figures[f] + "-frames") : video(f));
            if (!frames)
                syncToDisk(from.toStdString());               // another program wrote it
            renameFile(from.toStdString(), to.toStdString()); // replaces an older video
            paths << to;
        }
        return paths;
    }

    Timeline timeline_;
    const AnimationTask& task_;
    const AnimationPlan& plan_;
    const std::atomic<bool>& cancelled_;
    Report report_;
    OutputFolder folder_;
    /// Pictures are made beside their place: a rename is all that remains in the end. It goes with everything
    /// that was not moved out of it.
    QTemporaryDir scratch_;
    std::vector<FrameLook> looks_;
    int drawn_ = 0;          ///< moments
    std::string unreadable_; ///< why the last of those that could not be read was not
};

} // namespace

void AnimationJob::make(const Timeline& timeline, const AnimationTask& task) {
    start([this, timeline, task] {
        const auto say = [this](double fraction, const QString& text) { report(fraction, text); };
        AnimationMaker maker(timeline, task, cancelled(), say);
        const QStringList paths = maker.make();
        const int unread = maker.unread();
        return [this, paths, unread] { emit finished(paths, unread); };
    });
}

} // namespace expertscope
