// Loaded before a client (node --import), it replaces a hosts file: the official names
// of Microsoft's services resolve to the emulator, on any port. That needs no privileges,
// and the client itself is unchanged:
// it uses its official addresses, and verifies the certificate for their names.
//
// Every other name is refused, including telemetry, so that no request to the real
// services can leave the machine; loopback is allowed for the control API.
import { readFileSync } from 'node:fs';
import net from 'node:net';

const { hosts } = JSON.parse(readFileSync(process.env.EMULATOR_READY_FILE, 'utf8'));
const official = new Set(hosts.names);
const emulator = new URL(`https://${hosts.address}`);
const connect = net.Socket.prototype.connect;

net.Socket.prototype.connect = function (...args) {
  // Node.js itself passes one array of options and callback.
  const [options, ...rest] = Array.isArray(args[0]) ? args[0] : args;
  if (options?.path) {
    return connect.apply(this, args);
  }
  const host = options?.host?.toLowerCase();
  if (official.has(host)) {
    return connect.call(this, { ...options, host: emulator.hostname, port: Number(emulator.port) }, ...rest);
  }
  if (host !== emulator.hostname) {
    process.nextTick(() => this.destroy(new Error(`${host} is not served by the emulator`)));
    return this;
  }
  return connect.apply(this, args);
};
