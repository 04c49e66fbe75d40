#include <stdio.h>

#include "conn.h"

void report(const struct conn *c)
{
    SSL_SESSION *sess = conn_session(c);

    if (sess == NULL)
        return;
    printf("%s: %ld\n", c->host, (long)SSL_SESSION_get_timeout(sess));
    SSL_SESSION_free(sess);
}
