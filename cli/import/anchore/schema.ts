/**
 * Policy bundles of Anchore Engine (version 1_0) and policies of its successor (version 2), which renamed lists and
 * little else. Members that decide nothing here are let through.
 */
import { z } from 'zod';
import { PlimsollError } from '../../../engine/index.ts';
import { parseYaml } from '../../../rego/index.ts';
import { jsonFault } from '../json-fault.ts';

const Param = z.looseObject({ name: z.string(), value: z.union([z.string(), z.number(), z.boolean(), z.null()]) });
const Rule = z.looseObject({
  id: z.string().default(''),
  gate: z.string().min(1),
  trigger: z.string().min(1),
  action: z.string().transform((action, context) => {
    const upper = action.toUpperCase();
    if (upper === 'STOP' || upper === 'WARN' || upper === 'GO') return upper;
    context.addIssue({ code: 'custom', message: 'An action is STOP, WARN or GO' });
    return z.NEVER;
  }),
  params: z.array(Param).default([]),
});
const Policy = z.looseObject({ id: z.string(), name: z.string().default(''), rules: z.array(Rule) });
const Item = z.looseObject({
  id: z.string().default(''),
  gate: z.string(),
  trigger_id: z.string(),
  expires_on: z.string().nullish(),
});
const Allowlist = z.looseObject({ id: z.string(), name: z.string().default(''), items: z.array(Item) });
const Image = z.looseObject({ type: z.string(), value: z.string() });
const Place = { registry: z.string().default('*'), repository: z.string().default('*'), image: Image };
const Mapping = z.looseObject({
  ...Place,
  name: z.string().default(''),
  policy_id: z.string().optional(),
  policy_ids: z.array(z.string()).optional(),
  rule_set_ids: z.array(z.string()).optional(),
  whitelist_ids: z.array(z.string()).optional(),
  allowlist_ids: z.array(z.string()).optional(),
});
const ListedImage = z.looseObject({ ...Place, name: z.string().default('') });

const Bundle = z.looseObject({
  id: z.string(),
  name: z.string().default(''),
  version: z.string(),
  policies: z.array(Policy).optional(),
  rule_sets: z.array(Policy).optional(),
  whitelists: z.array(Allowlist).default([]),
  allowlists: z.array(Allowlist).default([]),
  mappings: z.array(Mapping).default([]),
  whitelisted_images: z.array(ListedImage).default([]),
  allowlisted_images: z.array(ListedImage).default([]),
  blacklisted_images: z.array(ListedImage).default([]),
  denylisted_images: z.array(ListedImage).default([]),
});

export type AnchoreAction = 'STOP' | 'WARN' | 'GO';
export type AnchorePolicy = z.infer<typeof Policy>;
export type AnchoreAllowlist = z.infer<typeof Allowlist>;
export type AnchoreImage = z.infer<typeof ListedImage>;

export interface AnchoreMapping {
  name: string;
  /** `registry/repository:tag`, `*` for any. */
  images: string;
  policies: string[];
  allowlists: string[];
}

export interface AnchoreBundle {
  id: string;
  name: string;
  policies: AnchorePolicy[];
  allowlists: AnchoreAllowlist[];
  mappings: AnchoreMapping[];
  allowedImages: AnchoreImage[];
  deniedImages: AnchoreImage[];
}

/**
 * Reads a policy bundle.
 * @param file how messages call it
 * @throws PlimsollError `json-invalid`, or `import-invalid` for JSON that is no policy bundle, with line and column
 */
export function readAnchoreBundle(text: string, file: string): AnchoreBundle {
  requireJson(text, file);
  const value = parseYaml(text, file, Bundle, { code: 'import-invalid' });
  const policies = value.policies ?? value.rule_sets;
  if (policies === undefined || policies.length === 0) {
    throw new PlimsollError('import-invalid', 'The bundle has no policies', { place: { file } });
  }
  return {
    id: value.id,
    name: value.name,
    policies,
    allowlists: [...value.whitelists, ...value.allowlists],
    mappings: value.mappings.map((mapping) => ({
      name: mapping.name,
      images: `${mapping.registry}/${mapping.repository}:${mapping.image.value}`,
      policies:
        mapping.policy_ids ?? mapping.rule_set_ids ?? (mapping.policy_id === undefined ? [] : [mapping.policy_id]),
      allowlists: [...(mapping.whitelist_ids ?? []), ...(mapping.allowlist_ids ?? [])],
    })),
    allowedImages: [...value.whitelisted_images, ...value.allowlisted_images],
    deniedImages: [...value.blacklisted_images, ...value.denylisted_images],
  };
}

/** YAML would read a file that is no JSON, too; whoever hands over one has the wrong file. */
function requireJson(text: string, file: string): void {
  try {
    JSON.parse(text);
  } catch (cause) {
    const place = { file, ...jsonFault(text) };
    throw new PlimsollError('json-invalid', `This is no JSON: ${(cause as Error).message}`, { place, cause });
  }
}
