// SPDX-License-Identifier: GPL-3.0-or-later
#define LANES 4
#define KERNELS_NAME "baseline"
#define KERNELS_TABLE kernelsBaseline
#include "model/network/kernels_body.h"
