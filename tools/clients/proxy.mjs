// Does for clients in other languages what names.mjs does in Node.js: a proxy that
// connects the official names of Microsoft's services to the emulator, on any port. It
// sees no content, because the client verifies the emulator's certificate for the name.
//
// Every other name is refused, including telemetry.
import { once } from 'node:events';
import http from 'node:http';
import net from 'node:net';

// startProxy listens on a free port of the loopback interface; url is for HTTPS_PROXY.
export async function startProxy(hosts) {
  const official = new Set(hosts.names);
  const emulator = new URL(`https://${hosts.address}`);
  const server = http.createServer((request, response) => response.writeHead(405).end());
  server.on('connect', (request, client, head) => {
    const [name] = request.url.toLowerCase().split(':');
    if (!official.has(name)) {
      client.end('HTTP/1.1 502 Bad Gateway\r\n\r\n');
      return;
    }
    const upstream = net.connect(Number(emulator.port), emulator.hostname, () => {
      client.write('HTTP/1.1 200 Connection Established\r\n\r\n');
      upstream.write(head);
      upstream.pipe(client).pipe(upstream);
    });
    upstream.on('error', () => client.destroy());
    client.on('error', () => upstream.destroy());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return { url: `http://127.0.0.1:${server.address().port}`, close: () => server.close() };
}
