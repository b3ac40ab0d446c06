import { expect, test } from 'vitest';
import { cannedContainer, cannedEngine, serving } from './canned.ts';
import { collectFrom } from './collecting.ts';
import { startStandIn } from './stand-in.ts';

const day = 86_400;
const time = (seconds: number) => `${new Date(seconds * 1000).toISOString().slice(0, 19)}Z`;

/** Facts of the engine and problems, for lists with these lines on top of a plain engine. */
async function engineWith(containers: readonly object[], images: readonly object[]) {
  const listed = containers.map((line, index) => ({
    Id: `c${index}`,
    Names: [`/c${index}`],
    ImageID: 'used',
    ...line,
  }));
  const inspected = listed.map(({ Id }) => [`/containers/${Id}/json`, cannedContainer(Id)]);
  const more = { '/containers/json': listed, '/images/json': images, ...Object.fromEntries(inspected) };
  const standIn = await startStandIn({ engine: null, fault: serving(cannedEngine([], more)) });
  try {
    const { resources } = await collectFrom(standIn.uri, { kinds: new Set(['engine']) });
    return resources.find(({ kind }) => kind === 'engine')!;
  } finally {
    await standIn.stop();
  }
}

test('the oldest unused image and the oldest stopped container are found by their creation', async () => {
  const containers = [
    { State: 'running', Created: 10 * day },
    { State: 'paused', Created: 11 * day },
    { State: 'exited', Created: 30 * day },
    { State: 'created', Created: 20 * day },
  ];
  const images = [
    { Id: 'used', Created: 1 * day },
    { Id: 'reproducible', Created: 0 },
    { Id: 'old', Created: 5 * day },
    { Id: 'new', Created: 6 * day },
  ];
  const { facts } = await engineWith(containers, images);
  expect([facts['oldestUnusedImageAt'], facts['oldestStoppedContainerAt']]).toEqual([time(5 * day), time(20 * day)]);
});

test('where nothing is unused or stopped there is none', async () => {
  const { facts } = await engineWith([{ State: 'running', Created: day }], [{ Id: 'used', Created: day }]);
  expect([facts['oldestUnusedImageAt'], facts['oldestStoppedContainerAt']]).toEqual([null, null]);
});

test('a strange time is a missing fact, and costs neither the counts nor the list', async () => {
  const { facts, missing } = await engineWith(
    [{ State: 'exited', Created: 'yesterday' }],
    [{ Id: 'old', Created: {} }],
  );
  expect(facts['counts']).toMatchObject({ images: 1, unusedImages: 1 });
  expect(missing).toMatchObject({ oldestUnusedImageAt: 'parse-error', oldestStoppedContainerAt: 'parse-error' });
});
