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

/// First in a test of memory.
#ifdef EXPERTSCOPE_SANITIZED
#define EXPERTSCOPE_SKIP_SANITIZED_MEMORY() QSKIP("A sanitizer's memory says nothing of the program's.")
#else
#define EXPERTSCOPE_SKIP_SANITIZED_MEMORY() static_cast<void>(0)
#endif
