// SPDX-License-Identifier: GPL-3.0-or-later
#define LANES 8
#define KERNELS_NAME "AVX2"
#define KERNELS_TABLE kernelsAvx2
#include "model/network/kernels_body.h"
