/*
 * A small client that resumes its sessions, with the mistakes that the manual
 * page SSL_SESSION_free(3) warns of. Lint it:
 *
 *     ssl-lint example
 */
#include <stdio.h>
#include <stdlib.h>

#include "client.h"

struct client *client_new(SSL_CTX *ctx, const char *host)
{
    struct client *c = calloc(1, sizeof(*c));

    if (c == NULL)
        return NULL;
    c->ctx = ctx;
    c->host = host;
    return c;
}

void client_free(struct client *c)
{
    if (c == NULL)
        return;
    SSL_SESSION_free(c->resume);
    SSL_free(c->ssl);
    free(c);
}

int client_connect(struct client *c)
{
    c->ssl = SSL_new(c->ctx);
    if (c->ssl == NULL)
        return 0;
    SSL_set_tlsext_host_name(c->ssl, c->host);
    if (c->resume != NULL)
        SSL_set_session(c->ssl, c->resume);
    return SSL_connect(c->ssl) == 1;
}

/* Mistake 1: SSL_get_session() does not count; the connection's reference is given away here. */
void client_report(struct client *c)
{
    SSL_SESSION *sess = SSL_get_session(c->ssl);

    if (sess == NULL) {
        printf("%s: no session\n", c->host);
        return;
    }
    printf("%s: valid for %ld seconds%s\n", c->host, SSL_SESSION_get_timeout(sess),
           SSL_session_reused(c->ssl) ? ", resumed" : "");
    SSL_SESSION_free(sess);
}

/* Mistake 2: the session is asked after the connection that owned it is gone. */
long client_close(struct client *c)
{
    SSL_SESSION *sess = SSL_get0_session(c->ssl);

    SSL_shutdown(c->ssl);
    SSL_free(c->ssl);
    c->ssl = NULL;
    return sess != NULL ? SSL_SESSION_get_time(sess) : 0;
}
