import type { Collected } from '../contract.ts';
import { dockerfileFromHistory } from '../dockerfile/index.ts';
import type { OpenedImage } from './opened.ts';

/** The Dockerfile made again from the history of an image; null: its history tells of none. */
export function dockerfileOf({ source }: OpenedImage, name: string): Collected | null {
  const { config, id } = source.about;
  const made = dockerfileFromHistory((config as Record<string, unknown>)['history'], name);
  if (made === null) return null;
  const { facts, missing } = made;
  return { kind: 'dockerfile', key: `dockerfile/${name}`, id, name, labels: {}, missing, facts };
}
