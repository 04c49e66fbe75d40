#include <openssl/ssl.h>

long db_load(const unsigned char *id, int len, const unsigned char **der);
void write_session(SSL *ssl, SSL_SESSION *sess);

static int on_new(SSL *ssl, SSL_SESSION *sess)
{
    write_session(ssl, sess);
    SSL_SESSION_free(sess);
    return 0;
}

static SSL_SESSION *on_get(SSL *ssl, const unsigned char *id, int len, int *copy)
{
    const unsigned char *der = NULL;
    long n = db_load(id, len, &der);

    (void)ssl;
    if (n <= 0)
        return NULL;
    *copy = 1;
    return d2i_SSL_SESSION(NULL, &der, n);
}

static void on_remove(SSL_CTX *ctx, SSL_SESSION *sess)
{
    (void)ctx;
    SSL_SESSION_free(sess);
}

void callbacks_install(SSL_CTX *ctx)
{
    SSL_CTX_sess_set_new_cb(ctx, on_new);
    SSL_CTX_sess_set_get_cb(ctx, on_get);
    SSL_CTX_sess_set_remove_cb(ctx, on_remove);
}
