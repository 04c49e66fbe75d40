#ifndef CONN_H
#define CONN_H

#include <openssl/ssl.h>

struct conn {
    SSL *ssl;
    const char *host;
};

/* The session of the connection. */
SSL_SESSION *conn_session(const struct conn *c);

/* A copy of the session that the caller keeps. */
SSL_SESSION *conn_keep(const struct conn *c);

#endif
