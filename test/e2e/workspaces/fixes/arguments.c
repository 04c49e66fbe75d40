#include <openssl/ssl.h>

SSL_SESSION *decode(const unsigned char *der, long len)
{
    SSL_SESSION *s;

    d2i_SSL_SESSION(&s, &der, len);
    return s;
}

void done(SSL *ssl)
{
    SSL_SESSION *s = SSL_get1_session(ssl);

    if (s != NULL)
        SSL_SESSION_free(s);
}
