// SPDX-License-Identifier: GPL-3.0-or-later
#define LANES 16
#define KERNELS_NAME "AVX-512"
#define KERNELS_TABLE kernelsAvx512
#include "model/network/kernels_body.h"
