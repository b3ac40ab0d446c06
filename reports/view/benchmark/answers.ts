import type { ResultControl } from '../../../engine/index.ts';
import type { Shape } from '../words.ts';
import { type BlockContext, controlBlock } from './controls.ts';
import { type AnswerView, answersOf } from './given-answers.ts';

/** A control in which a person has a part. */
export interface AnswerRow {
  anchor: string;
  id: string;
  title: string;
  question: string;
  shape: Shape;
  status: string;
  given: AnswerView[];
  lapsed: string[];
}

/** Every control in which a person has a part, answered or not. */
export function answerRows(shared: BlockContext, controls: readonly ResultControl[]): AnswerRow[] {
  return controls.flatMap((control) => {
    const given = answersOf(shared, control);
    if (given.length === 0 && control.status !== 'manual' && control.decision !== 'attested') return [];
    const block = controlBlock(shared, control);
    return [
      {
        anchor: block.anchor,
        id: block.id,
        title: block.title,
        question: block.questions[0]?.text ?? '',
        shape: block.shape,
        status: block.status,
        given,
        lapsed: block.lapsed,
      },
    ];
  });
}
