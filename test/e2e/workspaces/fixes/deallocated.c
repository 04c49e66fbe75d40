#include <openssl/ssl.h>

void drop(SSL *ssl)
{
    SSL_SESSION *s = SSL_get1_session(ssl);

    OPENSSL_free(s);
}
