#include "conn.h"

SSL_SESSION *conn_session(const struct conn *c)
{
    return SSL_get_session(c->ssl);
}

SSL_SESSION *conn_keep(const struct conn *c)
{
    return SSL_get1_session(c->ssl);
}
