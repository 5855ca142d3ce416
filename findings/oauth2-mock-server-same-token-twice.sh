#!/bin/sh
# oauth2-mock-server gives the same access token to every sign-in within a second.
#
# One would guess that each token request gives a token of its own, so that a client which renews a refused token can tell
# from the new one that it is another. Its tokens are JWTs with times in whole seconds and no jti (RFC 7519, 4.1.7, leaves
# it out at will), and RS256 signs the same bytes to the same signature: so they are the same string. Seen with
# oauth2-mock-server 8.2.3 on Node.js 20.20.2, November 2026: of three sign-ins at once at least two get the same token; with
# a jti put in by its own event, three get three.
#
# So "the token that came is the one that was refused" is no fault of a renewal, and says nothing about whether it was done.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
trap 'exit 1' INT TERM HUP
cd "$folder"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund oauth2-mock-server@8.2.3
cat >ask.mjs <<'JAVASCRIPT'
import { randomUUID } from "node:crypto";
import { OAuth2Server } from "oauth2-mock-server";

const server = new OAuth2Server();
await server.issuer.keys.generate("RS256");
await server.start(0, "127.0.0.1");
const address = Object.assign(new URL(server.issuer.url), { hostname: "127.0.0.1", pathname: "/token" });
const ask = async () => {
  const body = new URLSearchParams({ grant_type: "client_credentials", client_id: "a", client_secret: "b" });
  return (await (await fetch(address, { method: "POST", body })).json()).access_token;
};
const different = async () => new Set(await Promise.all([ask(), ask(), ask()])).size;
const asItIs = await different();
server.service.on("beforeTokenSigning", (token) => { token.payload.jti = randomUUID(); });
const withId = await different();
await server.stop();
console.log(`of three at once, different: ${asItIs}; with a jti: ${withId}`);
process.exit(asItIs < 3 && withId === 3 ? 0 : 1);
JAVASCRIPT
node ask.mjs
