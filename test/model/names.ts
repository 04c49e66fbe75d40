/**
 * Every function, macro and setter of a callback that is known to touch sessions in OpenSSL 1.0.2 to 4.x, LibreSSL,
 * BoringSSL, AWS-LC, Tongsuo and wolfSSL. Written down apart from the models, so that an entry lost there is noticed.
 */
export const FUNCTIONS: readonly string[] = `
SSL_SESSION_new SSL_SESSION_free SSL_SESSION_up_ref SSL_SESSION_dup CRYPTO_add CRYPTO_add_lock BABASSL_SESSION_get_ref
SSL_get_session SSL_get0_session SSL_get1_session SSL_SESSION_copy_without_early_data SSL_process_tls13_new_session_ticket SSL_magic_pending_session_ptr
SSL_set_session SSL_CTX_add_session SSL_CTX_remove_session SSL_CTX_flush_sessions SSL_CTX_flush_sessions_ex SSL_CTX_sessions SSL_copy_session_id BIO_ssl_copy_session_id SSL_dup
d2i_SSL_SESSION d2i_SSL_SESSION_ex d2i_SSL_SESSION_bio PEM_read_bio_SSL_SESSION PEM_read_SSL_SESSION
i2d_SSL_SESSION i2d_SSL_SESSION_bio PEM_write_bio_SSL_SESSION PEM_write_SSL_SESSION SSL_SESSION_to_bytes SSL_SESSION_to_bytes_for_ticket SSL_SESSION_from_bytes
SSL_SESSION_print SSL_SESSION_print_fp SSL_SESSION_print_keylog
SSL_SESSION_get0_peer SSL_SESSION_get0_peer_rpk SSL_SESSION_get0_hostname SSL_SESSION_get0_cipher SSL_SESSION_get0_ticket SSL_SESSION_get0_alpn_selected SSL_SESSION_get0_ticket_appdata
SSL_SESSION_get0_id_context SSL_SESSION_get_id SSL_SESSION_get0_peer_certificates SSL_SESSION_get0_signed_cert_timestamp_list SSL_SESSION_get0_ocsp_response SSL_SESSION_get0_peer_sha256
SSL_SESSION_get_ex_data SSL_SESSION_get_app_data SSL_get_peer_cert_chain SSL_get0_peer_certificate SSL_get_psk_identity SSL_get_psk_identity_hint SSL_get_servername
SSL_SESSION_set1_id SSL_SESSION_set1_id_context SSL_SESSION_set1_hostname SSL_SESSION_set1_alpn_selected SSL_SESSION_set1_ticket_appdata SSL_SESSION_set1_master_key
SSL_SESSION_set_time SSL_SESSION_set_time_ex SSL_SESSION_set_timeout SSL_SESSION_set_cipher SSL_SESSION_set_protocol_version SSL_SESSION_set_max_early_data SSL_SESSION_set_ticket
SSL_set_time SSL_set_timeout SSL_get_time SSL_get_timeout
SSL_SESSION_set_ex_data SSL_SESSION_set_app_data SSL_set_ex_data SSL_CTX_set_ex_data BIO_set_data SSL_SESSION_is_resumable SSL_SESSION_has_ticket
SSL_free SSL_CTX_free SSL_clear SSL_connect SSL_accept SSL_do_handshake SSL_read SSL_read_ex SSL_peek SSL_peek_ex SSL_write SSL_write_ex SSL_shutdown SSL_new_session_ticket
SSL_verify_client_post_handshake SSL_renegotiate SSL_renegotiate_abbreviated SSL_stateless DTLSv1_listen SSL_set_SSL_CTX SSL_has_matching_session_id
SSL_CTX_sess_get_new_cb SSL_CTX_sess_get_remove_cb SSL_CTX_sess_get_get_cb SSL_CTX_set_generate_session_id SSL_set_generate_session_id
SSL_CTX_set_not_resumable_session_callback SSL_set_not_resumable_session_callback SSL_SESSION_get_ex_new_index SSL_get_ex_new_index SSL_CTX_get_ex_new_index
wolfSSL_get_session wolfSSL_SSL_get0_session wolfSSL_get1_session wolfSSL_SESSION_free wolfSSL_SESSION_up_ref wolfSSL_SESSION_new wolfSSL_SESSION_new_ex wolfSSL_NewSession wolfSSL_SESSION_dup
wolfSSL_set_session wolfSSL_CTX_add_session wolfSSL_SSL_CTX_remove_session wolfSSL_flush_sessions wolfSSL_CTX_flush_sessions wolfSSL_d2i_SSL_SESSION wolfSSL_i2d_SSL_SESSION
wolfSSL_GetSessionAtIndex wolfSSL_SESSION_get0_peer wolfSSL_SESSION_get_peer_chain wolfSSL_get_sessionID wolfSSL_SESSION_get_id wolfSSL_SESSION_set_ex_data
wolfSSL_SESSION_set_ex_data_with_cleanup wolfSSL_clear wolfSSL_free
`.trim().split(/\s+/);

/** Setters of callbacks: function, number of the argument, contract. */
export const CALLBACKS: readonly (readonly [string, number, string])[] = [
  ['SSL_CTX_sess_set_new_cb', 1, 'new-session'],
  ['SSL_CTX_sess_set_get_cb', 1, 'get-session'],
  ['SSL_CTX_sess_set_remove_cb', 1, 'remove-session'],
  ['SSL_CTX_set_psk_use_session_callback', 1, 'psk-use'],
  ['SSL_set_psk_use_session_callback', 1, 'psk-use'],
  ['SSL_CTX_set_psk_find_session_callback', 1, 'psk-find'],
  ['SSL_set_psk_find_session_callback', 1, 'psk-find'],
  ['SSL_CTX_set_session_ticket_cb', 1, 'ticket-generate'],
  ['SSL_CTX_set_session_ticket_cb', 2, 'ticket-decrypt'],
  ['SSL_CTX_set_generate_session_id', 1, 'generate-session-id'],
  ['SSL_set_generate_session_id', 1, 'generate-session-id'],
  ['SSL_CTX_set_not_resumable_session_callback', 1, 'not-resumable'],
  ['SSL_set_not_resumable_session_callback', 1, 'not-resumable'],
  ['SSL_SESSION_get_ex_new_index', 4, 'session-slot-free'],
  ['SSL_get_ex_new_index', 4, 'slot-free'],
  ['SSL_CTX_get_ex_new_index', 4, 'slot-free'],
  ['wolfSSL_CTX_sess_set_new_cb', 1, 'new-session'],
  ['wolfSSL_CTX_sess_set_get_cb', 1, 'wolfssl-get-session'],
  ['wolfSSL_CTX_sess_set_remove_cb', 1, 'wolfssl-remove-session'],
  ['wolfSSL_set_psk_use_session_callback', 1, 'psk-use'],
  ['wolfSSL_CTX_set_psk_use_session_callback', 1, 'psk-use'],
];
