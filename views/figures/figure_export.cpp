// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/figures/figure_export.h"

#include "model/base/error.h"
#include "model/base/file.h"
#include "views/drawing/figure_font.h"
#include "views/figures/steady_pdf.h"

#include <QBuffer>
#include <QCoreApplication>
#include <QDir>
#include <QFileInfo>
#include <QImage>
#include <QImageWriter>
#include <QMimeData>
#include <QPainter>
#include <QPdfWriter>
#include <QSvgGenerator>
#include <QXmlStreamWriter>

#include <algorithm>
#include <cmath>
#include <cstring>

namespace expertscope {

namespace {

constexpr double mmPerInch = 25.4;
// Ten units a point: fonts and cells are whole units, and that is fine enough for any press.
constexpr int vectorDpi = 720;
constexpr double largestSide = 30000; // pixels
// What other programs take from a clipboard. Qt's own limit differs from one version to the next.
constexpr double largestOnClipboard = 128 << 20; // bytes, four a pixel

struct FigureExport {
    Q_DECLARE_TR_FUNCTIONS(FigureExport)
};

[[noreturn]] void fail(const QString& path, const QString& why, const QString& remedy) {
    throw FileError(FigureExport::tr("Cannot write %1: %2; %3.").arg(path, why, remedy).toStdString());
}

void require(const Wanted& wanted) {
    if (wanted && !wanted())
        throw Cancelled();
}

/// Takes bytes as long as they are wanted; whoever writes them then gives up. (libpng says so on standard
/// error, where Qt lets it; to swallow the bytes instead would let it compress a large picture to the end.)
class WantedBuffer : public QBuffer {
  public:
    WantedBuffer(QByteArray* bytes, const Wanted& wanted) : QBuffer(bytes), wanted_(wanted) {}

  protected:
    qint64 writeData(const char* bytes, qint64 count) override {
        return wanted_ && !wanted_() ? -1 : QBuffer::writeData(bytes, count);
    }

  private:
    const Wanted& wanted_;
};

FigureStyle scaled(const ExportOptions& options, double dpi) {
    FigureStyle style = options.style;
    style.scale = dpi / 72;
    return style;
}

void paintOn(QPaintDevice& device, const Figure& figure, const QSizeF& units, const FigureStyle& style) {
    QPainter painter(&device);
    painter.setFont(style.font()); // SVG names one with the first shape: not the program's
    painter.setRenderHint(QPainter::LosslessImageRendering); // else a PDF's digits become JPEG
    figure.paint(painter, QRectF(QPointF(), units), style);
}

QSizeF exportSizeInPixels(const Figure& figure, const ExportOptions& options) {
    return exportSizeInMm(figure, options) * options.dpi / mmPerInch;
}

QImage drawImage(const Figure& figure, const ExportOptions& options, const QString& path) {
    const QSizeF pixels = exportSizeInPixels(figure, options);
    if (!(std::max(pixels.width(), pixels.height()) <= largestSide))
        fail(path, FigureExport::tr("the picture would be wider or higher than 30,000 pixels"),
             FigureExport::tr("choose a smaller size or fewer dots per inch"));
    QImage image(pixels.toSize().expandedTo({1, 1}), QImage::Format_RGB32);
    const int perMetre = static_cast<int>(std::lround(options.dpi / mmPerInch * 1000));
    image.setDotsPerMeterX(perMetre);
    image.setDotsPerMeterY(perMetre);
    paintOn(image, figure, image.size(), scaled(options, options.dpi));
    return image;
}

void writePng(QIODevice& out, const QImage& image, const Figure& figure, const ExportOptions& options,
              const QString& path, const Wanted& wanted) {
    QImageWriter writer(&out, "png");
    writer.setText("Title", figure.title());
    writer.setText("Software", "Expertscope");
    if (!options.metadata.isEmpty())
        writer.setText("Description", options.metadata);
    const bool whole = writer.write(image);
    require(wanted);
    if (!whole)
        fail(path, writer.errorString(),
             FigureExport::tr("check the free space there, or choose another folder"));
}

void writeSvg(QIODevice& out, const Figure& figure, const ExportOptions& options) {
    const QSizeF units = exportSizeInMm(figure, options) * vectorDpi / mmPerInch;
    QByteArray svg;
    QBuffer buffer(&svg);
    QSvgGenerator generator;
    generator.setOutputDevice(&buffer);
    generator.setResolution(vectorDpi);
    generator.setSize(units.toSize());
    generator.setViewBox(QRectF(QPointF(), units));
    // Qt 6.4 writes both as they are, later versions escape them: placeholders are the same in all.
    generator.setTitle("figure-title");
    generator.setDescription("figure-description");
    paintOn(generator, figure, units, scaled(options, vectorDpi));
    const QString description = options.metadata.isEmpty() ? figure.summary() : options.metadata;
    svg.replace("figure-title", figure.title().toHtmlEscaped().toUtf8());
    svg.replace("figure-description", description.toHtmlEscaped().toUtf8());
    out.write(svg);
}

/// Programs that index documents read XMP, not attachments: the same configuration once more, as text.
QByteArray xmpOf(const Figure& figure, const QString& metadata) {
    QByteArray xmp;
    QXmlStreamWriter xml(&xmp);
    const QString rdf = "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
                  dc = "http://purl.org/dc/elements/1.1/";
    const auto inEveryLanguage = [&](const char* name, const QString& text) {
        xml.writeStartElement(dc, name);
        xml.writeStartElement(rdf, "Alt");
        xml.writeStartElement(rdf, "li");
        xml.writeAttribute("xml:lang", "x-default");
        xml.writeCharacters(text);
        xml.writeEndElement();
        xml.writeEndElement();
        xml.writeEndElement();
    };
    xml.writeProcessingInstruction("xpacket", "begin=\"\xEF\xBB\xBF\" id=\"W5M0MpCehiHzreSzNTczkc9d\"");
    xml.writeNamespace("adobe:ns:meta/", "x");
    xml.writeStartElement("adobe:ns:meta/", "xmpmeta");
    xml.writeNamespace(rdf, "rdf");
    xml.writeStartElement(rdf, "RDF");
    xml.writeNamespace(dc, "dc");
    xml.writeStartElement(rdf, "Description");
    xml.writeAttribute(rdf, "about", "");
    inEveryLanguage("title", figure.title());
    inEveryLanguage("description", metadata.isEmpty() ? figure.summary() : metadata);
    xml.writeEndElement();
    xml.writeEndElement();
    xml.writeEndElement();
    xml.writeProcessingInstruction("xpacket", "end=\"w\"");
    return xmp;
}

void writePdf(QIODevice& out, const Figure& figure, const ExportOptions& options) {
    const QSizeF mm = exportSizeInMm(figure, options);
    QByteArray pdf;
    QBuffer buffer(&pdf);
    buffer.open(QIODevice::WriteOnly);
    QPdfWriter writer(&buffer);
    writer.setResolution(vectorDpi);
    writer.setPageSize(QPageSize(mm, QPageSize::Millimeter, QString(), QPageSize::ExactMatch));
    writer.setPageMargins(QMarginsF(0, 0, 0, 0));
    writer.setTitle(figure.title());
    writer.setCreator("Expertscope");
    writer.setDocumentXmpMetadata(xmpOf(figure, options.metadata));
    if (!options.metadata.isEmpty())
        writer.addFileAttachment("config.json", options.metadata.toUtf8(), "application/json");
    paintOn(writer, figure, mm * vectorDpi / mmPerInch, scaled(options, vectorDpi)); // to the end of the file
    out.write(steadyPdf(pdf));
}

void requireSensible(const QString& path, const ExportOptions& options) {
    if (!(options.widthMm > 0) || !(options.dpi > 0) || !(options.heightMm.value_or(1) > 0))
        fail(path, FigureExport::tr("a figure needs a width, a height and dots per inch above 0"),
             FigureExport::tr("choose such a size"));
    const QFileInfo target(path);
    if (!target.dir().exists())
        fail(path, FigureExport::tr("the folder %1 does not exist").arg(target.path()),
             FigureExport::tr("make it first, or choose another one"));
}

[[noreturn]] void failToWrite(const QString& path, const WriteError& error) {
    fail(path, QString::fromLocal8Bit(std::strerror(error.code())),
         FigureExport::tr("check the rights and the free space there, or choose another folder"));
}

/// Beside the target, on disk: a full disk leaves an older file as it was. A link goes on to be one.
PendingFile pending(const QString& path, const QByteArray& bytes) {
    const QFileInfo target(path);
    const QString place = target.isSymLink() && target.exists() ? target.canonicalFilePath() : path;
    try {
        return PendingFile(QFile::encodeName(place).toStdString(),
                           {{bytes.constData(), static_cast<std::size_t>(bytes.size())}});
    } catch (const WriteError& error) {
        failToWrite(path, error);
    }
}

void commit(PendingFile& file, const QString& path) {
    try {
        file.commit();
    } catch (const WriteError& error) {
        failToWrite(path, error);
    }
}

} // namespace

QSizeF exportSizeInMm(const Figure& figure, const ExportOptions& options) {
    return {options.widthMm, options.heightMm.value_or(figure.sizeInMm(options.widthMm).height())};
}

QByteArray renderFigure(const Figure& figure, const ExportOptions& options, const QString& path,
                        const Wanted& wanted) {
    QByteArray bytes;
    WantedBuffer buffer(&bytes, wanted);
    buffer.open(QIODevice::WriteOnly);
    if (options.format != FigureFormat::Csv)
        requireFigureFont();
    switch (options.format) {
    case FigureFormat::Png:
        writePng(buffer, drawImage(figure, options, path), figure, options, path, wanted);
        break;
    case FigureFormat::Svg:
        writeSvg(buffer, figure, options);
        break;
    case FigureFormat::Pdf:
        writePdf(buffer, figure, options);
        break;
    case FigureFormat::Csv:
        buffer.write(figure.toCsv().toUtf8());
        break;
    }
    buffer.close();
    return bytes;
}

void exportFigure(const Figure& figure, const QString& path, const ExportOptions& options) {
    requireSensible(path, options);
    const QByteArray bytes = renderFigure(figure, options, path);
    PendingFile file = pending(path, bytes);
    commit(file, path);
}

void exportFigures(const std::vector<FigureFile>& files, const Progress& progress) {
    std::vector<PendingFile> written; // gone where one of them fails
    written.reserve(files.size());
    for (const FigureFile& wanted : files) {
        const double done = static_cast<double>(written.size()) / static_cast<double>(files.size());
        const Wanted goOn = [&] { return !progress || progress(done); };
        require(goOn);
        requireSensible(wanted.path, wanted.options);
        written.push_back(
            pending(wanted.path, renderFigure(*wanted.figure, wanted.options, wanted.path, goOn)));
    }
    report(progress, 1); // from here on there is no way back
    for (std::size_t i = 0; i < files.size(); ++i)
        commit(written[i], files[i].path);
}

ClipboardFigure drawForClipboard(const Figure& figure, ExportOptions options, const Wanted& wanted) {
    const QString clipboard = FigureExport::tr("the clipboard");
    const QSizeF pixels = exportSizeInPixels(figure, options);
    if (!(4 * pixels.width() * pixels.height() <= largestOnClipboard))
        fail(clipboard, FigureExport::tr("the picture is too large for it"),
             FigureExport::tr("choose a smaller size or fewer dots per inch"));
    ClipboardFigure drawn;
    options.format = FigureFormat::Svg;
    drawn.svg = renderFigure(figure, options, clipboard, wanted);
    drawn.image = drawImage(figure, options, clipboard);
    require(wanted);
    WantedBuffer buffer(&drawn.png, wanted);
    buffer.open(QIODevice::WriteOnly);
    writePng(buffer, drawn.image, figure, options, clipboard, wanted);
    return drawn;
}

std::unique_ptr<QMimeData> mimeDataOf(const ClipboardFigure& figure) {
    auto data = std::make_unique<QMimeData>();
    data->setData("image/svg+xml", figure.svg);
    data->setData("image/png", figure.png); // else the window's thread would pack the image, at each paste
    data->setImageData(figure.image);
    return data;
}

std::optional<FigureFormat> figureFormat(const QString& name) {
    for (const FigureFormat format :
         {FigureFormat::Png, FigureFormat::Svg, FigureFormat::Pdf, FigureFormat::Csv})
        if (name.compare(suffixOf(format), Qt::CaseInsensitive) == 0)
            return format;
    return std::nullopt;
}

QString suffixOf(FigureFormat format) {
    switch (format) {
    case FigureFormat::Png:
        return "png";
    case FigureFormat::Svg:
        return "svg";
    case FigureFormat::Pdf:
        return "pdf";
    case FigureFormat::Csv:
        return "csv";
    }
    return "pdf";
}

} // namespace expertscope
