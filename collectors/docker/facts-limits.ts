import type { Facts } from '../../engine/index.ts';
import { redactNamed, redactText } from '../redact.ts';
import { integerOf, type Json, listOf, mapOf, objectOf, sortedBy, textOf } from './shape.ts';

type ContainerFacts = Facts<'container'>;

/** Names and redacted values, sorted by name. */
export function namedValues(value: unknown): { name: string; value: string }[] {
  const entries = Object.entries(mapOf(value)).map(([name, text]) => ({
    name: redactText(name),
    value: redactNamed(name, text),
  }));
  return sortedBy(entries, (entry) => entry.name);
}

/** A namespace mode; the empty text is the engine's own way, a private one. */
export function orPrivate(value: unknown): string {
  return textOf(value) || 'private';
}

/** A limit whose every spelling of "none" (absent, null, 0, -1) is 0. */
export function withoutLimit(value: unknown): number {
  return Math.max(0, integerOf(value));
}

/** CPU time in billionths of a CPU, from whichever of the two spellings is set; 0: unlimited. */
export function cpuOf(host: Json): number {
  const nanoCpus = withoutLimit(host['NanoCpus']);
  const quota = withoutLimit(host['CpuQuota']);
  if (nanoCpus > 0 || quota === 0) return nanoCpus;
  const defaultPeriod = 100_000;
  const period = withoutLimit(host['CpuPeriod']) || defaultPeriod;
  return integerOf(Math.round((quota / period) * 1_000_000_000));
}

export function restartPolicyOf(value: unknown): ContainerFacts['restartPolicy'] {
  const policy = objectOf(value);
  return { name: textOf(policy['Name']) || 'no', maximumRetryCount: withoutLimit(policy['MaximumRetryCount']) };
}

export function ulimitsOf(value: unknown): ContainerFacts['ulimits'] {
  const ulimits = listOf(value).map((entry) => {
    const ulimit = objectOf(entry);
    return { name: textOf(ulimit['Name']), soft: integerOf(ulimit['Soft']), hard: integerOf(ulimit['Hard']) };
  });
  return sortedBy(ulimits, (ulimit) => ulimit.name);
}
