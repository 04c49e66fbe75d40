#include <openssl/ssl.h>

void first(SSL *ssl)
{
    SSL_SESSION *s = SSL_get1_session(ssl);

    SSL_SESSION_free(s); /* ssl-lint-disable-line free-of-borowed */
}

void second(SSL *ssl)
{
    SSL_SESSION *s = SSL_get1_session(ssl);

    SSL_SESSION_free(s); /* ssl-lint-disable-line free-of-borrowed -- counted by the peer */
}
