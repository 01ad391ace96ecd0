// Starts the emulator on free ports, runs a scene with Microsoft's JavaScript Graph
// client, one with CLI for Microsoft 365, and one with the Azure CLI where it is
// installed, and stops it. `make clients` calls it; it writes only to one temporary
// folder.
//
//   node run.mjs PROVIDER_BINARY PACKAGES
//
// PACKAGES is the folder in which npm has installed package-lock.json.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join, resolve } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

const [provider, packages] = process.argv.slice(2).map((path) => resolve(path));
const beside = (name) => fileURLToPath(new URL(name, import.meta.url));
const work = mkdtempSync(join(tmpdir(), 'multitenant-clients-'));
const readyFile = join(work, 'ready.json');
const caFile = join(work, 'ca.pem');

const interrupted = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
  process.on(signal, () => interrupted.abort(new Error(`stopped by ${signal}`)));
}

try {
  process.exitCode = await main();
} catch (error) {
  console.error((interrupted.signal.reason ?? error).message);
  process.exitCode = 1;
} finally {
  rmSync(work, { recursive: true, force: true });
}

async function main() {
  const emulator = startEmulator();
  try {
    await emulator.ready();
    const scenes = ['graph.mjs', 'm365.mjs'];
    if (installed('az')) {
      scenes.push('az.mjs');
    } else {
      console.log('The Azure CLI is not installed: its scene is skipped.');
    }
    let failed = 0;
    for (const scene of scenes) {
      failed += (await play(scene)) === 0 ? 0 : 1;
    }
    console.log(failed === 0 ? `\nDone: ${scenes.length} clients have completed their scene.` : `\nFAILED: ${failed} of ${scenes.length} clients; see above.`);
    return failed === 0 ? 0 : 1;
  } finally {
    await emulator.stop();
  }
}

// installed reports whether a program is on the PATH.
function installed(program) {
  return process.env.PATH.split(delimiter).some((folder) => existsSync(join(folder, program)));
}

function startEmulator() {
  const child = spawn(provider, [
    'emulator', '-seed', beside('seed.json'), '-hosts', '-hosts-port', '0', '-ready-file', readyFile, '-ca-file', caFile,
  ], { stdio: ['ignore', 'pipe', 'pipe'] });
  let log = '';
  child.stdout.on('data', (text) => (log += text));
  child.stderr.on('data', (text) => (log += text));
  let stopped = false;
  const ended = once(child, 'exit').catch((error) => (log += error.message)).finally(() => (stopped = true));
  return {
    async ready() {
      for (let tries = 0; !existsSync(readyFile); tries++) {
        if (stopped) {
          throw new Error(`the emulator stopped before it was ready:\n${log}`);
        }
        if (tries > 300) {
          throw new Error(`the emulator was not ready after 30 seconds:\n${log}`);
        }
        await delay(100, undefined, { signal: interrupted.signal });
      }
    },
    async stop() {
      child.kill();
      await ended;
    },
  };
}

// play runs a scene and returns its exit code. The environment is new, so that no
// proxy, account or setting of the caller has an effect.
async function play(scene) {
  const child = spawn(process.execPath, ['--import', new URL('names.mjs', import.meta.url).href, beside(scene)], {
    env: {
      PATH: process.env.PATH, HOME: work, TMPDIR: work, XDG_CONFIG_HOME: work,
      NODE_EXTRA_CA_CERTS: caFile, EMULATOR_READY_FILE: readyFile, PACKAGES: packages,
    },
    stdio: ['ignore', 'inherit', 'inherit'],
    signal: interrupted.signal,
  });
  const [code] = await once(child, 'exit');
  return code;
}
