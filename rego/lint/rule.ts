import { plainCalls } from './calls.ts';
import { fault, type RuleLint } from './context.ts';
import { onlyKnownData, parameters } from './data.ts';
import { needsAreFacts, needsAreRead, noJoins, readsAreNeeds } from './facts.ts';
import { onlyPackageMetadata, placeIsName, setsAndPrivateNames, textsForSets } from './form.ts';
import { exemplified, tested } from './tests.ts';
import { parameterFault } from './values.ts';

const defaultsFit: RuleLint = ({ metadata }) =>
  Object.entries(metadata.value.custom.parameters ?? {}).flatMap(([name, parameter]) => {
    const why = parameterFault(parameter);
    return why === null ? [] : [fault(metadata.place(['custom', 'parameters', name]), `Parameter ${name}: ${why}`)];
  });

/** The contract of rules, one lint a line. */
export const ruleLints: readonly RuleLint[] = [
  placeIsName,
  setsAndPrivateNames,
  onlyPackageMetadata,
  textsForSets,
  needsAreFacts,
  readsAreNeeds,
  needsAreRead,
  noJoins,
  plainCalls,
  onlyKnownData,
  parameters,
  defaultsFit,
  tested,
  exemplified,
];
