/* Tickets, as they arrive. */
#include "client.h"

static SSL_SESSION *latest;

/*
 * Mistake 5: released, and 0 returned: the library releases the same reference
 * again. Nothing happens here; the program fails when SSL_CTX_flush_sessions()
 * walks a cache that still lists the session.
 */
static int on_new_session(SSL *ssl, SSL_SESSION *sess)
{
    (void)ssl;
    if (!SSL_SESSION_is_resumable(sess)) {
        SSL_SESSION_free(sess);
        return 0;
    }
    SSL_SESSION_free(latest);
    latest = sess;
    return 1;
}

/* Mistake 6: the cache releases its own reference after this call. */
static void on_remove_session(SSL_CTX *ctx, SSL_SESSION *sess)
{
    (void)ctx;
    if (sess == latest)
        latest = NULL;
    SSL_SESSION_free(sess);
}

void client_cache_enable(SSL_CTX *ctx)
{
    SSL_CTX_set_session_cache_mode(ctx, SSL_SESS_CACHE_CLIENT);
    SSL_CTX_sess_set_new_cb(ctx, on_new_session);
    SSL_CTX_sess_set_remove_cb(ctx, on_remove_session);
}
