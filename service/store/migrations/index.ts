import type { Engine } from '../tables.ts';
import { firstTables } from './001-first-tables.ts';

/** Every migration in order. A new one is a new file at the end; one that was released is never edited. */
export const migrations: readonly ((engine: Engine) => string[])[] = [firstTables];
