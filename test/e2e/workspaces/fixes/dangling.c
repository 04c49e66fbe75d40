#include <openssl/ssl.h>

long lifetime_after_close(SSL *ssl)
{
    long left = 0;
    SSL_SESSION *s = SSL_get_session(ssl);

    SSL_free(ssl);
    if (s != NULL)
        left = (long)SSL_SESSION_get_timeout(s);
    return left;
}
