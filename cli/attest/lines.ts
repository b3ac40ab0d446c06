import { createInterface } from 'node:readline';

/** Lines that a person types. */
export interface TypedLines {
  /** Prints the prompt and answers the next line, or null where the input ended. */
  ask(prompt: string): Promise<string | null>;
  close(): void;
}

/** Reads lines one by one. What was typed ahead or pasted waits for its question: `readline` alone would drop it. */
export function typedLines(input: NodeJS.ReadableStream, output: NodeJS.WritableStream): TypedLines {
  const waiting: string[] = [];
  let take: ((line: string | null) => void) | null = null;
  let ended = false;
  const lines = createInterface({ input, output });
  lines.on('line', (line) => {
    if (take === null) waiting.push(line);
    else take(line);
    take = null;
  });
  lines.on('close', () => {
    ended = true;
    take?.(null);
    take = null;
  });
  return {
    ask(prompt) {
      lines.setPrompt(prompt);
      if (!ended) lines.prompt();
      const line = waiting.shift();
      if (line !== undefined || ended) return Promise.resolve(line ?? null);
      return new Promise((resolve) => {
        take = resolve;
      });
    },
    close: () => lines.close(),
  };
}
