#include <openssl/ssl.h>

int encoded_length(const unsigned char *der, long len)
{
    int size;
    SSL_SESSION *s = d2i_SSL_SESSION(NULL, &der, len);

    if (s == NULL)
        return 0;
    SSL_SESSION_free(s);
    size = i2d_SSL_SESSION(s, NULL);
    return size;
}
