# Compiler settings shared by every target.
set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)
set(CMAKE_OPTIMIZE_DEPENDENCIES ON) # a static library does not wait for those it links
# Qt 6.4's moc stumbles over the C++20 parts of the standard headers; without the compiler's macros it skips them.
set(CMAKE_AUTOMOC_COMPILER_PREDEFINES OFF)
set(CMAKE_RUNTIME_OUTPUT_DIRECTORY "${PROJECT_BINARY_DIR}/bin")
if(NOT CMAKE_BUILD_TYPE AND NOT CMAKE_CONFIGURATION_TYPES)
    set(CMAKE_BUILD_TYPE Release CACHE STRING "Build type" FORCE)
endif()

find_program(CCACHE_PROGRAM ccache)
if(CCACHE_PROGRAM AND NOT CMAKE_CXX_COMPILER_LAUNCHER)
    set(CMAKE_CXX_COMPILER_LAUNCHER "${CCACHE_PROGRAM}")
endif()

if(CMAKE_CXX_COMPILER_ID MATCHES "GNU|Clang")
    find_program(MOLD_PROGRAM mold)
    # It loses symbols between files that are optimized at the link and files that are not.
    if(MOLD_PROGRAM AND NOT APPLE AND NOT MAKERDESK_LTO)
        add_link_options(-fuse-ld=mold)
    endif()
    if(MAKERDESK_LTO AND UNIX AND NOT APPLE)
        # A linker writes its file piece by piece, and so the pages of the program lie scattered in memory. Written anew in one
        # go they lie together, as those of an installed program do, and it runs some 5 % faster.
        list(APPEND CMAKE_CXX_LINK_EXECUTABLE "${CMAKE_COMMAND} -E copy <TARGET> <TARGET>.whole"
            "${CMAKE_COMMAND} -E rename <TARGET>.whole <TARGET>")
    endif()
    # A price must not depend on whether a multiply and an add were fused.
    add_compile_options(-ffp-contract=off)
    add_compile_options(-Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wno-sign-conversion -Wnon-virtual-dtor)
    if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU" AND CMAKE_CXX_COMPILER_VERSION VERSION_LESS 13)
        # Wrong alarms of GCC 12 on string concatenation (its bug 105651).
        add_compile_options(-Wno-restrict -Wno-stringop-overflow -Wno-stringop-overread)
    endif()
    if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU" AND CMAKE_SYSTEM_PROCESSOR MATCHES "x86_64|AMD64")
        # Left alone, GCC fills and copies structures of a few hundred bytes by string instructions, which take longer to
        # begin than to do it.
        set(MAKERDESK_BLOCKS "vector_loop:512:noalign,libcall:-1:noalign")
        add_compile_options(-mmemcpy-strategy=${MAKERDESK_BLOCKS} -mmemset-strategy=${MAKERDESK_BLOCKS})
    endif()
    if(MAKERDESK_WERROR)
        add_compile_options(-Werror)
    endif()
    if(MAKERDESK_SANITIZE)
        string(REPLACE ";" "," MAKERDESK_SANITIZE_LIST "${MAKERDESK_SANITIZE}")
        add_compile_options(-fsanitize=${MAKERDESK_SANITIZE_LIST} -fno-omit-frame-pointer)
        add_link_options(-fsanitize=${MAKERDESK_SANITIZE_LIST})
    endif()
endif()
