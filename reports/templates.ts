/** The only file that knows Handlebars. Templates hold markup and no logic; values are escaped by Handlebars. */
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import Handlebars from 'handlebars';
import { PlimsollError } from '../engine/index.ts';
import { assetPath } from '../root.ts';
import { isShipped, shippedTemplate, shippedTemplates, templateNames } from './shipped.ts';

/** Templates of one page, compiled. */
export interface Templates {
  /** Name of the template of the whole page. */
  page: string;
  /** The style sheets, as they are. */
  style: string;
  /** Fills a template by its file name without extension. `style` in the values goes in unescaped. */
  fill(name: string, values: object): string;
}

// Later ones add to earlier ones.
const styleFiles = ['report.css', 'benchmark.css', 'mail.css'];
const extension = '.hbs';
// What a template names and the view lacks is an error, and only the built-in blocks are known.
const strictly = { strict: true, knownHelpersOnly: true, preventIndent: true } as const;
const compiled = new Map<string, Promise<Templates>>();

/**
 * Shipped templates by their name, or the report with the files of another folder in their place. Compiled once a
 * process. Templates are code: only a folder the operator chose may be given.
 * @throws PlimsollError `file-unreadable`, `configuration-invalid` for a template that does not parse.
 */
export function loadTemplates(template: string = 'report'): Promise<Templates> {
  const own = isShipped(template) ? [] : [path.resolve(template)];
  const { folders, page } = shippedTemplates[shippedTemplate(template)];
  const all = [...folders.map((folder) => assetPath('templates', folder)), ...own];
  const key = JSON.stringify([page, ...all]);
  const known = compiled.get(key);
  if (known !== undefined) return known;
  const loading = compileFolders(all, page);
  compiled.set(key, loading);
  loading.catch(() => compiled.delete(key));
  return loading;
}

/** The templates of mails, which stand apart from those of reports. Compiled once a process. */
export function loadMailTemplates(): Promise<Templates> {
  const known = compiled.get('mail');
  if (known !== undefined) return known;
  const loading = compileFolders([assetPath('templates', 'mail')], 'mail');
  compiled.set('mail', loading);
  return loading;
}

async function compileFolders(folders: readonly string[], page: string): Promise<Templates> {
  const sources = new Map<string, { file: string; text: string }>();
  for (const folder of folders) for (const [name, source] of await readFolder(folder)) sources.set(name, source);
  const style = styleFiles.flatMap((name) => sources.get(name)?.text ?? []).join('');
  if (/<\/style/i.test(style)) throw new PlimsollError('configuration-invalid', 'a style sheet closes its element');
  const engine = Handlebars.create();
  for (const [name, { file, text }] of sources) {
    if (!name.endsWith(extension)) continue;
    engine.registerPartial(name.slice(0, -extension.length), compile(engine, file, text));
  }
  return {
    page,
    style,
    fill(name, values) {
      const template = engine.partials[name] as Handlebars.TemplateDelegate | undefined;
      if (template === undefined) throw new PlimsollError('internal', `there is no template ${name}`);
      return template({ ...values, style: new engine.SafeString(style) });
    },
  };
}

function compile(engine: typeof Handlebars, file: string, text: string): Handlebars.TemplateDelegate {
  try {
    engine.parse(text);
  } catch (cause) {
    const message = cause instanceof Error ? cause.message : String(cause);
    throw new PlimsollError('configuration-invalid', `a template does not parse: ${message}`, {
      place: { file },
      cause,
      next: 'Correct the template at the line named.',
    });
  }
  // An unescaped value would let an inspected system write markup; no template of a report needs one.
  if (/\{\{~?[{&]/.test(text)) {
    throw new PlimsollError('configuration-invalid', 'a template prints a value unescaped', {
      place: { file },
      next: 'Write {{name}} with two braces.',
    });
  }
  return engine.compile(text, strictly);
}

async function readFolder(folder: string): Promise<Map<string, { file: string; text: string }>> {
  const found = new Map<string, { file: string; text: string }>();
  try {
    for (const name of (await readdir(folder)).sort()) {
      if (!styleFiles.includes(name) && !name.endsWith(extension)) continue;
      const file = path.join(folder, name);
      found.set(name, { file, text: await readFile(file, 'utf8') });
    }
  } catch (cause) {
    throw new PlimsollError('file-unreadable', `the templates in ${folder} cannot be read`, {
      cause,
      next: `Give a folder, or the name of a shipped template: ${templateNames.join(', ')}.`,
    });
  }
  return found;
}
