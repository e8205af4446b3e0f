#pragma once

#include "kernel/base/result.h"

#include <QSqlError>
#include <QSqlQuery>
#include <QString>
#include <QVariant>

#include <string>

namespace maker {

/// What the database said of a query, after the words of what was tried.
inline tl::unexpected<Error> failed(const QSqlQuery& query, const char* what)
{
    return fail(ErrorCode::Io, std::string(what) + ": " + query.lastError().text().toStdString());
}

inline QString text(const std::string& value)
{
    return QString::fromStdString(value);
}

inline std::string textAt(const QSqlQuery& query, int column)
{
    return query.value(column).toString().toStdString();
}

} // namespace maker
