/** Seconds between the tries of a job. After the last of them it is one of the dead letters. */
const pauses = [1, 10, 60, 300, 1800] as const;

/** Most tries of one job. */
export const mostAttempts = pauses.length + 1;

/** Seconds until the next try after this many; null: there is none. */
export function pauseAfter(attempts: number): number | null {
  return pauses[attempts - 1] ?? null;
}

const longestError = 2_000;

/** A short text of what a handler threw, for the row of the job. */
export function errorText(thrown: unknown): string {
  const text = thrown instanceof Error ? thrown.message : String(thrown);
  return text.slice(0, longestError);
}

/** Whether another try would fail as well. */
export function isPermanent(thrown: unknown): boolean {
  return typeof thrown === 'object' && thrown !== null && (thrown as { permanent?: unknown }).permanent === true;
}
