// A token server of oauth2-mock-server on a free port of this machine; its one line on standard output says where it is.
// It must not import anything of this repository. Its tokens are JWTs; for the client "big" with many claims.
import { randomUUID } from "node:crypto";
import { OAuth2Server } from "oauth2-mock-server";

const given = JSON.parse(process.env.GIVEN);
const server = new OAuth2Server();
await server.issuer.keys.generate("RS256");
server.service.on("beforeTokenSigning", (token, request) => {
  token.payload.exp = token.payload.iat + given.life;
  token.payload.jti = randomUUID(); // without it, two tokens of one second are the same
  const [, basic = ""] = (request.headers.authorization ?? "").split(" ");
  const id = request.body.client_id ?? Buffer.from(basic, "base64").toString().split(":")[0];
  if (id === "big") {
    for (let at = 0; at < 250; at++) token.payload[`claim-${at}`] = `value of ${at}`;
  }
});
await server.start(0, "127.0.0.1");
console.log(JSON.stringify({ token_url: `http://127.0.0.1:${server.address().port}/token` }));
