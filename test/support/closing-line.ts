import type { Reporter, TestModule } from 'vitest/node';

/** Ends a run with what was skipped and why, and with one line that any program can read. */
export default class ClosingLine implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], errors: readonly unknown[]): void {
    const counts = { passed: 0, failed: errors.length, skipped: 0 };
    const skipped: string[] = [];
    for (const module of modules) {
      let own = 0;
      for (const test of module.children.allTests()) {
        own++;
        const { state } = test.result();
        if (state === 'passed') counts.passed++;
        else if (state === 'failed') counts.failed++;
        else {
          counts.skipped++;
          const reason = test.result().state === 'skipped' ? (test.result() as { note?: string }).note : undefined;
          skipped.push(`skipped: ${test.fullName}${reason === undefined ? '' : ` (${reason})`}`);
        }
      }
      // A file that could not be loaded has no tests, and is a failure all the same.
      if (own === 0 && module.state() === 'failed') counts.failed++;
    }
    for (const line of skipped) process.stdout.write(`${line}\n`);
    process.stdout.write(`\n${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped\n`);
  }
}
