// A token server of oidc-provider on a free port of this machine; its one line on standard output says where it is.
// It must not import anything of this repository. Opaque tokens, and JWTs with many claims for the client "big".
import { createServer } from "node:http";
import Provider from "oidc-provider";

const given = JSON.parse(process.env.GIVEN);
const scope = "orders:read orders:write";
const server = createServer();
server.listen(0, "127.0.0.1", () => {
  const issuer = `http://127.0.0.1:${server.address().port}`;
  const provider = new Provider(issuer, {
    clients: given.clients.map(({ id, secret, method }) => ({
      client_id: id,
      client_secret: secret,
      token_endpoint_auth_method: `client_secret_${method ?? "post"}`,
      grant_types: ["client_credentials"],
      response_types: [],
      redirect_uris: [],
      scope,
    })),
    scopes: scope.split(" "),
    ttl: { ClientCredentials: given.life },
    features: {
      clientCredentials: { enabled: true },
      devInteractions: { enabled: false },
      resourceIndicators: {
        enabled: true,
        defaultResource: (ctx, client) => (client.clientId === "big" ? "urn:orders" : undefined),
        getResourceServerInfo: () => ({ scope, accessTokenFormat: "jwt" }),
      },
    },
    extraTokenClaims: (ctx, token) =>
      token.aud === "urn:orders"
        ? Object.fromEntries(Array.from({ length: 250 }, (_, at) => [`claim-${at}`, `value of ${at}`]))
        : undefined,
  });
  server.on("request", provider.callback());
  console.log(JSON.stringify({ token_url: `${issuer}/token` }));
});
