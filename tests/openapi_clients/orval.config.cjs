// The client that orval writes has the service's address in it.
module.exports = {
  todo: {
    input: "../../docs/openapi.yaml",
    output: { target: "generated/orval/client.ts", client: "fetch", baseUrl: process.env.SERVICE_URL, mode: "single" },
  },
};
