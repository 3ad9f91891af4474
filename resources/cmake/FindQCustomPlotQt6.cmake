# SPDX-License-Identifier: GPL-3.0-or-later
# QCustomPlot built for Qt 6, as the target QCustomPlotQt6::QCustomPlotQt6. Debian and Ubuntu bring CMake files for it;
# elsewhere there is a library and a header (Fedora, Arch), or only the author's two source files (macOS): name their
# folder, -D QCustomPlotQt6_ROOT=/path/to/qcustomplot, and they are compiled here.
find_package(QCustomPlotQt6 CONFIG QUIET)
if(TARGET QCustomPlotQt6::QCustomPlotQt6)
  set(QCustomPlotQt6_FOUND TRUE)
  return()
endif()

set(QCustomPlotQt6_HINTS HINTS ${QCustomPlotQt6_ROOT} $ENV{QCustomPlotQt6_ROOT})
find_path(QCustomPlotQt6_INCLUDE_DIR qcustomplot.h ${QCustomPlotQt6_HINTS} PATH_SUFFIXES qcustomplot-qt6 qcustomplot)
find_library(QCustomPlotQt6_LIBRARY NAMES QCustomPlotQt6 qcustomplot-qt6 qcustomplot ${QCustomPlotQt6_HINTS})
find_file(QCustomPlotQt6_SOURCE qcustomplot.cpp ${QCustomPlotQt6_HINTS})
mark_as_advanced(QCustomPlotQt6_INCLUDE_DIR QCustomPlotQt6_LIBRARY QCustomPlotQt6_SOURCE)

set(QCustomPlotQt6_USES Qt6::Widgets Qt6::PrintSupport)
if(QCustomPlotQt6_SOURCE) # then its folder was named
  set(QCustomPlotQt6_CODE ${QCustomPlotQt6_SOURCE})
else()
  set(QCustomPlotQt6_CODE ${QCustomPlotQt6_LIBRARY})
endif()

include(FindPackageHandleStandardArgs)
find_package_handle_standard_args(QCustomPlotQt6
  REQUIRED_VARS QCustomPlotQt6_CODE QCustomPlotQt6_INCLUDE_DIR
  REASON_FAILURE_MESSAGE "install QCustomPlot for Qt 6, or unpack it from qcustomplot.com and name its folder: \
-D QCustomPlotQt6_ROOT=FOLDER")

if(QCustomPlotQt6_FOUND AND NOT QCustomPlotQt6_SOURCE)
  add_library(QCustomPlotQt6::QCustomPlotQt6 UNKNOWN IMPORTED)
  set_target_properties(QCustomPlotQt6::QCustomPlotQt6 PROPERTIES
    IMPORTED_LOCATION ${QCustomPlotQt6_LIBRARY}
    INTERFACE_INCLUDE_DIRECTORIES ${QCustomPlotQt6_INCLUDE_DIR}
    INTERFACE_LINK_LIBRARIES "${QCustomPlotQt6_USES}")
elseif(QCustomPlotQt6_FOUND)
  add_library(qcustomplot STATIC ${QCustomPlotQt6_SOURCE} ${QCustomPlotQt6_INCLUDE_DIR}/qcustomplot.h)
  set_target_properties(qcustomplot PROPERTIES AUTOMOC ON)
  target_include_directories(qcustomplot SYSTEM PUBLIC ${QCustomPlotQt6_INCLUDE_DIR})
  target_link_libraries(qcustomplot PUBLIC ${QCustomPlotQt6_USES})
  add_library(QCustomPlotQt6::QCustomPlotQt6 ALIAS qcustomplot)
endif()
