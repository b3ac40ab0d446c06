import { redactLabels } from '../redact.ts';
import type { ApiFailure } from './api-failure.ts';
import { newDeepShelf } from './deep-images.ts';
import type { Attempt } from './facts.ts';
import { labelsOf } from './facts-container.ts';
import { type ImageView, imageFacts, imageViewOf, referencesOf } from './facts-image.ts';
import { countList, type Lists } from './lists.ts';
import { attempt, attemptBeside, failureFrom, forEachLimited, hand, pathOf, type Session } from './session.ts';
import { at, objectOf } from './shape.ts';

/** The images of an engine: each is inspected once, whoever asks for it. */
export interface ImageShelf {
  /** Hands every listed image over. */
  collect(): Promise<void>;
  /** What a container shows of its image; null: the engine has it no more. */
  view(id: string): Promise<Attempt<ImageView | null>>;
}

export function newImageShelf(session: Session, lists: Lists): ImageShelf {
  const views = new Map<string, Promise<Attempt<ImageView | null>>>();
  const uses = usesOf(lists);
  const deep = newDeepShelf(session);

  async function lookUp(id: string): Promise<Attempt<ImageView | null>> {
    const beside = { kind: 'container', what: 'the image', subject: id } as const;
    const result: Attempt<ImageView> & { failure?: ApiFailure } = await attempt(async () =>
      imageViewOf(objectOf(await session.client.get(pathOf`/images/${id}/json`))),
    );
    if (result.failure?.status === 404) return { value: null };
    if (result.failure !== undefined)
      session.coverage.incomplete(beside.kind, beside.what, beside.subject, result.failure);
    return result;
  }

  async function collectOne(listed: { id: string; tags: string[] }): Promise<void> {
    const name = listed.tags[0] ?? listed.id;
    try {
      const inspect = objectOf(await session.client.get(pathOf`/images/${listed.id}/json`));
      views.set(
        listed.id,
        attempt(async () => imageViewOf(inspect)),
      );
      const history = await attemptBeside(session, { kind: 'image', what: 'the history', subject: listed.id }, () =>
        session.client.get(pathOf`/images/${listed.id}/history`),
      );
      const containers = 'value' in uses ? { value: uses.value.get(listed.id) ?? 0 } : uses;
      if (deep.takes({ inspect, history, containers })) return;
      const sheet = imageFacts(inspect, { history, containers });
      const reference = referencesOf(inspect['RepoTags'])[0] ?? listed.id;
      const labels = redactLabels(labelsOf(at(inspect, 'Config')));
      await hand(session, 'image', { key: `image/${reference}`, id: listed.id, name: reference, labels }, sheet);
    } catch (error) {
      const failure = failureFrom(error);
      views.set(listed.id, Promise.resolve(failure.status === 404 ? { value: null } : { code: failure.code }));
      if (failure.status === 404) session.coverage.wentAway('image', listed.id, name);
      else session.coverage.unseen('image', { id: listed.id, name }, failure);
    }
  }

  return {
    async collect() {
      const images = countList(session, 'image', lists.images);
      let done = 0;
      await forEachLimited(images, session.context.limits.apiConcurrency, async (image) => {
        await collectOne(image);
        session.context.progress('images', ++done, images.length);
      });
      await deep.open();
    },
    view(id) {
      const known = views.get(id) ?? lookUp(id);
      views.set(id, known);
      return known;
    },
  };
}

/** How many containers are made from each image, by its id. */
export function usesOf(lists: Lists): Attempt<ReadonlyMap<string, number>> {
  if (!('value' in lists.containers)) return lists.containers;
  const uses = new Map<string, number>();
  for (const { imageId } of lists.containers.value) uses.set(imageId, (uses.get(imageId) ?? 0) + 1);
  return { value: uses };
}
