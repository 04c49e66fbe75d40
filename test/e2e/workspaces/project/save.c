#include <openssl/pem.h>

#include "conn.h"

int save(const struct conn *c, BIO *out)
{
    int ok = 0;
    SSL_SESSION *sess = SSL_get1_session(c->ssl);

    if (sess == NULL)
        return 0;
    if (out == NULL) {
        SSL_SESSION_free(sess);
        goto done;
    }
    ok = PEM_write_bio_SSL_SESSION(out, sess);
done:
    SSL_SESSION_free(sess);
    return ok;
}

int count(const struct conn *c)
{
    SSL_SESSION *sess = conn_keep(c);

    return sess != NULL;
}
