#include <openssl/ssl.h>

static SSL_SESSION *kept;

void psk_load(const unsigned char *der, long len)
{
    SSL_SESSION_free(kept);
    kept = d2i_SSL_SESSION(NULL, &der, len);
}

static int use_psk(SSL *ssl, const EVP_MD *md, const unsigned char **id, size_t *idlen, SSL_SESSION **sess)
{
    (void)ssl;
    (void)md;
    *id = (const unsigned char *)"client";
    *idlen = 6;
    *sess = kept;
    return 1;
}

void psk_install(SSL_CTX *ctx)
{
    SSL_CTX_set_psk_use_session_callback(ctx, use_psk);
}
