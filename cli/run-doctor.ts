import { discover, parseTarget } from '../collectors/index.ts';
import { limitsWith } from '../engine/index.ts';
import { programVersion } from '../root.ts';
import { openBundles, reachTarget, selfTest, shippedBundles, tryBrowser } from '../service/index.ts';
import { type Call, flagOption } from './definition.ts';

interface Line {
  ok: boolean;
  /** Whether something that was asked for does not work, rather than something optional. */
  wanted: boolean;
  what: string;
  detail: string;
}

/** `plimsoll doctor`: what works here; exit 1 where something asked for does not. */
export async function runDoctor(call: Call): Promise<number> {
  const { terminal } = call;
  const lines: Line[] = [];
  lines.push({
    ok: true,
    wanted: true,
    what: 'version',
    detail: `plimsoll ${programVersion()}, Node ${process.versions.node}`,
  });
  const options = {
    folder: call.workingFolder,
    limits: limitsWith(),
    onProgress: (message: string) => terminal.progress('prepare', message),
  };
  const bundles = await openBundles(shippedBundles(), options);
  for (const { catalogue, digest } of bundles) {
    lines.push({
      ok: true,
      wanted: true,
      what: `bundle ${catalogue.name}`,
      detail: `${catalogue.version}, ${catalogue.rules.length} rules, ${digest.slice(0, 19)}`,
    });
  }
  lines.push({ ...(await tryBrowser(call.environment)), wanted: false, what: 'browser for PDF' });
  lines.push(await rights());
  const named = call.arguments.map((text, index) => parseTarget(text, index + 1));
  const targets =
    named.length > 0
      ? named
      : (await discover(call.environment)).targets.map((target, index) => ({ ...target, id: index + 1 }));
  for (const target of targets) {
    const { ok, detail } = await reachTarget(target, call.environment, call.signal);
    lines.push({ ok, wanted: named.length > 0, what: target.uri, detail });
  }
  if (flagOption(call, 'selfTest')) {
    const { judged, wrong } = await selfTest(bundles);
    lines.push({
      ok: wrong.length === 0 && judged > 0,
      wanted: true,
      what: 'self-test',
      detail:
        wrong.length === 0 ? `${judged} examples and one snapshot judged as expected` : wrong.slice(0, 5).join('; '),
    });
  }
  terminal.settle();
  for (const line of lines) {
    const mark = line.ok
      ? terminal.style('green', 'ok     ')
      : terminal.style(line.wanted ? 'red' : 'yellow', line.wanted ? 'FAILED ' : 'missing');
    terminal.data(`${mark}  ${line.what.padEnd(24)}  ${line.detail}\n`);
  }
  const failed = lines.filter((line) => !line.ok && line.wanted);
  if (failed.length === 0) return 0;
  terminal.warn(`exit 1: ${failed.map((line) => line.what).join(', ')}`);
  return 1;
}

async function rights(): Promise<Line> {
  const root = process.getuid?.() === 0;
  return {
    ok: root,
    wanted: false,
    what: 'rights',
    detail: root
      ? 'root: everything on this host can be read'
      : 'not root: some facts of this host will be listed as not looked at',
  };
}
