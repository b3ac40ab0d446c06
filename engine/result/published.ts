import { z } from 'zod';
import { BundleManifest, Framework, Profile, RuleCustom } from '../bundle/schema.ts';
import { snapshotJsonSchema } from '../snapshot/snapshot-schema.ts';
import { AttestationFile } from './attestations.ts';
import { RunRecord } from './run.ts';
import { Result } from './schema.ts';
import { WaiverFile } from './waivers.ts';

/** What people and programs write for us; defaults may be left out. */
const written = {
  'bundle-1.json': { title: 'bundle.yaml', schema: BundleManifest },
  'rule-custom-1.json': { title: "custom: of a rule's METADATA", schema: RuleCustom },
  'framework-1.json': { title: 'One file of frameworks/', schema: Framework },
  'profile-1.json': { title: 'profile.yaml', schema: Profile },
  'waivers-1.json': { title: 'waivers.yaml', schema: WaiverFile },
  'attestations-1.json': { title: 'attestations.yaml', schema: AttestationFile },
} as const;

/** What we write. */
const given = {
  'result-1.json': { title: 'result.json', schema: Result },
  'run-1.json': { title: 'run.json', schema: RunRecord },
} as const;

/** The JSON Schemas of `schema/` that describe documents of the engine, by file name. */
export function publishedSchemas(): Record<string, Record<string, unknown>> {
  return {
    ...converted(written, 'input'),
    ...converted(given, 'output'),
    'snapshot-1.json': snapshotJsonSchema(),
  };
}

function converted(
  table: Readonly<Record<string, { title: string; schema: z.ZodType }>>,
  io: 'input' | 'output',
): Record<string, Record<string, unknown>> {
  const entries = Object.entries(table).map(([name, { title, schema }]) => {
    const { $schema, ...rest } = z.toJSONSchema(schema, { io });
    return [name, { $schema, title, ...rest }];
  });
  return Object.fromEntries(entries) as Record<string, Record<string, unknown>>;
}
