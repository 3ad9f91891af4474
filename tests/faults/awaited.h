// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace expertscope::testing {

// What is not mended yet. Each is true once it is; the tests leave out what fails before.
/// A run that failed before its first checkpoint, and goes on, has its timeline from the beginning.
constexpr bool timelineBeginsAtOnce = true;
/// A file that is opened, written or synced is not given up where a signal interrupts the call.
constexpr bool filesOutliveSignals = true;
/// A folder that was made for a run, a sweep or a claim is there after a power cut.
constexpr bool newFoldersAreSynced = true;
/// Figures are there after a power cut once their names were printed.
constexpr bool figuresAreSynced = true;
/// A data set is there after a power cut once it was said to be.
constexpr bool downloadsAreSynced = true;
/// A download that failed and is begun again does not wait for half a minute first, in faults_calls.
constexpr bool downloadsGoOnAtOnce = false;
/// What a packed file holds is measured before memory is taken for it.
constexpr bool packedFilesAreMeasured = true;
/// A text is read into memory once, not into a stream and out of it again.
constexpr bool filesAreReadOnce = true;

} // namespace expertscope::testing
