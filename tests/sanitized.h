// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Defined where a sanitizer watches the program: its times and its memory say nothing then. GCC and clang
// tell of it in different ways.
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define EXPERTSCOPE_SANITIZED
#elif defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
#define EXPERTSCOPE_SANITIZED
#endif
#endif
