import { splitResult } from '../../engine/index.ts';
import type { ReportInput } from '../contract.ts';
import { isShipped } from '../shipped.ts';
import { type ActionsView, actionsView } from './actions.ts';
import { viewContext } from './context.ts';
import { dates } from './dates.ts';
import { type FiguresView, figuresView } from './figures.ts';
import { findingsView, type RuleFindings } from './findings.ts';
import { type FrameworkView, frameworksView } from './frameworks.ts';
import { type GapView, gapView } from './gaps.ts';
import { type IdentityView, identityView } from './identity.ts';
import type { ImagesView } from './images/index.ts';
import { type InputsView, inputsView } from './inputs.ts';
import {
  type AcceptedView,
  acceptedView,
  type OpenView,
  openView,
  type QuestionsView,
  questionsView,
} from './lists.ts';
import { type ScopeView, scopeView } from './scope.ts';

/**
 * What every format shows, in words and numbers; no format computes its own. Foreign text is already made visible
 * and cut, but not escaped: that is for each format. Everything absent is null, never missing.
 */
export interface ReportView {
  title: string;
  language: string;
  /** Said where the language asked for has no texts here; else null. */
  languageNote: string | null;
  version: string;
  identity: IdentityView;
  /** Name above the line for a signature; empty where none is stated. */
  reviewer: string;
  gap: GapView;
  figures: FiguresView;
  actions: ActionsView;
  scope: ScopeView;
  frameworks: FrameworkView[];
  findings: RuleFindings[];
  /** Null: no snapshot is here, or no image was opened. Filled in by `reportPages`, since it is read from the snapshot. */
  images: ImagesView | null;
  open: OpenView;
  questions: QuestionsView;
  accepted: AcceptedView;
  inputs: InputsView;
}

const textLanguage = 'en';

/** Builds the one view model. Pure: equal inputs, equal views. */
export function viewModel(input: ReportInput): ReportView {
  const context = viewContext(input);
  const { result, settings } = context;
  const wanted = settings.language ?? textLanguage;
  // Only a team's own template can bring texts of another language.
  const language = input.template === undefined || isShipped(input.template) ? textLanguage : wanted;
  const calendar = dates(settings.timeZone ?? result.timeZone, language);
  const identity = identityView(context, calendar);
  const findings = findingsView(context);
  const day = calendar.day(result.createdAt);
  return {
    title: [identity.subject, identity.heading.toLowerCase(), day].filter((part) => part !== null).join(' · '),
    language,
    languageNote:
      language === wanted ? null : `This report has texts in English only; ${context.show(wanted)} was asked for.`,
    version: context.show(result.engine.version),
    identity,
    reviewer: context.show(settings.reviewer ?? ''),
    gap: gapView(context),
    figures: figuresView(context),
    actions: actionsView(context),
    scope: scopeView(context),
    frameworks: frameworksView(context, new Set(findings.map((rule) => rule.id))),
    findings,
    images: null,
    open: openView(context),
    questions: questionsView(context),
    accepted: acceptedView(context, calendar),
    inputs: inputsView(context, calendar, splitResult(result, input.limits)),
  };
}
