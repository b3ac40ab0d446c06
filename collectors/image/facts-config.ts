import type { Facts } from '../../engine/index.ts';
import { type FactSheet, omitMember, type Readers, readFacts } from '../docker/facts.ts';
import { labelsOf } from '../docker/facts-container.ts';
import { imageFacts } from '../docker/facts-image.ts';
import { redactBuildStep } from '../docker/history.ts';
import {
  at,
  flagOf,
  type Json,
  listOf,
  objectOf,
  textOf,
  textOrNull,
  timeOf,
  timeOfSeconds,
  Unreadable,
} from '../docker/shape.ts';
import { redactLabels, redactText } from '../redact.ts';
import type { ImageAbout } from './contract.ts';

/**
 * Facts of an OCI image configuration, by the same readers as those of an engine's image, so that one image has one set
 * of facts wherever it lies. A member of the wrong type is a missing fact.
 */
export function configurationFacts(about: ImageAbout): FactSheet {
  const config = about.config as Json;
  const inspect = {
    RepoTags: about.tags,
    RepoDigests: about.digests,
    Os: config['os'],
    Architecture: config['architecture'],
    Created: config['created'],
    Config: config['config'],
    RootFS: { Layers: about.layers.map(({ diffId }) => diffId) },
  };
  const whole = imageFacts(inspect, { history: { value: [] }, containers: { code: 'not-supported' } });
  const own = readFacts<Pick<Facts<'image'>, 'source' | 'history' | 'base'>>({
    source: () => about.source,
    history: () => listOf(config['history']).map(historyEntryOf),
    base: () => baseOf(config),
  } satisfies Readers<Pick<Facts<'image'>, 'source' | 'history' | 'base'>>);
  const sheet: FactSheet = { facts: { ...whole.facts, ...own.facts }, missing: { ...whole.missing, ...own.missing } };
  for (const name of Object.keys(own.facts)) delete sheet.missing[name];
  for (const name of Object.keys(own.missing)) delete sheet.facts[name];
  delete sheet.facts['size'];
  sheet.missing['size'] = 'not-supported';
  return sheet;
}

/** Names the image was built from, by its labels; `known` is filled in by whoever knows other images. */
export function baseOf(config: Json): Facts<'image'>['base'] {
  const labels = at(config, 'config.Labels');
  const label = (name: string) => textOrNull(Object.hasOwn(labels, name) ? labels[name] : null);
  const name = label('org.opencontainers.image.base.name');
  const digest = label('org.opencontainers.image.base.digest');
  return {
    name: name === null ? null : redactText(name),
    digest: digest === null ? null : redactText(digest),
    known: null,
  };
}

/** Takes `base.known` out where the other images could not be asked for. */
export function withoutKnownBase(sheet: FactSheet): void {
  if (sheet.facts['base'] !== undefined) omitMember(sheet, 'base', 'known', 'not-supported');
}

/** Labels of the configuration, redacted; empty where they are of the wrong type. */
export function configurationLabels(about: ImageAbout): Record<string, string> {
  try {
    return redactLabels(labelsOf(at(about.config, 'config')));
  } catch (error) {
    if (error instanceof Unreadable) return {};
    throw error;
  }
}

/** When it was made; null: not stated, or not told in a way that can be read. */
export function createdAtOf(about: ImageAbout): string | null {
  const { facts } = configurationFacts(about);
  return typeof facts['createdAt'] === 'string' ? facts['createdAt'] : null;
}

/** Engines tell the seconds of a step alone, so that is all an archive tells too. */
function historyEntryOf(value: unknown): Facts<'image'>['history'][number] {
  const entry = objectOf(value);
  const time = timeOf(entry['created']);
  return {
    createdAt: time === null ? null : timeOfSeconds(Math.floor(Date.parse(time) / 1000)),
    createdBy: redactBuildStep(textOf(entry['created_by'])),
    emptyLayer: flagOf(entry['empty_layer']),
  };
}
