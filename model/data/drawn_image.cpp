// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/data/drawn_image.h"

#include "model/data/stroke_frame.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace expertscope {
namespace {

constexpr double pieceLength = 0.5; // pixels: short enough to erase part of a line
constexpr std::size_t mostUndo = 200;

/// Calls each(x, y) at pieces on the way from one point to another, without the first point.
template <class Each> void walk(double fromX, double fromY, double toX, double toY, Each&& each) {
    const double length = std::hypot(toX - fromX, toY - fromY);
    const int pieces = std::max(1, static_cast<int>(std::ceil(length / pieceLength)));
    for (int piece = 1; piece <= pieces; ++piece) {
        const double t = static_cast<double>(piece) / pieces;
        each(fromX + t * (toX - fromX), fromY + t * (toY - fromY));
    }
}

/// What is left of a line when the points near (x, y) are gone.
void cut(const InkLine& line, double x, double y, double radius, std::vector<InkLine>& rest) {
    InkLine part;
    const auto keep = [&] {
        if (part.size() > 1)
            rest.push_back(std::move(part));
        part.clear();
    };
    for (const InkPoint& point : line) {
        if (std::hypot(point.x - x, point.y - y) < radius + point.radius / 2)
            keep();
        else
            part.push_back(point);
    }
    keep();
}

} // namespace

bool DrawnImage::framed() const {
    return now_.base.empty() && !now_.ink.empty() && shape_ == ImageShape{digitSide, digitSide, 1};
}

std::vector<float> DrawnImage::pixels() const {
    std::vector<float> pixels = now_.base;
    pixels.resize(shape_.size(), 0.0f);
    if (now_.ink.empty())
        return pixels;
    if (framed()) {
        std::array<std::uint8_t, digitSide * digitSide> image;
        drawInFrame(now_.ink, image);
        std::transform(image.begin(), image.end(), pixels.begin(),
                       [](std::uint8_t v) { return static_cast<float>(v) * (1.0f / 255.0f); });
        return pixels;
    }
    std::vector<float> ink(static_cast<std::size_t>(shape_.rows) * shape_.columns);
    drawInk(now_.ink, shape_.rows, shape_.columns, ink.data());
    for (std::size_t i = 0; i < pixels.size(); ++i)
        pixels[i] = std::max(pixels[i], ink[i % ink.size()]);
    return pixels;
}

DrawnImage::Offset DrawnImage::inkOffset() const {
    if (!framed())
        return {};
    double mass = 0, x = 0, y = 0; // points lie evenly along the lines
    for (const InkLine& line : now_.ink)
        for (const InkPoint& point : line) {
            mass += point.radius;
            x += point.radius * point.x;
            y += point.radius * point.y;
        }
    return {x / mass - massCentre, y / mass - massCentre};
}

void DrawnImage::remember() {
    if (undo_.size() == mostUndo)
        undo_.erase(undo_.begin());
    undo_.push_back(now_);
    redo_.clear();
}

void DrawnImage::startFrom(std::vector<float> pixels) {
    remember();
    now_ = {std::move(pixels), {}};
}

void DrawnImage::beginStroke(double x, double y, double radius) {
    remember();
    now_.ink.push_back({{x, y, radius}, {x, y, radius}}); // a dot, so far
}

void DrawnImage::continueStroke(double x, double y) {
    if (now_.ink.empty())
        return;
    InkLine& line = now_.ink.back();
    const InkPoint from = line.back();
    if (line.size() == 2 && line[0].x == line[1].x && line[0].y == line[1].y)
        line.pop_back(); // no dot any more
    walk(from.x, from.y, x, y, [&](double px, double py) { line.push_back({px, py, from.radius}); });
}

void DrawnImage::beginErasing(double x, double y, double radius) {
    remember();
    eraser_ = {x, y, radius};
    eraseAt(x, y);
}

void DrawnImage::continueErasing(double x, double y) {
    walk(eraser_.x, eraser_.y, x, y, [this](double px, double py) { eraseAt(px, py); });
    eraser_.x = x;
    eraser_.y = y;
}

void DrawnImage::eraseAt(double x, double y) {
    std::vector<InkLine> rest;
    for (const InkLine& line : now_.ink)
        cut(line, x, y, eraser_.radius, rest);
    now_.ink = std::move(rest);
    for (std::size_t i = 0; i < now_.base.size(); ++i) {
        const int column = static_cast<int>(i) % shape_.columns;
        const int row = static_cast<int>(i) / shape_.columns % shape_.rows;
        const double beyond = std::hypot(column + 0.5 - x, row + 0.5 - y) - eraser_.radius;
        now_.base[i] *= static_cast<float>(std::clamp(beyond + 0.5, 0.0, 1.0));
    }
}

void DrawnImage::clear() {
    if (isEmpty())
        return;
    remember();
    now_ = {};
}

void DrawnImage::undo() {
    if (!canUndo())
        return;
    redo_.push_back(std::move(now_));
    now_ = std::move(undo_.back());
    undo_.pop_back();
}

void DrawnImage::redo() {
    if (!canRedo())
        return;
    undo_.push_back(std::move(now_));
    now_ = std::move(redo_.back());
    redo_.pop_back();
}

std::shared_ptr<const Dataset> datasetOf(std::vector<float> image, ImageShape shape) {
    auto data = std::make_shared<Dataset>();
    data->shape = shape;
    data->label = classAttribute({"?"});
    data->label.values = {0};
    data->pixels = std::move(image);
    return data;
}

} // namespace expertscope
