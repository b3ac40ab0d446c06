/** The door of the server. Everything it needs loads when it starts. */
import type { ServeOptions } from './options.ts';

export type { Role, ServeOptions, ServeTimes } from './options.ts';

/** As `serve` of serve.ts. */
export async function serve(options: ServeOptions): Promise<void> {
  return (await import('./serve.ts')).serve(options);
}
