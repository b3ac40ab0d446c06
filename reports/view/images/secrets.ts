import type { ViewContext } from '../context.ts';
import type { ImageFacts } from './facts.ts';
import { layerText } from './units.ts';

/** One secret by its place. */
export interface SecretRow {
  what: string;
  place: string;
  where: string;
  remark: string;
}

const sources: Readonly<Record<NonNullable<ImageFacts['secrets']>[number]['source'], string>> = {
  file: 'file',
  environment: 'environment variable',
  label: 'label',
  history: 'build step',
  command: 'start command',
};

/** Secrets by place, never their text; null: they were not looked for. */
export function secretRows({ secrets }: ImageFacts, { show }: ViewContext): SecretRow[] | null {
  if (secrets === undefined) return null;
  return secrets.map(({ pattern, source, name, path, line, layer, removedIn }) => ({
    what: show(pattern.replaceAll('-', ' ')),
    place: sources[source],
    where: show(
      [path ?? name ?? '', line === null ? '' : `${source === 'history' ? 'step' : 'line'} ${line}`]
        .filter(Boolean)
        .join(', '),
    ),
    remark: layerText(layer, removedIn),
  }));
}
