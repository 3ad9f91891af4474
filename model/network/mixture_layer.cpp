// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/network/mixture_layer.h"

#include "model/network/gates/gate_kind.h"
#include "model/network/kernels.h"

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

} // namespace

template <class Scalar>
MixtureLayer<Scalar>::MixtureLayer(Index inputs, const LayerDescription& description, int classes,
                                   Index offset)
    : description_(description), classify_(classes > 0),
      experts_(inputs, widths(description, classes), description.activeExperts(),
               classify_ ? Mlp<Scalar>::Last::Linear : Mlp<Scalar>::Last::Rectified, offset) {
    if (description.gated())
        gate_ = makeGate<Scalar>(description.gate, {inputs, description.gateHidden, description.experts,
                                                    offset + experts_.parameterCount()});
}

template <class Scalar> Index MixtureLayer<Scalar>::parameterCount() const {
    return experts_.parameterCount() + (gate_ ? gate_->mlp().parameterCount() : 0);
}

template <class Scalar>
std::vector<ParameterBlock> MixtureLayer<Scalar>::blocks(const std::string& name) const {
    std::vector<ParameterBlock> all = experts_.blocks(name + ".experts");
    if (gate_)
        for (auto& block : gate_->mlp().blocks(name + ".gate"))
            all.push_back(std::move(block));
    return all;
}

template <class Scalar>
void MixtureLayer<Scalar>::initialise(Scalar* theta, std::uint64_t seed, std::uint32_t& stream) const {
    experts_.initialise(theta, seed, stream, description_.expertScale);
    if (gate_)
        gate_->mlp().initialise(theta, seed, stream, description_.gateScale);
}

template <class Scalar> LayerActivations<Scalar> MixtureLayer<Scalar>::activations(Index capacity) const {
    LayerActivations<Scalar> a;
    a.experts = experts_.activations(capacity);
    if (gate_)
        a.gate = gate_->activations(capacity);
    a.z.setZero(outputs(), capacity);
    a.zDelta.setZero(outputs(), capacity);
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
void MixtureLayer<Scalar>::proposeAboveFirst(const Scalar* theta, LayerActivations<Scalar>& a,
                                             Columns columns) const {
    if (gate_) {
        const StageTimer timer(a.timing.clock, stages::Gates);
        gate_->mlp().forwardAboveFirst(theta, a.gate.mlp, columns);
    }
    const StageTimer timer(a.timing.clock, stages::forward(a.timing.layer));
    experts_.forwardAboveFirst(theta, a.experts, columns);
}

template <class Scalar>
void MixtureLayer<Scalar>::assignGates(LayerActivations<Scalar>& a, Columns columns) const {
    if (!gate_)
        return;
    const StageTimer timer(a.timing.clock, stages::Gates);
    gate_->assign(a.gate, columns);
}

template <class Scalar>
void MixtureLayer<Scalar>::assignFreeGates(LayerActivations<Scalar>& a, Columns columns) const {
    if (gate_)
        a.gate.mask.middleCols(columns.first, columns.count).setZero();
    assignGates(a, columns);
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
        mixExample(description_.experts, outputs(), a.gate.gates.col(c).data(), f.col(c).data(),
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
        unmixExample(description_.experts, outputs(), a.gate.gates.col(c).data(), f.col(c).data(),
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

template class MixtureLayer<float>;
template class MixtureLayer<double>;

} // namespace expertscope
