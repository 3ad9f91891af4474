# SPDX-License-Identifier: GPL-3.0-or-later
# What `cmake --install` puts where, and the .deb that `cpack` makes of it.
include(GNUInstallDirs)

set(DOCUMENTS ${CMAKE_INSTALL_DATAROOTDIR}/doc/expertscope) # in small letters, as Debian names packages
set(DESKTOP_ID org.expertscope.Expertscope)
install(TARGETS expertscope dmoe RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR})
install(FILES resources/icons/expertscope.svg
        DESTINATION ${CMAKE_INSTALL_DATADIR}/icons/hicolor/scalable/apps RENAME ${DESKTOP_ID}.svg)
install(FILES resources/desktop/${DESKTOP_ID}.desktop DESTINATION ${CMAKE_INSTALL_DATADIR}/applications)
install(FILES resources/desktop/${DESKTOP_ID}.metainfo.xml DESTINATION ${CMAKE_INSTALL_DATADIR}/metainfo)
install(FILES README.md DESTINATION ${DOCUMENTS})
# Debian keeps licences there.
install(FILES LICENSE DESTINATION ${DOCUMENTS} RENAME copyright)

set(CPACK_GENERATOR DEB)
set(CPACK_PACKAGE_NAME expertscope)
set(CPACK_PACKAGE_VENDOR Expertscope)
set(CPACK_PACKAGE_CONTACT "The Expertscope authors <expertscope@example.org>")
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "${PROJECT_DESCRIPTION}")
set(CPACK_PACKAGING_INSTALL_PREFIX /usr)
set(CPACK_STRIP_FILES ON)
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_SECTION science)
set(CPACK_DEBIAN_PACKAGE_DESCRIPTION
"Trains a deep mixture of experts (Eigen, Ranzato and Sutskever, 2013) and shows
live how its experts divide the work. The window is expertscope; dmoe does the
same from a shell.")
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
# Figures are lettered in it, and a bare system has no font.
set(CPACK_DEBIAN_PACKAGE_DEPENDS fonts-dejavu-core)
# OpenBLAS is looked for when the program starts, not linked, so that nothing but this line says so. Without it
# training works, only slower. Wayland is a plugin.
set(CPACK_DEBIAN_PACKAGE_RECOMMENDS "libopenblas0-pthread, qt6-wayland")
set(CPACK_DEBIAN_PACKAGE_SUGGESTS ffmpeg) # videos of the timeline
include(CPack)
