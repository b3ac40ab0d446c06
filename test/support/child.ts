/** TypeScript files of the tests as processes of their own. */
import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';

export interface Child {
  process: ChildProcess;
  /** The next line it prints; throws what it printed as errors where it ends before. */
  line(): Promise<string>;
  ended: Promise<number | null>;
}

/** Starts a file with the Node that runs the tests, and one argument in JSON. */
export function startChild(file: URL, order: unknown, environment: Record<string, string>): Child {
  const child = spawn(process.execPath, [file.pathname, JSON.stringify(order)], {
    env: { ...process.env, ...environment },
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  let errors = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    errors += text;
  });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  return {
    process: child,
    async line() {
      const { value, done } = await lines.next();
      if (done) throw new Error(`the process ended: ${errors}`);
      return value as string;
    },
    ended: new Promise((resolve) => {
      child.on('close', resolve);
    }),
  };
}
