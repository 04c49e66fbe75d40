#ifndef EXAMPLE_CLIENT_H
#define EXAMPLE_CLIENT_H

#include <openssl/ssl.h>

/* One server that the client talks to again and again. */
struct client {
    SSL_CTX *ctx;
    SSL *ssl;
    SSL_SESSION *resume;        /* counted: released in client_free() */
    const char *host;
};

struct client *client_new(SSL_CTX *ctx, const char *host);
void client_free(struct client *c);
int client_connect(struct client *c);

/* Loads a session that an earlier run of the program saved. */
int client_load(struct client *c, const char *file);
int client_save(struct client *c, const char *file);

/* Keeps sessions for resumption as tickets arrive. */
void client_cache_enable(SSL_CTX *ctx);

#endif
