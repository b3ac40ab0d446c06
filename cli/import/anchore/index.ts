import { translateAllowlists } from './allowlists.ts';
import { choosePolicy } from './choose.ts';
import { rulesOf } from './rule.ts';
import { readAnchoreBundle } from './schema.ts';
import { type Line, translateRules } from './translate.ts';
import { profileText, waiversText } from './write.ts';

export interface AnchoreImport {
  /** Text of profile.yaml; null where no rule could be taken over. */
  profile: string | null;
  /** Text of waivers.yaml. */
  waivers: string;
  /** What became of each rule, item and image, in the order of the bundle. */
  lines: Line[];
  rules: number;
  accepted: number;
}

export interface AnchoreOptions {
  /** How messages call the file. */
  file: string;
  /** Name or id of the policy; default: the one for all images. */
  policy?: string;
  /** Who answers for what is loosened. */
  by: string;
  /** When it is looked at again. */
  reviewBy: string;
  /** Latest end of what is accepted, and that of what has none of its own, as a date. */
  expires?: string;
}

/**
 * Turns a policy bundle of Anchore into a profile and waivers. The same bundle and options give the same texts.
 * @throws PlimsollError `json-invalid`, `import-invalid` with the place
 */
export function importAnchore(text: string, options: AnchoreOptions): AnchoreImport {
  const bundle = readAnchoreBundle(text, options.file);
  const choice = choosePolicy(bundle, options.policy, options.file);
  const rules = choice.policies.flatMap(rulesOf);
  const chosen = translateRules(rules);
  const allowlists = bundle.allowlists.filter(({ id }) => choice.allowlists.includes(id));
  const accepted = translateAllowlists(allowlists, bundle.allowedImages, {
    rules,
    chosen: chosen.rules.map(({ rule }) => rule),
    approvedBy: options.by,
    expires: options.expires,
  });
  const mappings = [...(choice.narrow === null ? [] : [choice.narrow]), ...choice.left];
  const lines: Line[] = [
    ...chosen.lines,
    ...accepted.lines,
    ...bundle.deniedImages.map(({ registry, repository, image }) =>
      left('denied image', `${registry}/${repository}:${image.value}`, 'no rule denies an image by its name'),
    ),
    ...mappings.map((mapping) =>
      left(
        'mapping',
        mapping.images,
        mapping === choice.narrow ? 'the profile is for all images of a run' : 'for other images; see --policy',
      ),
    ),
  ];
  const origin = {
    bundle: bundle.name || bundle.id,
    policies: choice.policies.map(({ name, id }) => name || id),
    by: options.by,
    reviewBy: options.reviewBy,
  };
  return {
    profile: chosen.rules.length === 0 ? null : profileText(chosen, lines, origin),
    waivers: waiversText(accepted.waivers, origin),
    lines,
    rules: chosen.rules.length,
    accepted: accepted.waivers.length,
  };
}

function left(gate: string, trigger: string, remark: string): Line {
  return { id: '', gate, trigger, action: '', rules: [], remark };
}
