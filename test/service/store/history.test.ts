import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { FindingHistory } from '../../../service/store/index.ts';
import { minute, onBoth } from './engines.ts';
import {
  endOf,
  idAt,
  keyOf,
  printOf,
  record,
  resultOf,
  ruleId,
  ruleNames,
  type Verdict,
  type World,
} from './results.ts';

function one(containers: World['targets'][number]['containers'], more: Partial<World> = {}): World {
  return { targets: [{ name: 'a', state: 'complete', containers }], ...more };
}

onBoth('the history of findings', (bench) => {
  test('new, known, fixed, reopened', async () => {
    const { store } = await bench.fresh();
    await record(store, 's', 1, one({ web: { root: 'fail', limit: 'fail' } }));
    await record(store, 's', 2, one({ web: { root: 'fail' } }));
    await record(store, 's', 3, one({ web: {} }));
    await record(store, 's', 4, one({ web: { root: 'fail' } }));
    const history = (change: Partial<FindingHistory>): FindingHistory => ({
      ...{ stream: 's', fingerprint: printOf('root', 'a', 'web'), rule: ruleId('root'), severity: 'high' },
      ...{ kind: 'container', key: keyOf('a', 'web'), part: null, state: 'open', firstSeenRun: idAt(1) },
      ...{ firstSeenAt: minute(1), lastSeenRun: idAt(1), lastSeenAt: minute(1), closedAt: null, reopened: 0 },
      ...change,
    });
    const limit = { fingerprint: printOf('limit', 'a', 'web'), rule: ruleId('limit'), severity: 'low' as const };
    const none = { new: [], reopened: [], fixed: [], gone: [], newlyWaived: [], noLongerWaived: [] };
    const totals = {
      new: 0,
      reopened: 0,
      fixed: 0,
      gone: 0,
      newlyWaived: 0,
      noLongerWaived: 0,
      appeared: 0,
      disappeared: 0,
    };
    const rest = { ...none, appeared: [], disappeared: [], changedInputs: [], known: 0, notJudged: 0 };
    expect(await store.history.drift(idAt(1), 9)).toEqual({
      ...{ ...rest, run: idAt(1), previous: null, previousAt: null, new: [history({}), history(limit)] },
      appeared: [{ kind: 'container', key: keyOf('a', 'web') }],
      totals: { ...totals, new: 2, appeared: 1 },
    });
    expect(await store.history.drift(idAt(2), 9)).toEqual({
      ...{ ...rest, run: idAt(2), previous: idAt(1), previousAt: minute(1), known: 1 },
      fixed: [history({ ...limit, state: 'fixed', closedAt: minute(2) })],
      totals: { ...totals, fixed: 1 },
    });
    const seen = { lastSeenRun: idAt(2), lastSeenAt: minute(2), closedAt: minute(3) };
    expect((await store.history.drift(idAt(3), 9)).fixed).toEqual([history({ ...seen, state: 'fixed' })]);
    const again = { lastSeenRun: idAt(4), lastSeenAt: minute(4), closedAt: minute(3), reopened: 1 };
    expect((await store.history.drift(idAt(4), 9)).reopened).toEqual([history(again)]);
    const since = await store.history.since('s', [printOf('root', 'a', 'web'), printOf('limit', 'a', 'web'), 'none']);
    expect([...since.values()]).toEqual([history(again)]);
  });

  test.each<[string, World]>([
    ['was not evaluated', one({ web: { root: 'not-evaluated' } })],
    ['ended in an error', one({ web: { root: 'error' } })],
    ['is on a target that failed', { targets: [{ name: 'a', state: 'failed', containers: {} }] }],
    ['is on a target that was not asked', { targets: [{ name: 'b', state: 'complete', containers: {} }] }],
    ['may be among what was listed and not read', { targets: [{ name: 'a', state: 'cut', containers: {} }] }],
  ])('what %s is neither fixed nor seen', async (_, world) => {
    const { store } = await bench.fresh();
    await record(store, 's', 1, one({ web: { root: 'fail' } }));
    const id = await record(store, 's', 2, world);
    const drift = await store.history.drift(id, 9);
    expect(drift).toMatchObject({ fixed: [], gone: [], disappeared: [], known: 0, notJudged: 1 });
    const since = await store.history.since('s', [printOf('root', 'a', 'web')]);
    expect([...since.values()]).toMatchObject([{ state: 'open', lastSeenRun: idAt(1), closedAt: null }]);
  });

  test('findings of a container that is not there are gone, and it disappeared', async () => {
    const { store } = await bench.fresh();
    await record(store, 's', 1, one({ web: { root: 'fail' }, db: {} }));
    const drift = await store.history.drift(await record(store, 's', 2, one({ db: {}, new: {} })), 9);
    expect(drift).toMatchObject({
      gone: [{ key: keyOf('a', 'web'), state: 'gone', closedAt: minute(2) }],
      appeared: [{ kind: 'container', key: keyOf('a', 'new') }],
      disappeared: [{ kind: 'container', key: keyOf('a', 'web') }],
      fixed: [],
    });
  });

  test('waived findings are told from new ones, and a waiver that ended from a new finding', async () => {
    const { store } = await bench.fresh();
    await record(store, 's', 1, one({ web: { root: 'fail', limit: 'waived' } }));
    expect(await store.history.drift(idAt(1), 9)).toMatchObject({
      new: [{ state: 'open' }],
      newlyWaived: [{ state: 'waived' }],
    });
    await record(store, 's', 2, one({ web: { root: 'waived', limit: 'fail' } }));
    expect(await store.history.drift(idAt(2), 9)).toMatchObject({
      ...{ new: [], reopened: [], known: 0 },
      newlyWaived: [{ rule: ruleId('root'), state: 'waived', firstSeenRun: idAt(1) }],
      noLongerWaived: [{ rule: ruleId('limit'), state: 'open', firstSeenRun: idAt(1), reopened: 0 }],
    });
  });

  test('changed inputs are told from changed systems', async () => {
    const { store } = await bench.fresh();
    await record(store, 's', 1, one({ web: {} }));
    await record(store, 's', 2, one({ web: {} }, { bundle: 'other', rules: ruleNames.slice(1) }));
    const { changedInputs } = await store.history.drift(idAt(2), 9);
    expect(changedInputs).toEqual([
      { name: 'bundle plimsoll-test', before: expect.stringMatching(/^1\.0\.0 sha256:/), after: expect.any(String) },
    ]);
    expect(changedInputs[0]!.before).not.toBe(changedInputs[0]!.after);
  });

  test('a preview is the drift that the run will have, and writes nothing', async () => {
    const { store } = await bench.fresh();
    await record(store, 's', 1, one({ web: { root: 'fail' }, db: { limit: 'fail' } }));
    await store.runs.begin({ id: idAt(2), stream: 's', schedule: null, slotAt: null, startedAt: minute(2) });
    const end = await endOf(store, idAt(2), 2, resultOf(one({ web: { privileged: 'fail' } })));
    const preview = await store.history.preview(end, 9);
    expect(await store.history.preview(end, 9)).toEqual(preview);
    await expect(store.history.drift(idAt(2), 9)).rejects.toMatchObject({ code: 'not-found' });
    await store.runs.finish(end);
    expect(await store.history.drift(idAt(2), 9)).toEqual(preview);
    await expect(store.history.drift('none', 9)).rejects.toMatchObject({ code: 'not-found' });
  });

  test('lists hold the worst up to a limit, totals count all, and an old drift stays as it was', async () => {
    const { store } = await bench.fresh();
    const containers = Object.fromEntries(
      Array.from({ length: 700 }, (_, index) => [`c${index}`, { limit: 'fail' as const, privileged: 'fail' as const }]),
    );
    const id = await record(store, 's', 1, one(containers));
    const drift = await store.history.drift(id, 3);
    expect(drift.new.map(({ rule, key }) => [rule, key])).toEqual(
      ['c0', 'c1', 'c10'].map((name) => [ruleId('privileged'), keyOf('a', name)]),
    );
    expect(drift.totals).toMatchObject({ new: 1400, appeared: 700 });
    await record(store, 's', 2, one({ c0: { limit: 'fail' } }));
    expect(await store.history.drift(id, 3)).toEqual(drift);
    expect(await store.history.drift(idAt(2), 1)).toMatchObject({
      ...{ known: 1, totals: { fixed: 1, gone: 1398, disappeared: 699 } },
    });
  });

  test('a changed severity goes into the history', async () => {
    const { store } = await bench.fresh();
    await record(store, 's', 1, one({ web: { root: 'fail' } }));
    await record(store, 's', 2, one({ web: { root: 'fail' } }, { severities: { root: 'critical' } }));
    const since = await store.history.since('s', [printOf('root', 'a', 'web')]);
    expect([...since.values()]).toMatchObject([{ severity: 'critical', firstSeenRun: idAt(1), lastSeenRun: idAt(2) }]);
  });

  test('any sequence of results gives the history of a simple model', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(worlds, { minLength: 2, maxLength: 6 }), async (sequence) => {
        const { store } = await bench.fresh();
        const model = new Map<string, ModelEntry>();
        for (const [index, world] of sequence.entries()) {
          const expected = advance(model, world, idAt(index));
          const id = await record(store, 's', index, world);
          const drift = await store.history.drift(id, 1000);
          const shown = (list: readonly FindingHistory[]) => list.map(({ fingerprint }) => fingerprint).sort();
          expect({
            ...{ new: shown(drift.new), reopened: shown(drift.reopened), fixed: shown(drift.fixed) },
            ...{ gone: shown(drift.gone), known: drift.known },
          }).toEqual(expected);
          const open = [...model].filter(([, { state }]) => state === 'open' || state === 'waived');
          const since = await store.history.since('s', [...model.keys()]);
          const histories = [...since].map(([print, { state, firstSeenRun, lastSeenRun, reopened }]) => [
            print,
            { state, firstSeenRun, lastSeenRun, reopened },
          ]);
          expect(new Map(histories as [string, ModelEntry][])).toEqual(new Map(open));
        }
        await store.close();
      }),
      { seed: 6_2026, numRuns: 12 },
    );
  });
});

interface ModelEntry {
  state: 'open' | 'waived' | 'fixed' | 'gone';
  firstSeenRun: string;
  lastSeenRun: string;
  reopened: number;
}

const verdicts = fc.constantFrom<Verdict>('pass', 'fail', 'fail', 'waived', 'error', 'not-evaluated', 'not-applicable');
const worlds: fc.Arbitrary<World> = fc.record({
  rules: fc.subarray(ruleNames, { minLength: 1 }),
  targets: fc.subarray(['a', 'b']).chain((names) =>
    fc.tuple(
      ...names.map((name) =>
        fc.record({
          name: fc.constant(name),
          state: fc.constantFrom('complete' as const, 'complete' as const, 'cut' as const, 'failed' as const),
          containers: fc.dictionary(
            fc.constantFrom('web', 'db'),
            fc.dictionary(fc.constantFrom(...ruleNames), verdicts, { noNullPrototype: true }),
            { noNullPrototype: true },
          ),
        }),
      ),
    ),
  ),
});

/** One step of the model: rule by rule, container by container, from the world itself and not from its result. */
function advance(model: Map<string, ModelEntry>, world: World, run: string) {
  const lists = {
    new: [] as string[],
    reopened: [] as string[],
    fixed: [] as string[],
    gone: [] as string[],
    known: 0,
  };
  for (const name of ['a', 'b']) {
    const target = world.targets.find((each) => each.name === name);
    for (const container of ['web', 'db']) {
      for (const rule of ruleNames) {
        const print = printOf(rule, name, container);
        const before = model.get(print);
        const closed = before?.state === 'fixed' || before?.state === 'gone';
        const judged = target !== undefined && target.state !== 'failed';
        const there = judged && Object.hasOwn(target.containers, container);
        const isOn = world.rules!.includes(rule);
        const verdict = there && isOn ? (target.containers[container]![rule] ?? 'pass') : null;
        if (verdict === 'fail' || verdict === 'waived') {
          const state = verdict === 'fail' ? 'open' : 'waived';
          const reopened = (before?.reopened ?? 0) + Number(closed);
          model.set(print, { state, firstSeenRun: before?.firstSeenRun ?? run, lastSeenRun: run, reopened });
          if (verdict === 'waived') continue;
          if (before === undefined) lists.new.push(print);
          else if (closed) lists.reopened.push(print);
          else if (before.state === 'open') lists.known += 1;
          continue;
        }
        if (before === undefined || closed) continue;
        const end = (state: 'fixed' | 'gone') => {
          model.set(print, { ...before, state });
          lists[state].push(print);
        };
        if (target === undefined) continue;
        if (!isOn) end('gone');
        else if (verdict === 'pass') end('fixed');
        else if (verdict === 'not-applicable') end('gone');
        else if (!there && target.state === 'complete') end('gone');
      }
    }
  }
  for (const list of [lists.new, lists.reopened, lists.fixed, lists.gone]) list.sort();
  return lists;
}
