#include <openssl/ssl.h>

long lifetime(SSL *ssl)
{
    long left = 0;
    SSL_SESSION *sess = SSL_get_session(ssl);

    if (sess != NULL)
        left = (long)SSL_SESSION_get_timeout(sess);
    return left;
}
