// Loaded before a client (node --import), it takes the place of a hosts file: the
// official names of Microsoft's services lead to the emulator, whatever port they are
// served on. That needs no rights on the machine, and the client itself is unchanged:
// it asks for its official addresses, and checks the certificate for their names.
//
// Every other name is refused, telemetry included, so that a request to the real
// services cannot leave the machine; loopback, where the control API is, is let through.
import { readFileSync } from 'node:fs';
import net from 'node:net';

const { hosts } = JSON.parse(readFileSync(process.env.EMULATOR_READY_FILE, 'utf8'));
const official = new Set(hosts.names);
const emulator = new URL(`https://${hosts.address}`);
const connect = net.Socket.prototype.connect;

net.Socket.prototype.connect = function (...args) {
  // Node.js's own callers hand over one array of options and callback.
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
