// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/network/layers/layer.h"

namespace expertscope {

/// A mixture whose gate chooses some experts for each example, z = sum over the chosen of g_i(x) f_i(x): only
/// they compute. The gate decides first; then the examples are grouped by expert, and each expert takes its
/// own through all its levels, forward and backward. Its weights are laid out expert by expert, so that one
/// that nobody chose is not even read.
template <class Scalar> class SkippingMixture : public Layer<Scalar> {
  public:
    SkippingMixture(const LayerDescription& description, const LayerPlace& place);

    LayerShape outputShape() const override { return outputs_; }
    const Gate<Scalar>* gate() const override { return gate_.get(); }
    Index parameterCount() const override { return expertParameters_ + gate_->parameterCount(); }
    std::vector<ParameterBlock> blocks(const std::string& name) const override;
    void initialise(Scalar* theta, std::uint64_t seed, std::uint32_t& stream) const override;

    void propose(const Scalar* theta, const LayerInput<Scalar>& x, LayerActivations<Scalar>& a,
                 Columns columns) const override;
    void mix(LayerActivations<Scalar>& a, Columns columns) const override;

    bool takesSparse() const override { return true; }
    int panels() const override { return gate_->mlp().panels(); }
    void proposePanel(int panel, const Scalar* theta, const LayerInput<Scalar>& x,
                      LayerActivations<Scalar>& a) const override;
    void proposeAboveFirst(const Scalar* theta, const Chance* chance, LayerActivations<Scalar>& a,
                           Columns columns) const override;

    bool skips() const override { return true; }
    void deal(const LayerInput<Scalar>& x, LayerActivations<Scalar>& a) const override;
    void prepareChosen(int expert, const LayerInput<Scalar>& x, LayerActivations<Scalar>& a) const override;
    int forwardTasks(const LayerActivations<Scalar>& a) const override;
    int backwardTasks(const LayerActivations<Scalar>& a) const override;
    void forwardChosen(int task, const Scalar* theta, LayerActivations<Scalar>& a) const override;
    void backwardChosen(int task, const Scalar* theta, LayerActivations<Scalar>& a) const override;

    Index lateRows(bool sparse) const override;
    void visitRows(int expert, bool sparse, const DealtExamples<Scalar>* dealt,
                   const LateVisitor& visit) const override;

    void backward(const Scalar* theta, LayerActivations<Scalar>& a, Columns columns) const override;
    void backwardInput(const Scalar* theta, const LayerActivations<Scalar>& a, Columns columns,
                       View<Scalar> dx) const override;
    int gradientTasks(bool sparse) const override;
    bool ofGate(int task, bool sparse) const override { return task >= expertTasks(sparse); }
    void gradient(int task, const LayerInput<Scalar>& x, const LayerActivations<Scalar>& a, Scalar* scratch,
                  GradientSink<Scalar>& sink) const override;

  private:
    int experts() const { return static_cast<int>(experts_.size()); }
    int tasksOfExpert(bool sparse) const;
    int expertTasks(bool sparse) const { return experts() * tasksOfExpert(sparse); }
    void makeRoom(DealtExamples<Scalar>& dealt, Index places) const;
    void gradientOfExpert(int expert, int task, const DealtExamples<Scalar>& dealt, Scalar* scratch,
                          GradientSink<Scalar>& sink) const;

    int inputs_, outputs_;
    double expertScale_, gateScale_;
    bool needsInputDelta_;
    Index expertParameters_ = 0;
    std::vector<Mlp<Scalar>> experts_;
    std::shared_ptr<const Gate<Scalar>> gate_;
};

} // namespace expertscope
