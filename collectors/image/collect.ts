import type { KindCoverage, MissingCode, Problem } from '../../engine/index.ts';
import type { CollectContext, CollectSummary } from '../contract.ts';
import { redactText } from '../redact.ts';
import { analyseOpened, type ImageReader, openImageReader } from './analyse-opened.ts';
import { dockerfileOf } from './dockerfile-of.ts';
import { failureOfImage, type ImageFailure } from './failure.ts';
import { addKnownBase, nameOf } from './known-base.ts';
import { openTarget } from './open.ts';
import type { FoundImage, OpenedImage, OpenedTarget } from './opened.ts';

/** What one collection has found so far. */
interface Progress {
  expected: number;
  seen: number;
  dockerfiles: number;
  unseen: { id: string; name: string; code: MissingCode }[];
  problems: Problem[];
}

/**
 * Reads the images that a target points at, one after the other, and hands each over. What could not be read is in the
 * summary and never thrown.
 * @throws PlimsollError of `emit`, where what was read cannot be written.
 */
export async function collectImage(context: CollectContext): Promise<CollectSummary> {
  let target: OpenedTarget;
  try {
    target = await openTarget(context);
  } catch (error) {
    return failedSummary(context, failureOfImage(error, context.signal));
  }
  const progress: Progress = { expected: target.images.length, seen: 0, dockerfiles: 0, unseen: [], problems: [] };
  try {
    progress.problems.push(...target.problems);
    await collectAll(context, target, progress);
    return summaryOf(context, target, progress);
  } finally {
    await target.close();
  }
}

async function collectAll(context: CollectContext, target: OpenedTarget, progress: Progress): Promise<void> {
  const opened: OpenedImage[] = [];
  for (const image of target.images) {
    const one = await guarded(image, context, progress, () => image.open());
    if (one !== null) opened.push(one);
  }
  const known = await target.known(opened);
  if ('code' in known) progress.problems.push(known);
  const reader = openImageReader(context);
  for (const [index, image] of opened.entries()) {
    const name = nameOf(image);
    context.progress(name, index + 1, opened.length);
    await guarded({ name, id: image.source.about.id }, context, progress, async () => {
      addKnownBase(image, known);
      await collectOne(image, reader, context, progress);
    });
  }
}

async function collectOne(
  image: OpenedImage,
  reader: ImageReader,
  context: CollectContext,
  progress: Progress,
): Promise<void> {
  const name = nameOf(image);
  if (context.kinds.has('image')) {
    const { resource, problems } = await analyseOpened(image, reader, { key: `image/${name}`, name });
    progress.problems.push(...image.source.problems, ...problems);
    await context.emit(resource);
    progress.seen += 1;
  }
  const dockerfile = context.kinds.has('dockerfile') ? dockerfileOf(image, name) : null;
  if (dockerfile === null) return;
  await context.emit(dockerfile);
  progress.dockerfiles += 1;
}

/** Does something with one image; a failure is noted and null. What cannot be written is no failure of an image. */
async function guarded<T>(
  image: Pick<FoundImage, 'name'> & { id?: string },
  context: CollectContext,
  progress: Progress,
  work: () => Promise<T>,
): Promise<T | null> {
  try {
    return await work();
  } catch (error) {
    const failure = failureOfImage(error, context.signal);
    progress.unseen.push({ id: image.id ?? image.name, name: image.name, code: failure.missing });
    progress.problems.push(problemOf(failure, image.name));
    return null;
  }
}

function problemOf(failure: ImageFailure, name: string): Problem {
  const { code, message, limit, subject } = failure;
  return {
    code,
    message: redactText(`The image ${name} could not be read: ${message}`),
    ...(limit === null ? {} : { limit }),
    kind: 'image',
    ...(subject === null ? {} : { subject }),
  };
}

function summaryOf(context: CollectContext, target: OpenedTarget, progress: Progress): CollectSummary {
  const { expected, seen, dockerfiles, problems } = progress;
  const wanted = context.kinds.has('image');
  const unseen = [...progress.unseen].sort((one, other) => (one.id < other.id ? -1 : 1));
  const status: KindCoverage['status'] = unseen.length === 0 ? 'complete' : seen === 0 ? 'failed' : 'partial';
  const contentsLost = problems.some(({ code }) => code !== 'media-type-unknown');
  const dockerfile = context.kinds.has('dockerfile')
    ? ({ status: 'complete', expected: dockerfiles, seen: dockerfiles } as const)
    : notRequested;
  const image = wanted ? { status, expected, seen, ...(unseen.length > 0 ? { unseen } : {}) } : notRequested;
  return {
    name: context.target.name ?? target.name,
    about: target.about,
    status: status === 'failed' ? 'failed' : status === 'partial' || contentsLost ? 'partial' : 'collected',
    kinds: { dockerfile, image },
    problems,
    phrase: `${seen} image${seen === 1 ? '' : 's'}`,
    advice: null,
  };
}

const notRequested = { status: 'not-requested', expected: 0, seen: 0 } as const;

function failedSummary(context: CollectContext, failure: ImageFailure): CollectSummary {
  const message = redactText(`${failure.message} ${failure.next}`.trim());
  return {
    name: context.target.name ?? 'image',
    status: 'failed',
    kinds: {
      dockerfile: notRequested,
      image: context.kinds.has('image') ? { status: 'failed', expected: 0, seen: 0 } : notRequested,
    },
    problems: [
      {
        code: failure.code,
        message,
        ...(failure.limit === null ? {} : { limit: failure.limit }),
        kind: 'image',
        ...(failure.subject === null ? {} : { subject: failure.subject }),
      },
    ],
    phrase: 'not read',
    advice: failure.missing === 'permission-denied' ? 'sudo plimsoll audit' : null,
  };
}
