#include <openssl/ssl.h>

int usable(const unsigned char *der, long len)
{
    SSL_SESSION *s = d2i_SSL_SESSION(NULL, &der, len);

    if (s == NULL)
        return 0;
    if (!SSL_SESSION_is_resumable(s))
        SSL_SESSION_free(s);
    SSL_SESSION_free(s);
    return 1;
}
