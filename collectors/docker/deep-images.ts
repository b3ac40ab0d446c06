import type { InspectedImage } from '../image/deep.ts';
import { handCollected, type Session } from './session.ts';
import type { Json } from './shape.ts';

/** Images that are opened once all have been asked for. */
export interface DeepShelf {
  /** Notes an image; true: it will be opened, and handed over then. */
  takes(image: InspectedImage): boolean;
  /** Opens what was taken and hands it over. */
  open(): Promise<void>;
}

/** Opens the images that containers are made from, where that was asked for. */
export function newDeepShelf(session: Session): DeepShelf {
  const all: Json[] = [];
  const taken: InspectedImage[] = [];
  const { context, client } = session;
  return {
    takes(image) {
      if (!context.deep) return false;
      all.push(image.inspect);
      if (!('value' in image.containers) || image.containers.value === 0) return false;
      taken.push(image);
      return true;
    },
    async open() {
      if (taken.length === 0) return;
      // The readers of layers are many modules: only a run that opens images loads them.
      const { openEach } = await import('../image/deep.ts');
      taken.sort((one, other) => (String(one.inspect['Id']) < String(other.inspect['Id']) ? -1 : 1));
      await openEach(taken, all, { client, context }, async ({ resource, dockerfile, problems }) => {
        for (const problem of problems) session.coverage.problem(problem);
        await handCollected(session, resource);
        if (dockerfile === null || !session.wants('dockerfile')) return;
        session.coverage.listed('dockerfile', 1);
        await handCollected(session, dockerfile);
      });
    },
  };
}
