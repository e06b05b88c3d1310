/**
 * A certificate for 127.0.0.1 and db.example that nobody has signed but its own key, valid for a hundred years. It
 * protects nothing: the key is public. Made with
 *
 *     openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 36500 -subj /CN=database \
 *       -addext subjectAltName=IP:127.0.0.1,DNS:db.example
 */
export const certificate = {
  key: `-----BEGIN PRIVATE KEY-----
MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgQcsdTcupkIg7JsME
qCy7UrmJ3QbpwFDwVxEPBWXZ+VKhRANCAARC2FlaUsqb6Fo694+gcpZGZo+m6tw/
AWJNifDSZWrxIhJntSqNkxHwK+yl9Rkf5pSb3mJOkLSTdEdoTtqX7n7H
-----END PRIVATE KEY-----`,
  cert: `-----BEGIN CERTIFICATE-----
MIIBmTCCAUCgAwIBAgIUD+WXlq+zhqjbH+DBL4qdurTnezgwCgYIKoZIzj0EAwIw
EzERMA8GA1UEAwwIZGF0YWJhc2UwIBcNMjYxMTIxMTMzMzAyWhgPMjEyNjEwMjgx
MzMzMDJaMBMxETAPBgNVBAMMCGRhdGFiYXNlMFkwEwYHKoZIzj0CAQYIKoZIzj0D
AQcDQgAEQthZWlLKm+haOvePoHKWRmaPpurcPwFiTYnw0mVq8SISZ7UqjZMR8Cvs
pfUZH+aUm95iTpC0k3RHaE7al+5+x6NwMG4wHQYDVR0OBBYEFECgVGf7Na8aAMwv
MhC0Gb4FNmmUMB8GA1UdIwQYMBaAFECgVGf7Na8aAMwvMhC0Gb4FNmmUMA8GA1Ud
EwEB/wQFMAMBAf8wGwYDVR0RBBQwEocEfwAAAYIKZGIuZXhhbXBsZTAKBggqhkjO
PQQDAgNHADBEAiAw7V0bk2ozm6LgM+ftY8ozxs92e9dWCk9/UxFL88YYzAIgcsLU
j7D4n/s+Fs5edTV95XsjD/xdp559K3QQAd+HA88=
-----END CERTIFICATE-----`,
};
