#include "resources/resources.h"

#include <QDir>

// The macro must stand outside any namespace.
static void registerEmbedded()
{
    Q_INIT_RESOURCE(maker_embedded);
}

namespace maker {

void registerResources()
{
    registerEmbedded();
}

} // namespace maker
