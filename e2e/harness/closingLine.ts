import type { Reporter, TestModule } from 'vitest/node';

/** Ends the output with `12 passed, 0 failed`, which `cargo xtask test` adds up. */
export default class ClosingLine implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], unhandled: readonly unknown[]): void {
    let passed = 0;
    // What failed outside of a test is a failure too.
    let failed = unhandled.length;
    let skipped = 0;
    for (const module of modules) {
      const own = { passed: 0, failed: 0, skipped: 0, pending: 0 };
      for (const test of module.children.allTests()) {
        own[test.result().state] += 1;
      }
      passed += own.passed;
      skipped += own.skipped;
      failed += own.failed > 0 || module.ok() ? own.failed : 1;
    }
    const words = [`${passed} passed`, `${failed} failed`];
    if (skipped > 0) {
      words.push(`${skipped} skipped`);
    }
    process.stdout.write(`\n${words.join(', ')}\n`);
  }
}
