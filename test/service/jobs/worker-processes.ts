/** Workers in processes of their own, on one queue. */
import { type Child, startChild } from '../../support/child.ts';
import type { Place } from '../store/engines.ts';
import type { WorkerOrder } from './worker-process.ts';

export interface Workers {
  children: Child[];
  /** Lines of each worker so far. */
  lines: string[][];
  /** Lets them begin. */
  go(): void;
  /** Waits until the lines of all are as asked. */
  until(isEnough: (lines: string[][]) => boolean): Promise<void>;
  stop(): Promise<void>;
}

/** Starts some workers, which wait until all are ready and `go` is called. */
export async function startWorkers(
  count: number,
  place: Pick<Place, 'settings' | 'folder'> & { environment: Record<string, string> },
  options: Omit<WorkerOrder, 'settings' | 'folder'>,
): Promise<Workers> {
  const { settings, folder, environment } = place;
  const file = new URL('./worker-process.ts', import.meta.url);
  const order: WorkerOrder = { settings, folder, ...options };
  const children = Array.from({ length: count }, () => startChild(file, order, environment));
  const lines = children.map((): string[] => []);
  const listeners = new Set<() => void>();
  for (const [index, child] of children.entries()) {
    if ((await child.line()) !== 'ready') throw new Error('a worker did not start');
    void (async () => {
      for (;;) {
        const line = await child.line().catch(() => null);
        if (line === null) return;
        lines[index]!.push(line);
        for (const listen of listeners) listen();
      }
    })();
  }
  const tell = (child: Child) => {
    if (child.process.exitCode === null && child.process.signalCode === null) child.process.stdin!.write('go\n');
  };
  return {
    children,
    lines,
    go: () => {
      for (const child of children) tell(child);
    },
    until: (isEnough) =>
      new Promise((resolve) => {
        const listen = () => {
          if (!isEnough(lines)) return;
          listeners.delete(listen);
          resolve();
        };
        listeners.add(listen);
        listen();
      }),
    async stop() {
      for (const child of children) tell(child);
      await Promise.all(children.map(({ ended }) => ended));
    },
  };
}
