import { canonicalJson } from '../engine/index.ts';
import type { ReportFormat } from './contract.ts';

/** The result itself, in its canonical form: equal inputs, equal bytes. */
export const json: ReportFormat = {
  id: 'json',
  title: 'the result, for programs and for printing again',
  async render({ result }) {
    return [{ name: 'result.json', bytes: new TextEncoder().encode(canonicalJson(result)) }];
  },
};
