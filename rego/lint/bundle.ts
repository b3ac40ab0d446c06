import path from 'node:path';
import {
  BundleManifest,
  Framework,
  isKind,
  type JsonSchema,
  kindJsonSchema,
  type Place,
  type PlimsollError,
  Profile,
} from '../../engine/index.ts';
import { assetPath } from '../../root.ts';
import type { SourceBundle } from '../types.ts';
import { parseLocatedYaml } from '../yaml.ts';
import { fault } from './context.ts';
import { unknownFact } from './facts.ts';
import { parameterFault } from './values.ts';

/** Lints of a bundle as a whole. */
export function bundleFaults(bundle: SourceBundle): PlimsollError[] {
  return [
    ...namespaceFaults(bundle),
    ...uniqueIds(bundle),
    ...manifestFaults(bundle),
    ...frameworkFaults(bundle),
  ].concat(profileFaults(bundle));
}

/** Place of a value in bundle.yaml. */
function inManifest({ documents }: SourceBundle, steps: PropertyKey[]): Place {
  const { text, file } = documents.find((document) => document.path === 'bundle.yaml')!;
  return parseLocatedYaml(text, file, BundleManifest).place(steps);
}

/** The namespace of the shipped bundles would let anybody's rule pass for ours. */
function namespaceFaults(bundle: SourceBundle): PlimsollError[] {
  if (bundle.manifest.namespace !== 'plimsoll') return [];
  if (path.dirname(path.resolve(bundle.folder)) === assetPath('bundles')) return [];
  return [
    fault(inManifest(bundle, ['namespace']), 'The namespace plimsoll is for the shipped bundles', 'bundle-invalid'),
  ];
}

function uniqueIds({ rules }: SourceBundle): PlimsollError[] {
  const seen = new Map<string, string>();
  return rules.flatMap((rule) => {
    const first = seen.get(rule.id);
    seen.set(rule.id, first ?? rule.module.file);
    if (first === undefined) return [];
    return [fault({ file: rule.module.file }, `The id ${rule.id} is also that of ${first}`, 'bundle-invalid')];
  });
}

function manifestFaults(bundle: SourceBundle): PlimsollError[] {
  const faults = Object.entries(bundle.manifest.parameters).flatMap(([name, parameter]) => {
    const why = parameterFault(parameter);
    if (why === null) return [];
    return [fault(inManifest(bundle, ['parameters', name]), `Parameter ${name}: ${why}`, 'bundle-invalid')];
  });
  for (const kind of ['host', 'image'] as const) {
    for (const [index, request] of (bundle.manifest.collect[kind]?.files ?? []).entries()) {
      for (const [name, pattern] of Object.entries(request.match ?? {})) {
        if (isPattern(pattern)) continue;
        const at = inManifest(bundle, ['collect', kind, 'files', index, 'match', name]);
        faults.push(fault(at, `The pattern ${name} is no regular expression`, 'bundle-invalid'));
      }
    }
  }
  return faults;
}

function isPattern(pattern: string): boolean {
  try {
    new RegExp(pattern, 'u');
    return true;
  } catch {
    return false;
  }
}

function frameworkFaults(bundle: SourceBundle): PlimsollError[] {
  const ids = new Set(bundle.rules.map(({ id }) => id));
  return bundle.frameworks.flatMap(({ file, framework }) => {
    const { place } = parseLocatedYaml(file.text, file.file, Framework);
    const at = (...steps: PropertyKey[]) => place(['controls', ...steps]);
    const seen = new Set<string>();
    return framework.controls.flatMap((control, index) => {
      const unknown = control.rules.flatMap((id, entry) =>
        ids.has(id) ? [] : [fault(at(index, 'rules', entry), `This bundle has no rule ${id}`, 'bundle-invalid')],
      );
      const evidence = (control.evidence ?? []).flatMap((name, entry) =>
        isEvidence(name) ? [] : [fault(at(index, 'evidence', entry), `There is no fact ${name}`, 'bundle-invalid')],
      );
      const repeated = seen.has(control.id)
        ? [fault(at(index, 'id'), `${control.id} is listed twice`, 'bundle-invalid')]
        : [];
      seen.add(control.id);
      return [...unknown, ...evidence, ...repeated];
    });
  });
}

/** Evidence is named `kind.fact`. */
function isEvidence(name: string): boolean {
  const [kind, ...fact] = name.split('.');
  if (!isKind(kind!) || fact.length === 0) return false;
  return unknownFact(kindJsonSchema(kind) as JsonSchema, fact.join('.')) === null;
}

function profileFaults(bundle: SourceBundle): PlimsollError[] {
  const ids = bundle.rules.map(({ id }) => id);
  const isKnown = (pattern: string) =>
    pattern === '*' || ids.includes(pattern) || ids.some((id) => pattern === `${id.split('/')[0]}/*`);
  return bundle.profiles.flatMap(({ file, profile }) => {
    const { place } = parseLocatedYaml(file.text, file.file, Profile);
    const named: [PropertyKey[], string][] = [
      ...(profile.include ?? []).map((id, index): [PropertyKey[], string] => [['include', index], id]),
      ...(profile.exclude ?? []).map(({ rule }, index): [PropertyKey[], string] => [['exclude', index, 'rule'], rule]),
      ...(profile.severities ?? []).map(({ rule }, index): [PropertyKey[], string] => [
        ['severities', index, 'rule'],
        rule,
      ]),
    ];
    return named
      .filter(([, id]) => !isKnown(id))
      .map(([steps, id]) => fault(place(steps), `This bundle has no rule ${id}`, 'profile-invalid'));
  });
}
