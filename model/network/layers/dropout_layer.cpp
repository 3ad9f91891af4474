// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/network/chance.h"
#include "model/network/layers/layer_kind.h"

namespace expertscope {
namespace {

/// z = m * x, where m is 0 with probability `rate`, else 1 / (1 - rate), drawn for each value of each example
/// in each epoch; in evaluation z = x, which is what z is on average.
template <class Scalar> class DropoutLayer : public Layer<Scalar> {
  public:
    DropoutLayer(const LayerDescription& description, const LayerPlace& place)
        : shape_(place.input), number_(place.number),
          rate_(Settings(kindOf(description), description.settings, description.experts).number("rate")) {}

    LayerShape outputShape() const override { return shape_; }
    LayerActivations<Scalar> activations(Index capacity) const override {
        LayerActivations<Scalar> a = Layer<Scalar>::activations(capacity);
        a.kept = {Matrix<Scalar>::Ones(shape_.size(), capacity)};
        return a;
    }

    void propose(const Scalar*, const LayerInput<Scalar>& x, LayerActivations<Scalar>& a,
                 Columns columns) const override {
        const StageTimer timer(a.timing.clock, stages::forward(a.timing.layer));
        auto factors = a.kept.front().middleCols(columns.first, columns.count);
        if (x.chance() && rate_ > 0)
            for (Index c = 0; c < columns.count; ++c)
                draw(x.chance()->numbers(Stream::Dropout, number_, columns.first + c), factors.col(c));
        else
            factors.setOnes();
        a.z.middleCols(columns.first, columns.count) = factors.cwiseProduct(x.dense());
    }
    void backwardInput(const Scalar*, const LayerActivations<Scalar>& a, Columns columns,
                       View<Scalar> dx) const override {
        dx = a.kept.front()
                 .middleCols(columns.first, columns.count)
                 .cwiseProduct(a.zDelta.middleCols(columns.first, columns.count));
    }

  private:
    template <class Column> void draw(Random numbers, Column&& factors) const {
        const auto limit = static_cast<std::uint32_t>(rate_ * 0x1p32); // of 32 random bits
        const auto kept = static_cast<Scalar>(1 / (1 - rate_));
        for (Index i = 0; i < factors.size(); ++i)
            factors[i] = numbers.next() < limit ? Scalar(0) : kept;
    }

    LayerShape shape_;
    int number_;
    double rate_;
};

std::string dropoutLabel(const LayerDescription&) {
    return "dropout";
}

LayerCounts countDropout(const LayerDescription&, const LayerPlace& place) {
    LayerCounts counts;
    counts.output = place.input;
    counts.units = 2.0 * place.input.size(); // z, and the factors
    return counts;
}

} // namespace

LayerKind dropoutLayer() {
    LayerKind kind;
    kind.name = "dropout";
    kind.sentence =
        "In training each value is 0 with a probability, and the others are larger by so much that "
        "the mean stays; in evaluation nothing happens.";
    kind.formula = "z_i = m_i x_i / (1 - rate),  m_i = 0 with probability rate, else 1";
    kind.paper =
        "Srivastava, Hinton, Krizhevsky, Sutskever, Salakhutdinov 2014, Dropout: A Simple Way to Prevent "
        "Neural Networks from Overfitting";
    kind.settings = {{.name = "rate",
                      .sentence = "The probability that a value is 0",
                      .type = KindSetting::Type::Number,
                      .initial = 0.5,
                      .least = 0,
                      .most = 0.95}};
    kind.label = dropoutLabel;
    kind.count = countDropout;
    return madeAs<DropoutLayer>(std::move(kind));
}

} // namespace expertscope
