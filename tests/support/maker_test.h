#pragma once

#include <QTest>

/// Ends a test file that needs no application object: class tst_x in tst_x.cpp.
#define MAKER_TEST(Class)                                                                                              \
    int makerRun_##Class(int argc, char** argv)                                                                        \
    {                                                                                                                  \
        Class test;                                                                                                    \
        return QTest::qExec(&test, argc, argv);                                                                        \
    }

/// Ends a test file that needs an event loop (include <QCoreApplication>) or widgets (include <QApplication>).
#define MAKER_APP_TEST(Class, Application)                                                                             \
    int makerRun_##Class(int argc, char** argv)                                                                        \
    {                                                                                                                  \
        Application application(argc, argv);                                                                           \
        Class test;                                                                                                    \
        return QTest::qExec(&test, argc, argv);                                                                        \
    }
