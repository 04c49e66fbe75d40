#include <stdio.h>

#include <openssl/ssl.h>

/* Größe und Laufzeit: what stands before a place counts in UTF-16 units, not in bytes. */
void print_lifetime(SSL *ssl)
{
    SSL_SESSION *sess = SSL_get_session(ssl);

    if (sess == NULL)
        return;
    printf("%ld\n", (long)SSL_SESSION_get_timeout(sess));
    /* 🔑 */ SSL_SESSION_free(sess);
}
