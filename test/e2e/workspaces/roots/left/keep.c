#include <openssl/ssl.h>

int keep(SSL *ssl)
{
    SSL_SESSION *sess = SSL_get1_session(ssl);

    return sess != NULL;
}
