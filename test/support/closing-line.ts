import type { Reporter, TestModule } from 'vitest/node';

/** Ends a run with what was skipped and why, and with one line that any program can read. */
export default class ClosingLine implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], errors: readonly unknown[]): void {
    const counts = { passed: 0, failed: errors.length, skipped: 0 };
    const skipped: string[] = [];
    for (const module of modules) {
      for (const test of module.children.allTests()) {
        const { state } = test.result();
        if (state === 'passed') counts.passed++;
        else if (state === 'failed') counts.failed++;
        else {
          counts.skipped++;
          const reason = test.result().state === 'skipped' ? (test.result() as { note?: string }).note : undefined;
          skipped.push(`skipped: ${test.fullName}${reason === undefined ? '' : ` (${reason})`}`);
        }
      }
      // A file that could not be loaded, or a hook that failed, leaves tests that never ran: a failure all the same.
      counts.failed += module.errors().length;
      for (const suite of module.children.allSuites()) counts.failed += suite.errors().length;
    }
    for (const line of skipped) process.stdout.write(`${line}\n`);
    process.stdout.write(`\n${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped\n`);
  }
}
