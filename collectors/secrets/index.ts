export { secretsInCommand, secretsInConfiguration, secretsInText } from './configuration.ts';
export { secretsFact } from './fact.ts';
export { type SecretNote, secretInspector } from './inspect.ts';
export { secretPatterns } from './patterns.ts';
export { type FoundSecret, type SecretsOfTree, secretsOf } from './tree.ts';
