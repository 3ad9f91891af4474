// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/base/error.h"
#include "model/network/gates/gate_kind.h"
#include "model/network/kernels.h"
#include "model/network/layers/layer_kind.h"
#include "model/network/layers/skipping_mixture.h"

namespace expertscope {
namespace {

// One example's z = sum_i g_i f_i ...
void mixExample(Index experts, Index hidden, const float* gates, const float* f, float* z) {
    kernels().mix(experts, hidden, gates, f, z);
}
void mixExample(Index experts, Index hidden, const double* gates, const double* f, double* z) {
    Eigen::Map<Vector<double>>(z, hidden) = Eigen::Map<const Matrix<double>>(f, hidden, experts) *
                                            Eigen::Map<const Vector<double>>(gates, experts);
}

// ... and back: dL/dg_i = dz . f_i, and g_i dz through the rectification that f_i ends in.
void unmixExample(Index experts, Index hidden, const float* gates, const float* f, const float* dz,
                  float* dGates, float* df) {
    kernels().unmix(experts, hidden, gates, f, dz, dGates, df);
}
void unmixExample(Index experts, Index hidden, const double* gates, const double* f, const double* dz,
                  double* dGates, double* df) {
    for (Index i = 0; i < experts; ++i) {
        dGates[i] = 0;
        for (Index h = 0; h < hidden; ++h) {
            const double fi = f[i * hidden + h];
            dGates[i] += dz[h] * fi;
            df[i * hidden + h] = fi > 0 ? gates[i] * dz[h] : 0;
        }
    }
}

std::vector<int> widths(const LayerDescription& description, int classes) {
    std::vector<int> widths = description.hidden;
    if (classes > 0)
        widths.push_back(classes);
    return widths;
}

/// A layer of experts and their gate: z = sum_i g_i(x) f_i(x) (paper section 3). Without a gate (single,
/// concatenated, plain) z is the experts' output as it is. Where the network's output joins the experts
/// (NetworkDescription::expertsClassify) the last layer's end in class logits and there is no z.
template <class Scalar> class MixtureLayer : public Layer<Scalar> {
  public:
    MixtureLayer(const LayerDescription& description, const LayerPlace& place)
        : combine_(description.combine), activeExperts_(description.activeExperts()),
          expertScale_(description.expertScale), gateScale_(description.gateScale),
          classify_(place.classes > 0),
          experts_(place.input.size(), widths(description, place.classes), activeExperts_,
                   classify_ ? Mlp<Scalar>::Last::Linear : Mlp<Scalar>::Last::Rectified, place.offset) {
        if (description.gated())
            gate_ = makeGate<Scalar>(description.gate, {.inputs = place.input.size(),
                                                        .hidden = description.gateHidden,
                                                        .experts = description.experts,
                                                        .offset = place.offset + experts_.parameterCount(),
                                                        .layer = place.number});
    }

    LayerShape outputShape() const override {
        if (classify_)
            return 0;
        return static_cast<int>(combine_ == Combine::Concatenated ? experts_.outputs()
                                                                  : experts_.outputs() / activeExperts_);
    }
    const Gate<Scalar>* gate() const override { return gate_.get(); }
    Index parameterCount() const override;
    std::vector<ParameterBlock> blocks(const std::string& name) const override;
    void initialise(Scalar* theta, std::uint64_t seed, std::uint32_t& stream) const override;
    LayerActivations<Scalar> activations(Index capacity) const override;

    void propose(const Scalar* theta, const LayerInput<Scalar>& x, LayerActivations<Scalar>& a,
                 Columns columns) const override;
    void mix(LayerActivations<Scalar>& a, Columns columns) const override;

    bool takesSparse() const override { return true; }
    int panels() const override;
    void proposePanel(int panel, const Scalar* theta, const LayerInput<Scalar>& x,
                      LayerActivations<Scalar>& a) const override;
    void proposeAboveFirst(const Scalar* theta, const Chance* chance, LayerActivations<Scalar>& a,
                           Columns columns) const override;

    void backward(const Scalar* theta, LayerActivations<Scalar>& a, Columns columns) const override;
    void backwardInput(const Scalar* theta, const LayerActivations<Scalar>& a, Columns columns,
                       View<Scalar> dx) const override;
    int gradientTasks(bool sparse) const override;
    bool ofGate(int task, bool sparse) const override { return task >= experts_.gradientTasks(sparse); }
    void gradient(int task, const LayerInput<Scalar>& x, const LayerActivations<Scalar>& a, Scalar* scratch,
                  GradientSink<Scalar>& sink) const override;

  private:
    void unmix(LayerActivations<Scalar>& a, Columns columns) const;

    Combine combine_;
    int activeExperts_;
    double expertScale_, gateScale_;
    bool classify_;
    Mlp<Scalar> experts_;
    std::shared_ptr<const Gate<Scalar>> gate_; ///< null without
};

template <class Scalar> Index MixtureLayer<Scalar>::parameterCount() const {
    return experts_.parameterCount() + (gate_ ? gate_->parameterCount() : 0);
}

template <class Scalar>
std::vector<ParameterBlock> MixtureLayer<Scalar>::blocks(const std::string& name) const {
    std::vector<ParameterBlock> all = experts_.blocks(name + ".experts");
    if (gate_)
        for (auto& block : gate_->blocks(name + ".gate"))
            all.push_back(std::move(block));
    return all;
}

template <class Scalar>
void MixtureLayer<Scalar>::initialise(Scalar* theta, std::uint64_t seed, std::uint32_t& stream) const {
    experts_.initialise(theta, seed, stream, expertScale_);
    if (gate_)
        gate_->initialise(theta, seed, stream, gateScale_);
}

template <class Scalar> LayerActivations<Scalar> MixtureLayer<Scalar>::activations(Index capacity) const {
    LayerActivations<Scalar> a = Layer<Scalar>::activations(capacity);
    a.experts = experts_.activations(capacity);
    return a;
}

template <class Scalar>
void MixtureLayer<Scalar>::propose(const Scalar* theta, const LayerInput<Scalar>& x,
                                   LayerActivations<Scalar>& a, Columns columns) const {
    if (gate_) {
        const StageTimer timer(a.timing.clock, stages::Gates);
        gate_->propose(theta, x, a.gate, columns);
    }
    const StageTimer timer(a.timing.clock, stages::forward(a.timing.layer));
    experts_.forward(theta, x, a.experts, columns);
}

template <class Scalar> int MixtureLayer<Scalar>::panels() const {
    return experts_.panels() + (gate_ ? gate_->mlp().panels() : 0);
}

template <class Scalar>
void MixtureLayer<Scalar>::proposePanel(int panel, const Scalar* theta, const LayerInput<Scalar>& x,
                                        LayerActivations<Scalar>& a) const {
    const int experts = experts_.panels();
    const StageTimer timer(a.timing.clock, panel < experts ? stages::forward(a.timing.layer) : stages::Gates);
    if (panel < experts)
        experts_.forwardPanel(panel, theta, x, a.experts);
    else
        gate_->mlp().forwardPanel(panel - experts, theta, x, a.gate.mlp);
}

template <class Scalar>
void MixtureLayer<Scalar>::proposeAboveFirst(const Scalar* theta, const Chance* chance,
                                             LayerActivations<Scalar>& a, Columns columns) const {
    if (gate_) {
        const StageTimer timer(a.timing.clock, stages::Gates);
        gate_->proposeAboveFirst(theta, chance, a.gate, columns);
    }
    const StageTimer timer(a.timing.clock, stages::forward(a.timing.layer));
    experts_.forwardAboveFirst(theta, a.experts, columns);
}

template <class Scalar> void MixtureLayer<Scalar>::mix(LayerActivations<Scalar>& a, Columns columns) const {
    if (classify_)
        return;
    const StageTimer timer(a.timing.clock, stages::forward(a.timing.layer));
    const auto& f = a.experts.output.back();
    if (!gate_) {
        a.z.middleCols(columns.first, columns.count) = f.middleCols(columns.first, columns.count);
        return;
    }
    for (Index c = columns.first; c < columns.first + columns.count; ++c)
        mixExample(activeExperts_, this->outputs(), a.gate.gates.col(c).data(), f.col(c).data(),
                   a.z.col(c).data());
}

template <class Scalar> void MixtureLayer<Scalar>::unmix(LayerActivations<Scalar>& a, Columns columns) const {
    const auto& f = a.experts.output.back();
    auto& fDelta = a.experts.delta.back();
    if (!gate_) {
        fDelta.middleCols(columns.first, columns.count) = a.zDelta.middleCols(columns.first, columns.count);
        return;
    }
    for (Index c = columns.first; c < columns.first + columns.count; ++c)
        unmixExample(activeExperts_, this->outputs(), a.gate.gates.col(c).data(), f.col(c).data(),
                     a.zDelta.col(c).data(), a.gate.gatesDelta.col(c).data(), fDelta.col(c).data());
}

template <class Scalar>
void MixtureLayer<Scalar>::backward(const Scalar* theta, LayerActivations<Scalar>& a, Columns columns) const {
    {
        const StageTimer timer(a.timing.clock, stages::backward(a.timing.layer));
        if (!classify_)
            unmix(a, columns);
        experts_.backward(theta, a.experts, columns,
                          gate_ ? Mlp<Scalar>::LastDelta::Masked : Mlp<Scalar>::LastDelta::OfOutput);
    }
    if (!gate_)
        return;
    const StageTimer timer(a.timing.clock, stages::BackwardGates);
    if (!classify_)
        gate_->backward(a.gate, columns);
    gate_->backwardProposal(a.gate, columns);
    gate_->mlp().backward(theta, a.gate.mlp, columns);
}

template <class Scalar>
void MixtureLayer<Scalar>::backwardInput(const Scalar* theta, const LayerActivations<Scalar>& a,
                                         Columns columns, View<Scalar> dx) const {
    {
        const StageTimer timer(a.timing.clock, stages::backward(a.timing.layer));
        experts_.backwardInput(theta, a.experts, columns, dx, Into::Overwrite);
    }
    if (!gate_)
        return;
    const StageTimer timer(a.timing.clock, stages::BackwardGates);
    gate_->mlp().backwardInput(theta, a.gate.mlp, columns, dx, Into::Add);
}

template <class Scalar> int MixtureLayer<Scalar>::gradientTasks(bool sparse) const {
    return experts_.gradientTasks(sparse) + (gate_ ? gate_->mlp().gradientTasks(sparse) : 0);
}

template <class Scalar>
void MixtureLayer<Scalar>::gradient(int task, const LayerInput<Scalar>& x, const LayerActivations<Scalar>& a,
                                    Scalar* scratch, GradientSink<Scalar>& sink) const {
    const int experts = experts_.gradientTasks(x.sparse());
    if (task < experts)
        experts_.gradient(task, x, a.experts, scratch, sink);
    else
        gate_->mlp().gradient(task - experts, x, a.gate.mlp, scratch, sink);
}

constexpr std::size_t mostWidths = 100;

void requireRange(const std::string& key, int value, int most) {
    if (value < 1 || value > most)
        throw ConfigError(key + " is " + std::to_string(value) + "; choose 1 to " + std::to_string(most));
}

void requireWidths(const std::string& key, const std::vector<int>& list) {
    if (list.empty())
        throw ConfigError(key + " is empty; give a width or a list of widths");
    if (list.size() > mostWidths)
        throw ConfigError(key + " has " + std::to_string(list.size()) + " widths; give at most " +
                          std::to_string(mostWidths));
    for (const int width : list)
        requireRange(key, width, LayerDescription::mostUnits);
}

void requireScale(const std::string& key, double scale) {
    if (!(scale >= 0 && scale <= 100))
        throw ConfigError(key + " is " + std::to_string(scale) + "; choose 0 to 100");
}

void checkExperts(const LayerDescription& description, const std::string& key) {
    requireRange(key + ".experts", description.experts, mostExperts);
    requireWidths(key + ".hidden", description.hidden);
    if (description.gated()) {
        if (!description.gateHidden.empty()) // else it is linear
            requireWidths(key + ".gate_hidden", description.gateHidden);
        validate(description.gate, description.experts, key);
        if (kindOf(description.gate).needsScale && description.gateScale == 0)
            throw ConfigError(key + ".gate_scale is 0, where the logits of the gate " +
                              description.gate.kind + " would stay for ever; choose more");
    }
    requireScale(key + ".gate_scale", description.gateScale);
    requireScale(key + ".expert_scale", description.expertScale);
}

/// Where the output joins the experts (eq. 1), it reads what all of them say.
template <class Scalar>
std::shared_ptr<const Layer<Scalar>> makeExperts(const LayerDescription& description,
                                                 const LayerPlace& place) {
    if (place.mayLeaveOut && place.classes == 0 && description.gated() && kindOf(description.gate).chooses)
        return std::make_shared<SkippingMixture<Scalar>>(description, place);
    return std::make_shared<MixtureLayer<Scalar>>(description, place);
}

std::string expertsLabel(const LayerDescription& description) {
    return (description.combine == Combine::Plain ? "" : std::to_string(description.activeExperts()) + "x") +
           std::to_string(description.hidden.back()) +
           (description.combine == Combine::Concatenated ? "c" : "");
}

LayerCounts countExperts(const LayerDescription& description, const LayerPlace& place) {
    const double inputs = place.input.size();
    LayerCounts counts;
    counts.addMlp(inputs, widths(description, place.classes), description.activeExperts());
    if (description.gated()) {
        counts.expertMultiplyAdds = counts.multiplyAdds / description.experts;
        const GateSize gate = sizeOf(description.gate, description.experts);
        std::vector<int> gateWidths = description.gateHidden;
        gateWidths.push_back(gate.outputs);
        counts.addMlp(inputs, gateWidths, 1);
        counts.parameters += gate.state;
    }
    const int copies = description.combine == Combine::Concatenated ? description.experts : 1;
    counts.output = place.classes > 0 ? 0 : copies * description.hidden.back();
    return counts;
}

} // namespace

LayerKind expertsLayer() {
    LayerKind kind;
    kind.name = "experts";
    kind.sentence =
        "Experts side by side, networks of one or some rectified layers each, joined by a gate or "
        "without one.";
    kind.formula = "z = sum over i of g_i(x) f_i(x)";
    kind.paper = "Eigen, Ranzato, Sutskever 2013, Learning Factored Representations in a Deep Mixture of "
                 "Experts, section 3";
    kind.hasExperts = true;
    kind.check = checkExperts;
    kind.label = expertsLabel;
    kind.count = countExperts;
    kind.makeFloat = makeExperts<float>;
    kind.makeDouble = makeExperts<double>;
    return kind;
}

} // namespace expertscope
