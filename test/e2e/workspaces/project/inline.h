#ifndef INLINE_H
#define INLINE_H

#include <openssl/ssl.h>

static inline void forget(SSL *ssl)
{
    SSL_SESSION *sess = SSL_get0_session(ssl);

    SSL_SESSION_free(sess);
}

#endif
