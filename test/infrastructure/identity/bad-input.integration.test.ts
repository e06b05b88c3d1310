import { expect } from "vitest";
import { problem, type RequestOptions } from "#test/support/http-client.ts";
import { test } from "#test/support/identity/people.ts";

interface Request {
  readonly what: string;
  /** Method and path. */
  readonly to: string;
  readonly body?: unknown;
  readonly options?: RequestOptions;
}

/** What an answer is, and to which requests it is given. Each is sent with an administrator's token. */
type Table = Readonly<Record<string, readonly Request[]>>;

const register = "POST /v1/users";
const logIn = "POST /v1/sessions";
const settings = "PATCH /v1/me/settings";
const rename = "PATCH /v1/me";
const outside = "PUT /v1/outside-identities/workos";
const id = "0192f5d0-0000-7000-8000-000000000000";
const valid = { email: "eve@example.com", name: "Eve", password: "correct horse battery" };
const bytes = (...parts: (string | number[])[]) => Buffer.concat(parts.map((part) => Buffer.from(part as string)));
const type = (contentType: string) => ({ headers: { "content-type": contentType } });
const ifMatch = (value: string) => ({ headers: { "if-match": value } });

const bodies: Table = {
  "400 malformed-json": [
    { what: "JSON that stops in the middle", to: register, body: '{"email":' },
    { what: "text", to: register, body: "email=eve@example.com" },
    { what: "a raw NUL", to: register, body: '{"email":"\0"}' },
    { what: "invalid UTF-8", to: rename, body: bytes('{"name":"', [0xff, 0xfe], '"}') },
    { what: "a surrogate encoded as UTF-8", to: rename, body: bytes('{"name":"', [0xed, 0xa0, 0x80], '"}') },
    { what: "UTF-16", to: rename, body: Buffer.from('{"name":"Eve"}', "utf16le") },
    { what: "__proto__", to: settings, body: '{"__proto__":{"role":"admin"}}' },
    { what: "constructor.prototype", to: settings, body: '{"constructor":{"prototype":{"role":"admin"}}}' },
    { what: "NaN", to: settings, body: '{"marketingEmails":NaN}' },
    { what: "two values", to: settings, body: '{"locale":"en"} {"locale":"de"}' },
  ],
  "400 invalid-request": [
    { what: "no body", to: register },
    { what: "an empty body", to: register, body: "" },
    { what: "null", to: register, body: "null" },
    { what: "a list", to: register, body: [valid] },
    { what: "text in JSON", to: register, body: '"eve"' },
    { what: "nothing in it", to: register, body: {} },
    { what: "numbers for text", to: register, body: { email: 1, name: 2, password: 3 } },
    { what: "objects for text", to: logIn, body: { email: { $ne: null }, password: { $ne: null } } },
    { what: "lists for text", to: logIn, body: { email: ["eve@example.com"], password: ["x"] } },
    { what: "a role of one's own choice", to: register, body: { ...valid, role: "admin" } },
    { what: "an id of one's own choice", to: rename, body: { name: "Eve", id } },
    { what: "a short password", to: register, body: { ...valid, password: "short" } },
    { what: "a password of 201 characters", to: register, body: { ...valid, password: "x".repeat(201) } },
    { what: "a name of 100,000 characters", to: rename, body: { name: "x".repeat(100_000) } },
    { what: "an escaped NUL in a name", to: rename, body: { name: "E\0ve" } },
    { what: "an escaped NUL in an address", to: logIn, body: { email: "eve@example.com\0", password: "x" } },
    { what: "an escaped NUL in a field's name", to: settings, body: { "locale\0": "en" } },
    { what: "half a surrogate pair", to: register, body: { ...valid, name: "\ud83d" } },
    { what: "the other half", to: `${outside}/1`, body: { email: valid.email, name: "\ude00" } },
    { what: "no setting at all", to: settings, body: {} },
    { what: "null for what isn't nullable", to: settings, body: { locale: null } },
    { what: "text for a truth value", to: settings, body: { marketingEmails: "true" } },
    { what: "a number for a truth value", to: settings, body: { marketingEmails: 1 } },
    { what: "a number beyond a double", to: settings, body: '{"marketingEmails":1e999}' },
    { what: "a number of 1,000 digits", to: settings, body: `{"timeZone":${"9".repeat(1000)}}` },
    { what: "deep nesting", to: settings, body: `{"locale":${"[".repeat(100_000)}${"]".repeat(100_000)}}` },
    { what: "a role that isn't", to: `PUT /v1/users/${id}/role`, body: { role: "root" } },
    { what: "a token of 5,000 characters", to: "POST /v1/sessions/refresh", body: { refreshToken: "x".repeat(5000) } },
  ],
  "401 invalid-token": [
    { what: "no refresh token", to: "POST /v1/sessions/refresh", body: { refreshToken: "..." } },
    { what: "no verification token", to: "POST /v1/email-verifications", body: { token: "💥" } },
  ],
  "401 wrong-credentials": [
    { what: "SQL for an address", to: logIn, body: { email: "' OR true --", password: "' OR true --" } },
    { what: "an address in capitals and blanks", to: logIn, body: { email: " EVE@EXAMPLE.COM ", password: "x" } },
  ],
  "404 user-not-found": [{ what: "nobody's id", to: `PUT /v1/users/${id}/role`, body: { role: "member" } }],
  "413 body-too-large": [
    { what: "2 MB", to: register, body: { ...valid, name: "x".repeat(2_000_000) } },
    { what: "2 MB of blanks", to: settings, body: " ".repeat(2_000_000) },
  ],
  "415 unsupported-media-type": [
    { what: "a form", to: register, body: "email=eve", options: type("application/x-www-form-urlencoded") },
    { what: "plain text", to: register, body: "{}", options: type("text/plain") },
    { what: "XML", to: register, body: "<user/>", options: type("application/xml") },
    { what: "nonsense", to: register, body: "{}", options: type("json") },
  ],
  "422 invalid-email": [
    { what: "no address", to: register, body: { ...valid, email: "eve" } },
    { what: "an address in another script", to: register, body: { ...valid, email: "éve@example.com" } },
    { what: "an address with a line break", to: register, body: { ...valid, email: "eve@example.com\r\nBcc: all" } },
    { what: "an address with a long part", to: register, body: { ...valid, email: `${"x".repeat(65)}@example.com` } },
  ],
  "422 invalid-name": [
    { what: "blanks", to: rename, body: { name: " \u00a0\u2003 " } },
    { what: "a control character", to: rename, body: { name: "Eve\u001b[31m" } },
  ],
  "422 invalid-settings": [
    { what: "a path", to: settings, body: { timeZone: "../../etc/passwd" } },
    { what: "no time zone", to: settings, body: { timeZone: "" } },
    { what: "no language", to: settings, body: { locale: "-" } },
  ],
};

const urlsAndHeaders: Table = {
  "400 invalid-request": [
    { what: "no UUID", to: "PUT /v1/users/1/role", body: { role: "member" } },
    { what: "a UUID in braces", to: `DELETE /v1/users/%7B${id}%7D` },
    { what: "a UUID with urn:", to: `DELETE /v1/users/urn:uuid:${id}` },
    { what: "SQL for an id", to: "POST /v1/users/1'%20OR%20true/restore" },
    { what: "an escaped NUL in a path", to: `${outside}/a%00b`, body: { email: valid.email, name: "Eve" } },
    { what: "an escaped NUL in a query", to: "GET /v1/users?search=a%00b" },
    { what: "a limit of 0", to: "GET /v1/users?limit=0" },
    { what: "a negative limit", to: "GET /v1/users?limit=-1" },
    { what: "a huge limit", to: "GET /v1/users?limit=99999999999999999999" },
    { what: "half a limit", to: "GET /v1/users?limit=1.5" },
    { what: "an infinite limit", to: "GET /v1/users?limit=Infinity" },
    { what: "a limit beyond a double", to: "GET /v1/users?limit=1e999" },
    { what: "two limits", to: "GET /v1/users?limit=1&limit=2" },
    { what: "a long search", to: `GET /v1/users?search=${"x".repeat(201)}` },
    { what: "an unknown filter", to: "GET /v1/users?password_hash=x" },
    { what: "__proto__ as a filter", to: "GET /v1/users?__proto__=x" },
    { what: "a cursor of 2,001 characters", to: `GET /v1/users?cursor=${"x".repeat(2001)}` },
  ],
  "400 invalid-cursor": [{ what: "a made up cursor", to: "GET /v1/users?cursor=eyJpZCI6MX0" }],
  "400 malformed-url": [
    { what: "invalid UTF-8 in a path", to: `${outside}/%FF`, body: {} },
    { what: "half an escape", to: `${outside}/%E`, body: {} },
  ],
  "400 invalid-if-match": [
    { what: "a number", to: rename, body: { name: "Eve" }, options: ifMatch("1") },
    { what: "two ETags", to: rename, body: { name: "Eve" }, options: ifMatch('"1", "2"') },
    { what: "a negative version", to: settings, body: { locale: "en" }, options: ifMatch('"-1"') },
    { what: "a huge version", to: settings, body: { locale: "en" }, options: ifMatch(`"${"9".repeat(1000)}"`) },
    { what: "nothing", to: settings, body: { locale: "en" }, options: ifMatch("") },
  ],
  "404 route-not-found": [
    { what: "an unknown path", to: "GET /v1/nothing" },
    { what: "an unknown method", to: "PUT /v1/me", body: {} },
    { what: "a path out of the service", to: "GET /v1/%2e%2e/%2e%2e/etc/passwd" },
  ],
  "412 concurrency-conflict": [
    { what: "an old version", to: rename, body: { name: "Eve" }, options: ifMatch('"1"') },
    { what: "a version to come", to: settings, body: { locale: "en" }, options: ifMatch('"999999999"') },
  ],
  "414 url-too-long": [{ what: "a subject of 1,000 characters", to: `${outside}/${"x".repeat(1000)}`, body: {} }],
};

test.for([
  { part: "body", table: bodies },
  { part: "URL or its headers", table: urlsAndHeaders },
])("a request with a bad $part gets what the table says, and never a 500", async ({ table }, { service, people }) => {
  const { token } = await people.admin();
  for (const [expected, requests] of Object.entries(table)) {
    const [status = "", code = ""] = expected.split(" ");
    for (const { what, to, body, options } of requests) {
      const [method = "", path = ""] = to.split(" ");
      const answer = await service.http.send(method, path, body, { token, ...options });
      expect.soft(answer, `${what}: ${to}`).toMatchObject(problem(Number(status), code));
      const { requestId } = answer.body as { requestId?: string };
      expect.soft(answer.headers.get("x-request-id"), what).toBe(requestId);
      expect.soft(JSON.stringify(answer.body), "nothing of the inside is told").not.toMatch(/SELECT|postgres|\.ts\b/i);
    }
  }
  expect(service.logs.filter(({ level }) => Number(level) >= 50)).toEqual([]);
});

test("bad input changes nothing", async ({ http, people }) => {
  const { token } = await people.admin();
  const before = await http.get("/v1/me", { token });
  for (const { to, body, options } of [bodies, urlsAndHeaders].flatMap((table) => Object.values(table).flat())) {
    const [method = "", path = ""] = to.split(" ");
    await http.send(method, path, body, { token, ...options });
  }
  expect((await http.get("/v1/me", { token })).body).toEqual(before.body);
  expect(await http.get("/v1/users", { token })).toMatchObject({ body: { total: 1 } });
});
