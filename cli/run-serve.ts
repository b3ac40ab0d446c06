import { type Role, serve } from '../service/index.ts';
import { type Call, textOption } from './definition.ts';

/** `plimsoll serve`: runs until it is told to stop, and answers 0 then. The log goes to standard error. */
export async function runServe(call: Call): Promise<number> {
  let reload: (() => Promise<void>) | null = null;
  // From the start: without a listener the signal would end the process.
  const onHangUp = () => void reload?.();
  process.on('SIGHUP', onHangUp);
  try {
    await serve({
      role: (textOption(call, 'role') ?? 'all') as Role,
      workingFolder: call.workingFolder,
      file: textOption(call, 'config'),
      listen: textOption(call, 'listen'),
      environment: call.environment,
      signal: call.signal,
      write: (line) => void process.stderr.write(line),
      onReload(given) {
        reload = given;
      },
    });
    return 0;
  } finally {
    process.off('SIGHUP', onHangUp);
  }
}
