import { splitResult } from '../engine/index.ts';
import type { ReportFormat } from './contract.ts';

/** The result itself in its canonical form, with the files of lists that are too long to go inside. */
export const json: ReportFormat = {
  id: 'json',
  title: 'the result, for programs and for printing again',
  render: async ({ result, limits }) => splitResult(result, limits).files,
};
