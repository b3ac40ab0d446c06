/**
 * Entry of the child process that holds the Rego compiler, started with `--liftoff-only` and the path of the wasm.
 * Over IPC it gets `{id, request}` and answers `{id, answer}`.
 * It is a process and not a thread of ours because nothing inside wasm can be interrupted: the deadline ends it.
 */
import fs from 'node:fs/promises';
import { startRegoCompiler } from './wasi.ts';

async function main(): Promise<void> {
  const [wasm] = process.argv.slice(2);
  const module = await WebAssembly.compile(await fs.readFile(wasm!));
  const compiler = await startRegoCompiler(module, (text) => process.stderr.write(text));
  process.on('message', ({ id, request }: { id: number; request: string }) => {
    process.send!({ id, answer: compiler.call(request) });
  });
  // The parent is gone: nobody is left to answer.
  process.on('disconnect', () => process.exit(0));
}

await main();
