#include <openssl/ssl.h>

struct client {
    SSL *ssl;
    SSL_SESSION *resume;
};

void client_remember(struct client *c)
{
    c->resume = SSL_get_session(c->ssl);
}
