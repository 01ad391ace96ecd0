// A scene is a list of steps. Each is tried, so that one run reports every failure;
// steps that need the result of a failed one are skipped.

export class Scene {
  #failed = 0;
  #steps = 0;

  constructor(title) {
    console.log(`\n==> ${title}`);
  }

  // step runs an action and returns its result, or undefined when it fails.
  async step(what, act, ...needs) {
    this.#steps++;
    if (needs.includes(undefined)) {
      this.#failed++;
      console.log(`  skipped   ${what}`);
      return undefined;
    }
    try {
      const result = await act();
      console.log(`  ok        ${what}`);
      return result ?? null;
    } catch (error) {
      this.#failed++;
      console.log(`  FAILED    ${what}\n            ${told(error)}`);
      return undefined;
    }
  }

  // end sets the exit code of the process.
  end() {
    console.log(`  ${this.#steps - this.#failed} of ${this.#steps} steps`);
    process.exitCode = this.#failed === 0 ? 0 : 1;
  }
}

// told formats an error with the status and code of a service's refusal.
function told(error) {
  return [error.statusCode, error.code, error.message].filter((part) => part && part !== -1).join(' ');
}
