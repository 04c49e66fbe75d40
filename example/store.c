/* Sessions on disk. */
#include <stdio.h>

#include <openssl/pem.h>

#include "client.h"

/* Mistake 3: SSL_set_session() takes a reference of its own; ours is lost on two paths. */
int client_load(struct client *c, const char *file)
{
    SSL_SESSION *sess;
    FILE *in = fopen(file, "r");

    if (in == NULL)
        return 0;
    sess = PEM_read_SSL_SESSION(in, NULL, NULL, NULL);
    fclose(in);
    if (sess == NULL)
        return 0;
    if (!SSL_SESSION_is_resumable(sess))
        return 0;
    if (c->ssl != NULL)
        return SSL_set_session(c->ssl, sess);
    SSL_SESSION_free(c->resume);
    c->resume = sess;
    return 1;
}

/* Mistake 4: the failing branch releases, and so does everybody. */
int client_save(struct client *c, const char *file)
{
    int ok = 0;
    FILE *out;
    SSL_SESSION *sess = SSL_get1_session(c->ssl);

    if (sess == NULL)
        return 0;
    out = fopen(file, "w");
    if (out == NULL) {
        SSL_SESSION_free(sess);
        goto done;
    }
    ok = PEM_write_SSL_SESSION(out, sess);
    fclose(out);
done:
    SSL_SESSION_free(sess);
    return ok;
}
