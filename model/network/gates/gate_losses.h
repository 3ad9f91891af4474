// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/network/gates/gate.h"
#include "model/network/named_kind.h"

#include <vector>

namespace expertscope {

// Losses that a gate has of its own, so that experts are used evenly and logits stay small. Each is a mean,
// or a measure, over the T examples of a minibatch, the first columns; sums go in the order of the examples.

/// The balance loss of Fedus et al. 2021, eq. 4: N sum_i f_i P_i with f_i the share of the minibatch's
/// choices that fell on expert i, and P_i the mean of its probability p_i. chosenOut and p: N x T at least.
/// Fills pull_i = dLoss/dp_i of each example, N f_i / T; f has no gradient. At even use it is 1. room: for N
/// numbers.
template <class Scalar>
double balanceLoss(const GateMask& chosenOut, const Matrix<Scalar>& p, Index examples,
                   std::vector<double>& pull, std::vector<double>& room);

/// The squared coefficient of variation, population variance / mean^2, of one number an expert, and its
/// gradient. 0 where the mean is 0.
double squaredVariation(const std::vector<double>& ofExperts, std::vector<double>& pull);

/// The z-loss of Zoph et al. 2022, eq. 5: the mean of logsumexp(h)^2. logits: N rows at least.
template <class Scalar> double zLoss(const Matrix<Scalar>& logits, Index experts, Index examples);
/// Adds `weight` times its gradient by one example's logits.
template <class Scalar>
void addZLossGradient(Eigen::Ref<const Vector<Scalar>> logits, double weight, Index examples,
                      Eigen::Ref<Vector<Scalar>> delta);

/// How likely an expert is among the chosen when the noise is drawn anew for it alone (Shazeer et al. 2017,
/// eq. 9): P_i = Phi((h_i - the k-th largest noisy logit of the others) / deviation_i), and 1 where the
/// others are fewer than k, 0 where it is forbidden. All of one example.
template <class Scalar> class LoadOfExample {
  public:
    /// chosenOut: of the k largest noisy logits. deviations: of the noise, positive.
    LoadOfExample(const Scalar* clean, const Scalar* noisy, const Scalar* deviations,
                  const std::uint8_t* mask, const std::uint8_t* chosenOut, int experts);

    double probability(int expert) const;
    /// For dLoss/dP_i = pull_i: adds to what the clean logits, the noisy ones and the deviations are pulled
    /// by.
    void addGradient(const std::vector<double>& pull, Scalar* cleanDelta, Scalar* noisyDelta,
                     Scalar* deviationDelta) const;

  private:
    /// Whose noisy logit is the k-th largest of the others; -1 for none.
    int rival(int expert) const { return mask_[expert] ? -1 : chosenOut_[expert] ? last_ : next_; }
    double distance(int expert, int rival) const {
        return static_cast<double>(clean_[expert] - noisy_[rival]) / static_cast<double>(deviations_[expert]);
    }

    const Scalar* clean_;
    const Scalar* noisy_;
    const Scalar* deviations_;
    const std::uint8_t* mask_;
    const std::uint8_t* chosenOut_;
    int experts_;
    int last_ = -1; ///< of the chosen the smallest ...
    int next_ = -1; ///< ... and of the others the largest
};

// Their settings, for the table. Weights of losses, from 0.
KindSetting balanceSetting(double initial);
KindSetting importanceSetting(double initial);
KindSetting loadSetting(double initial);
KindSetting zLossSetting();

} // namespace expertscope
