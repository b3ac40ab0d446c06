import type { LocatedMetadata } from './metadata.ts';
import type { SourceBundle } from './types.ts';

/** The time at which tests and examples are judged, so that they answer the same in every year. */
export const testTime = '2026-01-01T00:00:00Z';

type Params = Record<string, Record<string, unknown>>;

/** `data.plimsoll.params` with the defaults of all rules and namespaces. */
export function defaultParams(source: SourceBundle, metadata: ReadonlyMap<string, LocatedMetadata>): Params {
  const params: Params = {};
  for (const [namespace, parameters] of Object.entries(source.parameters)) {
    params[namespace] = defaultsOf(parameters);
  }
  for (const [id, { value }] of metadata) {
    if (value.custom.parameters !== undefined) params[id] = defaultsOf(value.custom.parameters);
  }
  return params;
}

function defaultsOf(parameters: Readonly<Record<string, { default: unknown }>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(parameters).map(([name, parameter]) => [name, parameter.default]));
}

/** Tables of the bundle and what the engine gives to every policy, as tests see them. */
export function testData(source: SourceBundle, params: Params, on: readonly string[]): Record<string, unknown> {
  const ours = { on: Object.fromEntries(on.map((id) => [id, true])), params, now: testTime };
  const own = (source.data['plimsoll'] ?? {}) as Record<string, unknown>;
  return { ...source.data, plimsoll: { ...own, ...ours } };
}
