#include "model/analysis/gating_statistics.h"
