/* The functions of the example, mended: ssl-lint has nothing to say about this file. */
#include <stdio.h>

#include <openssl/pem.h>

#include "../client.h"

static SSL_SESSION *latest;

void client_report(struct client *c)
{
    SSL_SESSION *sess = SSL_get_session(c->ssl);

    if (sess == NULL) {
        printf("%s: no session\n", c->host);
        return;
    }
    printf("%s: valid for %ld seconds%s\n", c->host, SSL_SESSION_get_timeout(sess),
           SSL_session_reused(c->ssl) ? ", resumed" : "");
}

long client_close(struct client *c)
{
    SSL_SESSION *sess = SSL_get0_session(c->ssl);
    long since = sess != NULL ? SSL_SESSION_get_time(sess) : 0;

    SSL_shutdown(c->ssl);
    SSL_free(c->ssl);
    c->ssl = NULL;
    return since;
}

int client_load(struct client *c, const char *file)
{
    int ok = 0;
    SSL_SESSION *sess;
    FILE *in = fopen(file, "r");

    if (in == NULL)
        return 0;
    sess = PEM_read_SSL_SESSION(in, NULL, NULL, NULL);
    fclose(in);
    if (sess == NULL)
        return 0;
    if (SSL_SESSION_is_resumable(sess)) {
        if (c->ssl == NULL) {
            SSL_SESSION_free(c->resume);
            c->resume = sess;
            return 1;
        }
        ok = SSL_set_session(c->ssl, sess);
    }
    SSL_SESSION_free(sess);
    return ok;
}

int client_save(struct client *c, const char *file)
{
    int ok = 0;
    FILE *out;
    SSL_SESSION *sess = SSL_get1_session(c->ssl);

    if (sess == NULL)
        return 0;
    out = fopen(file, "w");
    if (out == NULL)
        goto done;
    ok = PEM_write_SSL_SESSION(out, sess);
    fclose(out);
done:
    SSL_SESSION_free(sess);
    return ok;
}

static int on_new_session(SSL *ssl, SSL_SESSION *sess)
{
    (void)ssl;
    if (!SSL_SESSION_is_resumable(sess))
        return 0;
    SSL_SESSION_free(latest);
    latest = sess;
    return 1;
}

static void on_remove_session(SSL_CTX *ctx, SSL_SESSION *sess)
{
    (void)ctx;
    if (sess == latest) {
        latest = NULL;
        SSL_SESSION_free(sess);
    }
}

void client_cache_enable(SSL_CTX *ctx)
{
    SSL_CTX_set_session_cache_mode(ctx, SSL_SESS_CACHE_CLIENT);
    SSL_CTX_sess_set_new_cb(ctx, on_new_session);
    SSL_CTX_sess_set_remove_cb(ctx, on_remove_session);
}
